import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { Lock, LockedError, type ProcessMark, thisProcess } from '../../src/journal/index.js'
import { RefusedError } from '../../src/koji/error.js'
import { type Outcome, outcomeOf } from '../commands/cli.js'
import { journals } from './recording.js'

const since = '2026-11-22T07:10:03.000Z'
const here = thisProcess()
const hasProc = here.started !== null

function caught(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('the lock of a run', () => {
  const folder = journals().path
  const file = path.join(folder, 'hub.lock')
  before(() => mkdirSync(folder))

  const take = (run: string, process: ProcessMark = here) => Lock.take(file, { run, process, since })

  it('keeps others out until it is released, and names who has it', () => {
    const lock = take('one')
    const error = caught(() => take('two'))
    expect(error).to.be.instanceOf(LockedError).and.to.have.property('exitCode', 3)
    expect(String(error)).to.contain(
      `another apply to this hub is under way: run one, process ${here.pid} on ${here.host}, since 2026-11-22 07:10 UTC`,
    )
    expect(error).to.have.property('next', 'wait until it has ended, then plan and apply again')
    lock.release()
    take('two').release()
    expect(readdirSync(folder)).to.deep.equal([])
  })

  const gone = spawnSync(process.execPath, ['--version']).pid
  const others: [what: string, mark: Partial<ProcessMark>, lives: boolean | undefined][] = [
    ['a process that is no more', { pid: gone, started: null }, false],
    ['a process whose number another one has now', { started: 'another boot 1' }, !hasProc],
    ['a process that lives, of which no start is known', { started: null }, true],
    ['a process on another machine', { host: 'elsewhere.example.org' }, undefined],
    ['a process of another container', { space: 'pid:[1]' }, undefined],
  ]
  for (const [what, mark, lives] of others) {
    const does = lives === false ? 'is taken over' : 'is left alone'
    it(`of ${what} ${does}`, () => {
      const old = take('old', { ...here, ...mark })
      const error = caught(() => take('new').release())
      if (lives === false) expect(error).to.equal(undefined)
      else {
        expect(error).to.be.instanceOf(LockedError).and.to.have.property('where', file)
        const next = lives ? 'wait until it has ended' : 'if it has ended, remove this file'
        expect(error).to.have.property('next').that.contains(next)
      }
      old.release()
      expect(readdirSync(folder)).to.deep.equal([])
    })
  }

  it('of a process that died while it took over a lock is taken over, too', () => {
    const dead = { ...here, pid: gone, started: null }
    take('old', dead)
    Lock.take(`${file}.after.old`, { run: 'older', process: dead, since })
    take('new').release()
    expect(readdirSync(folder)).to.deep.equal([])
  })

  it('is left as it is where it is no lock', () => {
    writeFileSync(file, '{}')
    expect(caught(() => take('one')))
      .to.be.instanceOf(RefusedError)
      .and.to.have.property('where', file)
  })

  it('is never held by two, however many take over the locks of the dead', async () => {
    const taken = await Promise.all(
      ['a', 'b', 'c'].map(name => race(path.join(folder, 'race.lock'), name, 40)),
    )
    const all = { code: 0, stdout: '40', stderr: '' }
    expect(taken).to.deep.equal([all, all, all])
  })
})

/** Takes a lock so many times in a process of its own. */
function race(file: string, name: string, rounds: number): Promise<Outcome> {
  const racer = fileURLToPath(new URL('./lock-racer.ts', import.meta.url))
  return outcomeOf(spawn(process.execPath, ['--import', 'tsx', racer, file, name, String(rounds)]))
}
