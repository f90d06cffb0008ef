import { expect } from 'chai'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { Comparison } from './compare.js'
import { call, named, type Step } from './step.js'

/** Compares answers in a row; the last one decides. */
function difference(...answers: readonly (readonly [Step, RpcValue, RpcValue])[]): string | undefined {
  const comparison = new Comparison()
  return answers.map(([step, theirs, ours]) => comparison.step(step, theirs, ours)).at(-1)
}

const create = call('createTag', 'tx-a')
const history = named('queryHistory', { tag: 'tx-a' })
const row = (create_event: number, arches: string) => ({ create_event, arches, tag_id: 1 })
const links = (...priorities: number[]) => priorities.map(priority => ({ priority }))

describe('the comparison of two hubs', () => {
  it('takes ids that correspond, kind by kind', () => {
    expect(difference([create, 70, 1], [call('getTag'), { id: 70 }, { id: 1 }])).to.equal(undefined)
    expect(difference([create, 70, 1], [call('getBuildTarget'), { id: 70 }, { id: 2 }])).to.equal(undefined)
  })

  it('sees one id stand for two', () => {
    expect(difference([create, 70, 1], [create, 71, 1])).to.contain('recorded 71, ours 1')
    expect(difference([create, 70, 1], [create, 70, 2])).to.contain('recorded 70, ours 2')
  })

  it('sees an id in the text of a fault', () => {
    const fault = (text: string) => ({ $fault: [1000, text] })
    const said = (theirs: string, ours: string) =>
      difference([create, 70, 1], [create, fault(theirs), fault(ours)])
    expect(said('taken by tag 70', 'taken by tag 1')).to.equal(undefined)
    expect(said('taken by tag 70', 'taken by tag 2')).to.contain('taken by tag 2')
    expect(said('taken by tag 70', 'used by tag 1')).to.contain('used by tag 1')
  })

  it('sees events in another order, and rows of the same event apart', () => {
    const table = (...rows: RpcValue[]) => ({ tag_config: rows })
    const theirs = table(row(100, 'a'), row(105, 'b'))
    expect(difference([history, theirs, table(row(2, 'b'), row(1, 'a'))])).to.equal(undefined)
    expect(difference([history, theirs, table(row(1, 'b'), row(2, 'a'))])).to.be.a('string')
    expect(difference([history, theirs, table(row(1, 'a'), row(1, 'b'))])).to.be.a('string')
  })

  it('sees rows that are missing, and keys and values that differ', () => {
    expect(difference([history, { tag_config: [row(9, 'a')] }, { tag_config: [] }])).to.be.a('string')
    expect(difference([call('getTag'), { arches: null }, { arches: '' }])).to.be.a('string')
    expect(difference([call('getTag'), { perm: null }, {}])).to.be.a('string')
    expect(difference([call('echo'), [{ $double: '1' }], [1]])).to.be.a('string')
  })

  it('holds an order that is Koji’s own', () => {
    const inOrder = call('getInheritanceData')
    expect(difference([inOrder, links(1, 2), links(1, 2)])).to.equal(undefined)
    expect(difference([inOrder, links(1, 2), links(2, 1)])).to.be.a('string')
    expect(difference([call('getBuildTargets'), links(1, 2), links(2, 1)])).to.equal(undefined)
  })
})
