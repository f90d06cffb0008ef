import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import { PartialApplyError } from '../../src/apply/index.js'
import { changesMade, type JournaledRun, readJournal, writeThrough } from '../../src/journal/index.js'
import { RefusedError, RelengError } from '../../src/koji/error.js'
import type { Hooks } from '../../src/sandbox/index.js'
import { desired, link, set, target, wanted } from '../builders.js'
import { journals, record } from './recording.js'

const state = desired(
  [wanted('p'), wanted('a', { inheritance: [link('p', 5)], groups: { build: ['bash'] } })],
  [target('a', 'a', 'a')],
)

/** Ten tags of 300 kB each: a stage of two requests. */
const large = desired(
  Array.from({ length: 10 }, (_, index) => wanted(`t${index}`, { extra: { k: set('x'.repeat(300_000)) } })),
)

/** `create: done done; fill: not-run` */
function statuses({ results }: JournaledRun): string {
  return results
    .map(({ stage, results }) => `${stage}: ${results.map(({ status }) => status).join(' ')}`)
    .join('; ')
}

/** `create 0,1: answered` */
function requests(run: JournaledRun): string[] {
  return run.requests.map(({ stage, calls, answer }) => `${stage} ${calls.join(',')}: ${answer}`)
}

function caught(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

const refuse = { faultCode: 1000, faultString: 'out of luck' }
const bad = { status: 502, headers: {}, body: '' }

describe('the journal of a run', () => {
  const folder = journals()

  it('tells who did what and why, what was planned, and what became of it', async () => {
    const { run, applied } = await record(folder, state, { reason: 'releng#1', leaves: { delete: ['x*'] } })
    expect(run?.opened).to.include({ tool: '0.0', user: 'kojiadmin', reason: 'releng#1', format: '1.0' })
    expect(run?.opened.leaves, 'none was made use of').to.deep.equal({})
    expect(run?.opened.plan.hub).to.include({ profile: 'test', url: 'sandbox:memory' })
    expect(run?.opened.plan.changes.map(({ kind }) => kind)).to.include.members([
      'tag',
      'inheritance',
      'target',
    ])
    expect(run?.results).to.deep.equal(applied?.results)
    expect(run && requests(run)).to.deep.equal([
      'create 0,1: answered',
      'fill 0,1,2: answered',
      'switch 0: answered',
    ])
    expect(run?.remaining).to.deep.equal([])
    expect(run?.closed).to.include({ outcome: 'done' })
  })

  it('is for its owner alone', async () => {
    const { run } = await record(folder, state)
    expect(statSync(run?.path ?? '').mode & 0o777).to.equal(0o600)
    expect(statSync(folder.path).mode & 0o777).to.equal(0o700)
  })

  const ends: [what: string, hooks: Hooks, outcome: string, statuses: string][] = [
    [
      'a call that fails',
      { interceptCall: ({ method }) => (method === 'groupListAdd' ? refuse : undefined) },
      'partial',
      'create: done done; fill: done failed failed; switch: not-run',
    ],
    [
      'a request that is refused',
      {
        interceptRequest: ({ methods }) =>
          methods.includes('createTag') ? { ...bad, status: 413 } : undefined,
      },
      'failed',
      'create: not-run not-run; fill: not-run not-run not-run; switch: not-run',
    ],
    [
      'an answer that is lost, and read back',
      { interceptResponse: ({ methods }) => (methods.includes('groupListAdd') ? bad : undefined) },
      'done',
      'create: done done; fill: done done done; switch: done',
    ],
  ]
  for (const [what, hooks, outcome, expected] of ends) {
    it(`tells of ${what}`, async () => {
      const { run } = await record(folder, state, { hooks })
      expect(run?.closed?.outcome).to.equal(outcome)
      expect(run && statuses(run)).to.equal(expected)
    })
  }

  it('tells which changes it may have made: not those of calls that failed or were not sent', async () => {
    const interceptCall: Hooks['interceptCall'] = ({ method }) =>
      method === 'groupListAdd' ? refuse : undefined
    const { run } = await record(folder, state, { hooks: { interceptCall } })
    const made = run === undefined ? [] : changesMade(run)
    const kinds = new Set(made.map(({ kind }) => kind))
    expect(run?.opened.plan.changes.length).to.be.above(made.length)
    expect([...kinds]).to.deep.equal(['tag', 'inheritance'])
  })

  it('is on disk before a request is sent, and its answer before the next', async () => {
    const seen: string[] = []
    const onWrite: Hooks['interceptCall'] = ({ method }) => {
      const [last] = folder.ids()
      if (method === 'multiCall' && last !== undefined && !folder.ends().has(last)) {
        seen.push(requests(folder.read(last)).join('; '))
      }
      return undefined
    }
    await record(folder, state, { hooks: { interceptCall: onWrite } })
    expect(seen.slice(0, 3)).to.deep.equal([
      'create 0,1: none',
      'create 0,1: answered; fill 0,1,2: none',
      'create 0,1: answered; fill 0,1,2: answered; switch 0: none',
    ])
  })

  it('tells an interruption', async () => {
    const interruption = new AbortController()
    const { run } = await record(folder, state, {
      signal: interruption.signal,
      watch: ({ event }) => event === 'stage-done' && interruption.abort(new RelengError('interrupted')),
    })
    expect(run?.closed).to.include({ outcome: 'interrupted' })
    expect(run && statuses(run)).to.equal('create: done done; fill: not-run not-run not-run; switch: not-run')
  })
})

describe('a journal that cannot be written', () => {
  const folder = journals()
  const full = () => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  }

  /** Writes until so many lines are on disk; then it is full, after half a line, for so many tries. */
  function disk(lines: number, tries = Number.POSITIVE_INFINITY): typeof writeThrough {
    let [written, failed] = [0, 0]
    return (file, text, position) => {
      if (written >= lines && failed < tries) {
        failed += 1
        writeThrough(file, text.slice(0, text.length >> 1), position)
        full()
      }
      written += 1
      writeThrough(file, text, position)
    }
  }

  it('in the beginning: nothing is sent, and no journal is left', async () => {
    const { error, hub } = await record(folder, state, { write: full })
    expect(error).to.be.instanceOf(RefusedError).and.to.have.property('exitCode', 3)
    expect(String(error)).to.contain('no space left on device')
    expect(hub.takeRequests().flat()).to.include('logout').and.not.to.include('createTag')
    expect(folder.ids()).to.deep.equal([])
  })

  it('at the first request: it is not sent', async () => {
    const { error, hub, run } = await record(folder, state, { write: disk(1) })
    expect(error).to.be.instanceOf(RefusedError).and.to.have.property('exitCode', 3)
    expect(hub.takeRequests().flat()).not.to.include('createTag')
    expect(run?.requests).to.deep.equal([])
  })

  it('in the middle: the next request is not sent, and what was done is told', async () => {
    const { error, hub, run } = await record(folder, large, { write: disk(2) })
    expect(error).to.be.instanceOf(PartialApplyError).and.to.have.property('exitCode', 4)
    expect(String(error)).to.contain('6 of 10 calls were done, 0 failed, 4 were not done')
    expect(hub.takeRequests().filter(methods => methods.includes('createTag'))).to.have.length(1)
    expect(run && requests(run)).to.deep.equal(['create 0,1,2,3,4,5: none'])
    expect(run?.isTorn).to.equal(true)
  })

  it('for a while: what was kept follows, and a request that was not sent is not told', async () => {
    const { run } = await record(folder, large, { write: disk(2, 2) })
    expect(run && requests(run)).to.deep.equal(['create 0,1,2,3,4,5: answered'])
    expect(run?.closed?.outcome).to.equal('partial')
    expect(run?.isTorn).to.equal(false)
  })

  it('for the last line: the run is done all the same, and the problem is told', async () => {
    const { applied, recorder, run } = await record(folder, state, { write: disk(7) })
    expect(applied?.remaining).to.deep.equal([])
    expect(recorder.problem).to.be.instanceOf(RefusedError)
    expect(run?.closed).to.equal(null)
  })
})

describe('reading a journal', () => {
  const folder = journals()
  let text: string
  let whole: JournaledRun
  before(async () => {
    const { run } = await record(folder, state)
    if (run === undefined) throw new Error('no journal')
    whole = run
    text = readFileSync(whole.path, 'utf8')
  })

  function read(content: string): JournaledRun {
    const file = path.join(folder.path, 'changed')
    writeFileSync(file, content)
    return readJournal(file)
  }

  it('that breaks off anywhere tells what its whole lines tell', () => {
    const bytes = Buffer.from(text)
    const first = bytes.indexOf('\n') + 1
    for (let length = first; length < bytes.length; length += 1) {
      const run = read(bytes.toString('utf8', 0, length))
      const lines = bytes.toString('utf8', 0, length).split('\n').length - 1
      expect(run.isTorn, String(length)).to.equal(bytes[length - 1] !== 10)
      expect(run.requests.length, String(length)).to.equal(Math.min(3, lines >> 1))
      expect(run.closed, String(length)).to.equal(null)
    }
    expect(read(text)).to.deep.equal({ ...whole, path: path.join(folder.path, 'changed') })
  })

  const damages: [what: string, change: (lines: string[]) => string[], line: number, message: RegExp][] = [
    ['nothing at all', () => [], 1, /no whole line/],
    ['no opening', lines => lines.slice(1), 1, /does not open a run/],
    ['a line that is no JSON', ([a = '', b = '', ...c]) => [a, b.slice(1), ...c], 2, /no JSON/],
    ['an empty line', ([a = '', ...b]) => [a, '', ...b], 2, /an empty line/],
    ['an unknown entry', ([a = '', ...b]) => [a, '{"entry":"hello"}', ...b], 2, /damaged/],
    ['a line that is gone', ([a = '', _, ...c]) => [a, ...c], 2, /no request was under way/],
    ['a line twice', ([a = '', ...b]) => [a, a, ...b], 2, /opened once/],
    ['something after the end', lines => [...lines, lines[1] ?? ''], 10, /after the end/],
    [
      'a call that is not in the plan',
      ([a = '', b = '', ...c]) => [a, b.replace('[0,1]', '[0,2]'), ...c],
      2,
      /no call 2 in its stage create/,
    ],
    [
      'a newer format',
      ([a = '', ...b]) => [a.replace('"1.0"', '"1.1"'), ...b],
      1,
      /format 1.1; this release reads 1.0/,
    ],
  ]
  for (const [what, change, line, message] of damages) {
    it(`is refused with its place: ${what}`, () => {
      const lines = change(text.trimEnd().split('\n'))
      const error = caught(() => read(lines.map(one => `${one}\n`).join('')))
      expect(error).to.be.instanceOf(RelengError).and.to.have.property('message').that.matches(message)
      expect(error).to.have.property('where', `${path.join(folder.path, 'changed')}:${line}`)
      expect(error).to.have.property('next').that.is.a('string')
    })
  }
})
