import { closeSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { Lock, LockedError, thisProcess } from '../../src/journal/index.js'

// Takes a lock again and again, and dies with it each time: it leaves the lock of a process that is no more.
const [file = '', name = '', rounds = '0'] = process.argv.slice(2)
const pause = new Int32Array(new SharedArrayBuffer(4))
let taken = 0
for (let round = 0; taken < Number(rounds); round += 1) {
  const holder = { run: `${name}${round}`, process: thisProcess(), since: '' }
  try {
    Lock.take(file, holder)
  } catch (error) {
    if (error instanceof LockedError) continue
    throw error
  }
  taken += 1
  // Throws where somebody else has the lock at this moment.
  closeSync(openSync(`${file}.inside`, 'wx'))
  Atomics.wait(pause, 0, 0, 2)
  unlinkSync(`${file}.inside`)
  const dead = `${file}.${name}.dead`
  writeFileSync(dead, JSON.stringify({ ...holder, process: { ...holder.process, started: 'earlier' } }))
  renameSync(dead, file)
}
process.stdout.write(String(taken))
