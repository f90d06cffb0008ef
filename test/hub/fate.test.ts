import { expect } from 'chai'
import { type Fate, fateOf, HubError, isOutcomeLost, KojiFault } from '../../src/hub/index.js'
import { timerOf } from '../../src/hub/timer.js'
import { RelengError } from '../../src/koji/error.js'

const fault = (code: number) => new KojiFault(code, 'no', 'createTag', 'http://hub.test')

describe('what became of a request', () => {
  const cases: [string, unknown, Fate][] = [
    ['no answer, and nothing is said of it', new HubError('no'), 'unknown'],
    ['no answer, though it was sent', new HubError('no', { fate: 'unknown' }), 'unknown'],
    ['no connection', new HubError('no', { fate: 'not-sent' }), 'not-sent'],
    ['a web server that does not hand it on', new HubError('no', { fate: 'refused' }), 'refused'],
    ['a fault', fault(1000), 'refused'],
    ['a fault: the call was done already', fault(1009), 'unknown'],
    ['what keeps it from being sent', new RelengError('no ticket'), 'not-sent'],
  ]
  for (const [what, error, fate] of cases) {
    it(`after ${what}: ${fate}`, () => {
      expect(fateOf(error)).to.equal(fate)
      expect(isOutcomeLost(error)).to.equal(fate === 'unknown')
    })
  }
})

describe('a timer', () => {
  const cases: [seconds: number, milliseconds: number][] = [
    [0, 0],
    [0.05, 50],
    [43_200, 43_200_000],
    [2_147_483, 2_147_483_000],
    [2_147_484, 2 ** 31 - 1],
    [Number.MAX_SAFE_INTEGER, 2 ** 31 - 1],
  ]
  for (const [seconds, milliseconds] of cases) {
    it(`of ${seconds} s runs ${milliseconds} ms`, () => expect(timerOf(seconds)).to.equal(milliseconds))
  }
})
