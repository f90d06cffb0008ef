import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { RecordedStep, Transcript } from './step.js'

const directory = new URL('../transcripts/koji-1.35/', import.meta.url)

/** The transcripts of calls, by theme. (`semantics.json` is another thing: see test/koji.) */
export function themesRecorded(): string[] {
  return readdirSync(directory)
    .filter(name => name.endsWith('.json') && name !== 'semantics.json')
    .map(name => name.replace(/\.json$/, ''))
}

export function readTranscript(theme: string): Transcript {
  return JSON.parse(readFileSync(new URL(`${theme}.json`, directory), 'utf8'))
}

/** One call a line, so that a change of an answer is a change of a line. */
export function writeTranscript(theme: string, { koji, commit, sequences }: Transcript): void {
  const written = sequences.map(({ title, calls }) => {
    const lines = calls.map(call => JSON.stringify(ordered(call))).join(',\n')
    return `{"title": ${JSON.stringify(title)}, "calls": [\n${lines}\n]}`
  })
  const head = `"koji": ${JSON.stringify(koji)}, "commit": ${JSON.stringify(commit)}`
  writeFileSync(new URL(`${theme}.json`, directory), `{${head}, "sequences": [\n${written.join(',\n')}\n]}\n`)
}

function ordered({ as, method, params, named, label, own, answer }: RecordedStep) {
  return { as, method, params, named, label, own, answer }
}
