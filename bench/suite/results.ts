import type { Looked } from './look.js'
import type { Pair, Side } from './pairs.js'
import type { Spread } from './spread.js'

/** What one benchmark showed. */
export interface Result extends Pair {
  /** by which bounds know it */
  readonly id: string
  readonly name: string
}

/** What a whole run showed, where and when. */
export interface Results {
  /** in ISO 8601 */
  readonly date: string
  readonly machine: string
  readonly hub: string
  readonly runs: number
  readonly results: readonly Result[]
  readonly bounds: readonly Bound[]
  /** what was not measured, and what else one should know */
  readonly notes: readonly string[]
}

/** What the project has promised of its speed. */
export interface Bound {
  readonly bound: string
  readonly measured: string
  /** `null` where it was not measured */
  readonly holds: boolean | null
}

/** As Markdown, for people: sides in rows, so that both of a pair can be told in full. */
export function markdown({ date, machine, hub, runs, results, bounds, notes }: Results): string {
  const head = `${date.slice(0, 10)}, on ${hub}; ${machine}; medians of ${runs} runs in turns, with the least and the most`
  const sides = [
    '| what | by | seconds | ratio | requests | hub s | waiting s | own s | kB out | kB in | MB at peak |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...results.flatMap(({ name, ours, theirs, ratio }) => [
      row(name, 'us', ours, ratio === null ? '' : shortSpread(ratio)),
      ...(theirs === null ? [] : [row('', theirs.name, theirs, '')]),
    ]),
  ]
  const table = [
    '| bound | measured | holds |',
    '| --- | --- | --- |',
    ...bounds.map(({ bound, measured, holds }) => `| ${bound} | ${measured} | ${said(holds)} |`),
  ]
  const told = notes.length === 0 ? [] : ['', ...notes.map(note => `- ${note}`)]
  return [head, '', ...table, '', ...sides, ...told].join('\n')
}

/** One line of a benchmark, as it ends. */
export function told({ name, ours, theirs, ratio }: Result): string {
  const own = `${name}: ${ours.seconds.median.toFixed(2)} s`
  return theirs === null || ratio === null ? own : `${own}, ${shortSpread(ratio)} times ${theirs.name}`
}

function row(name: string, by: string, { seconds, requests, hub, looked }: Side, ratio: string): string {
  const counted = requests ? [String(requests), fixed(hub)] : ['', '']
  return `| ${[name, by, longSpread(seconds), ratio, ...counted, ...lookedCells(looked)].join(' | ')} |`
}

function lookedCells({ peak, wire }: Looked): string[] {
  const { waiting, own, sent, received } = wire ?? {}
  const bytes = [sent, received].map(one => (one === undefined ? '' : (one / 1000).toFixed(1)))
  return [fixed(waiting), fixed(own), ...bytes, peak === null ? '' : String(Math.round(peak))]
}

function fixed(seconds: number | null | undefined): string {
  return seconds?.toFixed(3) ?? ''
}

function longSpread({ median, min, max }: Spread): string {
  const digits = (one: number) => (one < 0.01 ? one.toPrecision(2) : one.toFixed(3))
  return min === max ? digits(median) : `${digits(median)} (${digits(min)} to ${digits(max)})`
}

/** Two decimals, or three digits where a ratio is small. */
export function shortSpread({ median, min, max }: Spread): string {
  const digits = (one: number) => (one < 0.1 ? one.toPrecision(2) : one.toFixed(2))
  return `${digits(median)} (${digits(min)} to ${digits(max)})`
}

function said(holds: boolean | null): string {
  return holds === null ? 'not measured' : holds ? 'yes' : '**no**'
}
