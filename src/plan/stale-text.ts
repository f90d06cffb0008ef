import { byKey, canonicalJson, compareText, isJsonObject } from '../koji/json.js'
import type { Origin } from '../koji/live-state.js'
import { shortTime } from '../koji/moment.js'
import { inLine, rowText } from './row-text.js'
import type { RowValue, StaleRow } from './stale-row.js'

/**
 * A stale row in one line: `tag f44-app: parent f44: priority 0 → 10 (by jdoe, 2026-11-22 09:30 UTC, event 58)`.
 * Values are written as JSON, so that `true` and `"true"` look different.
 */
export function staleText({ row, before, now, done, by }: StaleRow): string {
  const colon = row.kind === 'setting' ? '' : ':'
  const remarks = [...(done ? ['as planned'] : []), ...(by === undefined ? [] : [byText(by)])]
  const remark = remarks.length === 0 ? '' : ` (${remarks.join(', ')})`
  return `${rowText(row)}${colon} ${differenceText(before, now)}${remark}`
}

/** `by jdoe, 2026-11-22 09:30 UTC, event 58` */
function byText({ author, time, event }: Origin): string {
  return `by ${inLine(author)}, ${shortTime(time)}, event ${event}`
}

function differenceText(before: RowValue | undefined, now: RowValue): string {
  if (before === undefined) return now === null ? 'there → gone' : `now ${fieldsText(now)}`
  if (!isJsonObject(before) && !isJsonObject(now)) return `${canonicalJson(before)} → ${canonicalJson(now)}`
  if (before === null) return `not there → ${fieldsText(now)}`
  if (now === null) return `${fieldsText(before)} → gone`
  const [old, present] = [new Map(Object.entries(before)), new Map(Object.entries(now))]
  const names = [...new Set([...old.keys(), ...present.keys()])].sort(compareText)
  return names
    .map(name => [name, jsonOf(old.get(name)), jsonOf(present.get(name))] as const)
    .filter(([, was, is]) => was !== is)
    .map(([name, was, is]) => `${name} ${was} → ${is}`)
    .join(', ')
}

function jsonOf(value: unknown): string {
  return value === undefined ? 'not set' : canonicalJson(value)
}

/** What is special about a value. Its names stand before it; NULL, false and nothing go without saying. */
function fieldsText(value: RowValue): string {
  if (!isJsonObject(value)) return canonicalJson(value)
  const isSaid = ([name, field]: [string, unknown]) =>
    !['parent', 'repo', 'name', 'names'].includes(name) && field !== null && field !== false && field !== ''
  const fields = Object.entries(value).filter(isSaid).sort(byKey)
  return fields.map(([name, field]) => `${name} ${canonicalJson(field)}`).join(', ') || 'there'
}
