import { readFileSync } from 'node:fs'
import { RelengError } from '../koji/error.js'
import { isJsonObject } from '../koji/json.js'
import { type Entry, journalFormat } from './entry.js'
import { isEntry } from './is-entry.js'
import { type JournaledRun, RunStory } from './journaled-run.js'

/**
 * Reads the journal of one run. A last line without its end is what a crash leaves: it is left out, and told by
 * `isTorn`. Throws `RelengError` with `file:line` for any other damage.
 */
export function readJournal(path: string): JournaledRun {
  const lines = read(path).split('\n')
  const isTorn = lines.pop() !== ''
  const where = (index: number) => `${path}:${index + 1}`
  const [first, ...others] = lines
  if (first === undefined) throw damaged('it has no whole line', where(0))
  const opened = entryOf(first, where(0))
  if (opened.entry !== 'opened') throw damaged('its first line does not open a run', where(0))
  const story = new RunStory(opened)
  for (const [index, line] of others.entries()) {
    const entry = entryOf(line, where(index + 1))
    try {
      story.take(entry)
    } catch (cause) {
      if (!(cause instanceof Error)) throw cause
      throw damaged(cause.message, where(index + 1), cause)
    }
  }
  return story.told(path, isTorn)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    throw new RelengError(`the journal cannot be read: ${cause.message}`, {
      where: path,
      next: 'check the name, and who may read it',
      cause,
    })
  }
}

function entryOf(line: string, where: string): Entry {
  const value = parse(line, where)
  refuseNewer(value, where)
  let fault = ''
  if (isEntry(value, told => (fault = told))) return value
  throw damaged(fault, where)
}

function parse(line: string, where: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw damaged(line === '' ? 'an empty line' : 'no JSON', where, cause)
  }
}

function refuseNewer(value: unknown, where: string): void {
  const format = isJsonObject(value) ? value.format : undefined
  if (typeof format !== 'string') return
  const [major, minor] = format.split('.').map(Number)
  const [ours, known] = journalFormat.split('.').map(Number)
  if (major === ours && minor !== undefined && known !== undefined && minor <= known) return
  throw new RelengError(`the journal has format ${format}; this release reads ${journalFormat}`, {
    where,
    next: 'use the release of koji-releng that wrote it, or a newer one',
  })
}

function damaged(what: string, where: string, cause?: unknown): RelengError {
  return new RelengError(`the journal is damaged: ${what}`, {
    where,
    next: 'it was left as it is; see whether a copy is whole, or move it out of the folder',
    cause,
  })
}
