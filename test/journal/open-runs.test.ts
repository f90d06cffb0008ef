import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { JournalFolder, Recorder } from '../../src/journal/index.js'
import type { DesiredState } from '../../src/koji/desired-state.js'
import { planDesired } from '../../src/pipeline.js'
import type { Hooks } from '../../src/sandbox/index.js'
import { desired, wanted } from '../builders.js'
import type { SandboxHub } from '../sandbox-hub.js'
import { journals, type Recorded, record } from './recording.js'

const state = desired([wanted('a'), wanted('b')])

/** A run whose process died over its last request: the journal's last lines are gone, and its process, too. */
async function brokenOff(folder: JournalFolder, wanted = state): Promise<Recorded & { readonly id: string }> {
  const ran = await record(folder, wanted)
  const file = folder.fileOf(ran.recorder.run)
  const [opened = '', sending = ''] = readFileSync(file, 'utf8').split('\n')
  const dead = opened.replace(/"started":[^}]*/, '"started":"another boot 1"')
  writeFileSync(file, `${dead}\n${sending}\n`)
  return { ...ran, id: ran.recorder.run }
}

function openIds(folder: JournalFolder, url = 'sandbox:memory'): string[] {
  return folder.open(url).open.map(({ run }) => run.opened.run)
}

async function noteUnchanged(folder: JournalFolder, hub: SandboxHub, state: DesiredState): Promise<Recorder> {
  const recorder = new Recorder({ folder, tool: '0.0' })
  const { plan } = await planDesired(state, hub.client, 'test')
  expect(plan.changes).to.deep.equal([])
  recorder.noteUnchanged({ plan, leaves: {}, desired: state })
  return recorder
}

describe('a run that was broken off', () => {
  const all = journals()
  let folder = all
  let nth = 0
  beforeEach(() => {
    folder = new JournalFolder(`${all.path}-${nth++}`)
  })

  it('is open on its hub, and no other', async () => {
    const { id } = await brokenOff(folder)
    expect(openIds(folder)).to.deep.equal([id])
    expect(openIds(folder, 'http://other/kojihub')).to.deep.equal([])
    expect(folder.open('sandbox:memory').open[0]?.lives).to.equal(false)
  })

  it('is settled by the next run that ends well and is about all that it was about', async () => {
    const { id } = await brokenOff(folder)
    const { run } = await record(folder, desired([wanted('a'), wanted('b'), wanted('c')]))
    expect(run?.opened.follows).to.deep.equal([id])
    expect(run?.closed?.settles).to.deep.equal([id])
    expect(openIds(folder)).to.deep.equal([])
  })

  it('is settled by an apply that finds nothing to do', async () => {
    const { hub, id } = await brokenOff(folder)
    const recorder = await noteUnchanged(folder, hub, state)
    const run = folder.read(recorder.run)
    expect(run.opened).to.deep.include({ user: null, follows: [id] })
    expect(run.closed).to.deep.include({ outcome: 'done', settles: [id] })
    expect(openIds(folder)).to.deep.equal([])
    expect((await noteUnchanged(folder, hub, state)).path, 'nothing is left to note').to.equal(undefined)
  })

  it('is not settled by a run that is about less', async () => {
    const { id } = await brokenOff(folder)
    const { run } = await record(folder, desired([wanted('a')]))
    expect(run?.opened.follows).to.deep.equal([])
    expect(openIds(folder)).to.deep.equal([id])
  })

  it('is not settled by a run that does not end well', async () => {
    const { id } = await brokenOff(folder)
    const interceptCall: Hooks['interceptCall'] = ({ method }) =>
      method === 'createTag' ? { faultCode: 1000, faultString: 'out of luck' } : undefined
    const { run } = await record(folder, state, { hooks: { interceptCall } })
    expect(run?.opened.follows).to.deep.equal([id])
    expect(run?.closed?.settles).to.deep.equal([])
    expect(openIds(folder)).to.deep.equal([id])
  })

  it('is none that ended, however long the error that ended it', async () => {
    const { id } = await brokenOff(folder)
    const end = { entry: 'closed', time: '2026-11-22T07:10:03.000Z', outcome: 'failed', settles: [] }
    appendFileSync(folder.fileOf(id), `${JSON.stringify({ ...end, error: 'x'.repeat(100_000) })}\n`)
    expect(openIds(folder)).to.deep.equal([])
  })

  it('is found beside a journal that cannot be read, which is told, and what is no file', async () => {
    const { id } = await brokenOff(folder)
    symlinkSync('/nowhere', folder.fileOf('20990101-000000-2222'))
    mkdirSync(folder.fileOf('20990101-000000-3333'))
    expect(openIds(folder)).to.deep.equal([id])
    const { damaged } = folder.open('sandbox:memory')
    expect(damaged.map(({ where }) => where)).to.deep.equal([folder.fileOf('20990101-000000-2222')])
  })

  it('cannot be told apart from what is damaged; that is told, and stops nothing', async () => {
    const { id } = await brokenOff(folder)
    appendFileSync(folder.fileOf(id), 'nonsense\n')
    const { open, damaged } = folder.open('sandbox:memory')
    expect(open).to.deep.equal([])
    expect(damaged.map(({ where }) => where)).to.include(`${folder.fileOf(id)}:3`)
    expect((await record(folder, state)).error).to.equal(undefined)
  })
})
