import { expect } from 'chai'
import { type Call, formatCall } from '../../src/koji/call.js'

describe('formatCall', () => {
  const cases: [Call, string][] = [
    [{ method: 'getLastEvent', params: [] }, 'getLastEvent()'],
    [{ method: 'deleteTag', params: ['f44'] }, 'deleteTag("f44")'],
    [{ method: 'm', params: [1, null, true], named: {} }, 'm(1, null, true)'],
    [{ method: 'm', params: ['a'], named: { b: { c: [] }, d: '"' } }, 'm("a", b={"c":[]}, d="\\"")'],
    [{ method: 'm', params: [], named: { a: 1 } }, 'm(a=1)'],
  ]
  for (const [call, text] of cases) it(text, () => expect(formatCall(call)).to.equal(text))
})
