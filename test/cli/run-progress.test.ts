import { expect } from 'chai'
import type { CommandEvent } from '../../src/cli/command-event.js'
import { duration, RunProgress } from '../../src/cli/run-progress.js'
import { RelengError } from '../../src/koji/error.js'
import { goalOf, makePlan } from '../../src/plan/index.js'
import { desired, live, target, wanted } from '../builders.js'

const hub = live([])
const state = desired(
  ['a', 'b', 'c', 'd', 'e'].map(name => wanted(name)),
  [target('t', 'a', 'b')],
)
const plan = makePlan(goalOf(state, hub), hub, calls => (calls.length > 4 ? 2 : 1))
const error = new RelengError('gone')

describe('the progress of a run', () => {
  const told: [CommandEvent, string[]][] = [
    [{ event: 'plan', plan }, []],
    [{ event: 'start', plan }, ['checking (0 s)', 'to come: create (5 calls), switch (1 call)']],
    [{ event: 'stage', stage: 'create', calls: 5 }, ['create (0 s)', 'to come: switch (1 call)']],
    [
      { event: 'sending', stage: 'create', calls: [0, 1, 2, 3] },
      ['create (0 s): request 1 of 2, 4 of 5 calls: a, b and 2 more', 'to come: switch (1 call)'],
    ],
    [
      { event: 'answered', stage: 'create', results: [] },
      ['create (0 s): request 1 of 2, 4 of 5 calls: a, b and 2 more', 'to come: switch (1 call)'],
    ],
    [
      { event: 'sending', stage: 'create', calls: [4] },
      ['create (0 s): request 2 of 2, 1 of 5 calls: e', 'to come: switch (1 call)'],
    ],
    [
      { event: 'lost', stage: 'create', calls: [4], error },
      ['create (0 s): no answer; reading the hub back', 'to come: switch (1 call)'],
    ],
    [{ event: 'stage', stage: 'switch', calls: 1 }, ['switch (0 s)']],
    [{ event: 'sending', stage: 'switch', calls: [0] }, ['switch (0 s): request 1 of 1, 1 of 1 call: t']],
    [{ event: 'stage-done', stage: 'switch' }, ['reading back (0 s)']],
    [{ event: 'error', error }, []],
  ]

  it('is told in lines', () => {
    const progress = new RunProgress()
    for (const [event, lines] of told) {
      progress.observe(event, 0)
      expect(progress.lines(0), event.event).to.deep.equal(lines)
    }
  })

  it('tells for how long a stage has been under way', () => {
    const progress = new RunProgress()
    progress.observe({ event: 'start', plan }, 10)
    progress.observe({ event: 'stage', stage: 'create', calls: 5 }, 20)
    expect(progress.lines(143.9)[0]).to.equal('create (2 min 3 s)')
    expect([0.9, 59.9, 60, 3600].map(duration)).to.deep.equal(['0 s', '59 s', '1 min 0 s', '60 min 0 s'])
  })
})
