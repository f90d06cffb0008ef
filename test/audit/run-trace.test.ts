import { expect } from 'chai'
import { type HistoryEvent, type RunTrace, RunTraces } from '../../src/audit/index.js'
import type { Change } from '../../src/plan/index.js'
import { here } from '../builders.js'

function arches(after: string, tag = 'a'): Change {
  return { kind: 'setting', action: 'update', tag, field: 'arches', before: '', after, source: here }
}

const run: RunTrace = {
  run: '20261122-071000-x7q4',
  user: 'releng',
  reason: null,
  event: 40,
  began: '2026-11-22T07:10:00.000Z',
  ended: '2026-11-22T07:10:20.000Z',
  changes: [arches('x86_64')],
}

const made: HistoryEvent = {
  event: 41,
  time: '2026-11-22T07:10:10.000Z',
  author: 'releng',
  changes: [arches('x86_64')],
}

const way = [arches('aarch64')]

// `way`: what a change that takes two calls passes through.
const cases: [what: string, event: Partial<HistoryEvent>, isOfRun: boolean][] = [
  ['what it made', {}, true],
  ['what it made, by a clock that is minutes behind', { time: '2026-11-22T07:07:00.000Z' }, true],
  ['the same on another day', { time: '2026-11-23T07:10:10.000Z' }, false],
  ['the same by somebody else', { author: 'ralph' }, false],
  ['what was there before its plan', { event: 40 }, false],
  ['a value on the way, in its time', { changes: way }, true],
  ['another value, minutes later', { changes: way, time: '2026-11-22T07:12:00.000Z' }, false],
  ['another row', { changes: [arches('x86_64', 'b')] }, false],
]

describe('the search for the run that an event belongs to', () => {
  for (const [what, event, isOfRun] of cases) {
    it(`${isOfRun ? 'takes' : 'does not take'} ${what}`, () => {
      expect(new RunTraces([run]).of({ ...made, ...event })?.run).to.equal(isOfRun ? run.run : undefined)
    })
  }

  it('takes, of two that made the same, the one that looked at the hub last', () => {
    const later = { ...run, run: '20261122-071015-22fk', event: 50 }
    const traces = new RunTraces([run, later])
    expect(traces.of(made)?.run).to.equal(run.run)
    expect(traces.of({ ...made, event: 51 })?.run).to.equal(later.run)
  })
})
