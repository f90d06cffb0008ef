import { expect } from 'chai'
import type { Outcome } from './cli.js'
import { ServedHub } from './served-hub.js'

const first = 'version: 1\ntags: {a: {arches: [x86_64], extra: {k: 1, l: 1}}}\n'
const then = `version: 1
tags:
  a: {extra: {k: 2, l: 2}}
  n: {arches: [x86_64], inheritance: [a]}
targets: {t: {build_tag: n, dest_tag: a}}
`
const byHand = 'version: 1\ntags: {a: {manage: {extra: additive}, extra: {k: 3}}}\n'
const ralph = { name: 'ralph', password: 'secret-of-ralph', permissions: ['tag', 'target'] }
const releng = { name: 'releng', password: 'secret-of-releng' }
const runId = /\d{8}-\d{6}-[2-9b-z]{4}/

describe('tags undo', () => {
  const hub = new ServedHub()
  let run = ''
  before(async () => {
    await hub.start({}, [ralph])
    hub.cli.file('first.yaml', first)
    hub.cli.file('then.yaml', then)
    hub.cli.file('by-hand.yaml', byHand)
    await apply('first.yaml')
    run = runId.exec((await apply('then.yaml', '--reason', 'releng#1')).stdout)?.[0] ?? ''
  })
  after(() => hub.stop())

  const apply = (...args: string[]): Promise<Outcome> => hub.run('tags', 'apply', '--yes', ...args)
  const undo = (...args: string[]): Promise<Outcome> => hub.run('tags', 'undo', '--yes', ...args)
  const lastEvent = async (): Promise<number> =>
    JSON.parse((await hub.run('tags', 'plan', 'first.yaml', '--json')).stdout).event

  it('shows the way back, and wants leave to delete as any plan', async () => {
    const { stdout, stderr, code } = await undo(run.slice(0, -1))
    expect(stdout).to.match(
      new RegExp(`^Undo of run ${run} \\(releng, .* UTC\\): releng#1\n\nPlan for hub · `),
    )
    expect(stdout).to.contain('~ tag a').and.to.contain('k 2 → 1').and.to.contain('- tag n')
    expect(stdout).to.contain('1 tag to change, 1 tag and 1 target to delete')
    expect(stderr).to.contain('--allow-delete n').and.to.contain('nothing was written')
    expect(code).to.equal(3)
  })

  it('leaves alone what others changed since, and says who did', async () => {
    hub.logInAs(ralph)
    expect((await apply('by-hand.yaml')).code).to.equal(0)
    hub.logInAs(releng)
    const { stdout, code } = await undo(run, '--allow-delete', '*')
    expect(stdout.replace(/\s+/g, ' ')).to.match(
      /tag a: extra k 3 → 1 is left alone: it was changed since \(by ralph, .* event \d+\)/,
    )
    expect(stdout).to.contain('Read back: the hub is as the plan says.')
    expect(code).to.equal(0)
    const shown = JSON.parse((await hub.cli.run('tags', 'runs', '--json')).stdout).runs[0]
    expect(shown.reason).to.equal(`undo of run ${run}`)
  })

  it('has nothing to do a second time', async () => {
    const { stdout, code } = await undo(run, '--allow-delete', '*')
    expect(stdout).to.contain('Nothing else is left to undo.')
    expect(code).to.equal(0)
  })

  it('undoes what the history of the hub tells of a user', async () => {
    const last = await lastEvent()
    const whole = await undo('--events', `1..${last}`, '--by', 'ralph')
    expect(whole.stdout).to.contain(`Undo of events 1 to ${last}, as far as ralph made them`)
    // k was written by both of them.
    expect(whole.stdout.replace(/\s+/g, ' '))
      .to.contain('k')
      .and.to.contain('left alone: others changed it in these events, too')
    const [event] = [...(await hub.run('tags', 'show', 'a')).stdout.matchAll(/by ralph, .*event (\d+)/g)]
    const own = await undo('--events', String(event?.[1]), '--by', 'ralph')
    expect(own.stdout).to.contain('k 3 → 2')
    expect(own.code).to.equal(0)
    expect((await hub.run('tags', 'show', 'a')).stdout).to.match(/k +2|k 2/)
  })

  for (const [what, args, message] of [
    ['nothing', [], 'what shall be undone?'],
    ['a run that is none', ['1999'], 'there is no run 1999'],
    ['a journal that is not there', ['x.jsonl'], 'x.jsonl'],
    ['events in the wrong order', ['--events', '9..2'], '9..2 names no events'],
    ['events to come', ['--events', '1..99999'], 'there is no event 99999'],
    ['a user whom nobody knows', ['--events', '1..2', '--by', 'Ralph'], 'there is no user Ralph'],
    ['a user without events', ['--by', 'ralph'], '--events'],
  ] as const) {
    it(`says what is wrong with ${what}`, async () => {
      const { stderr, code } = await undo(...args)
      expect(stderr).to.contain(message)
      expect(code).to.equal(1)
    })
  }

  it('refuses the run of another hub', async () => {
    const other = new ServedHub()
    await other.start()
    try {
      const journal = JSON.parse((await hub.cli.run('tags', 'runs', 'show', run, '--json')).stdout).journal
      const { stderr, code } = await other.run('tags', 'undo', '--yes', journal)
      expect(stderr).to.contain(`run ${run} was on another hub: ${hub.url}`)
      expect(code).to.equal(3)
    } finally {
      await other.stop()
    }
  })

  it('answers as data', async () => {
    const { stdout } = await undo(run, '--allow-delete', '*', '--json')
    const { plan, results } = JSON.parse(stdout)
    expect(plan.changes.length + plan.notes.length).to.be.above(0)
    expect(results).to.be.an('array')
  })
})
