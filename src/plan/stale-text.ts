import { isJsonObject } from '../koji/json.js'
import type { Origin } from '../koji/live-state.js'
import { shortTime } from '../koji/moment.js'
import { resourceWords } from './change.js'
import type { RowName } from './row-name.js'
import type { RowValue, StaleRow } from './stale-row.js'

/**
 * A stale row in one line: `tag f44-app: parent f44: priority 0 → 10 (by jdoe, 2026-11-22 09:30 UTC, event 58)`.
 * Values are written as JSON, so that `true` and `"true"` look different.
 */
export function staleText({ row, before, now, done, by }: StaleRow): string {
  const part = partText(row)
  const subject = part === '' ? resourceText(row) : `${resourceText(row)}: ${part}`
  const colon = row.kind === 'setting' ? '' : ':'
  const remarks = [...(done ? ['as planned'] : []), ...(by === undefined ? [] : [byText(by)])]
  const remark = remarks.length === 0 ? '' : ` (${remarks.join(', ')})`
  return `${subject}${colon} ${differenceText(before, now)}${remark}`
}

/** `by jdoe, 2026-11-22 09:30 UTC, event 58` */
function byText({ author, time, event }: Origin): string {
  return `by ${inLine(author)}, ${shortTime(time)}, event ${event}`
}

function resourceText({ kind, tag, target, external_repo }: RowName): string {
  if (kind === 'target') return `${resourceWords.target} ${inLine(target)}`
  if (kind === 'external_repo') return `${resourceWords.external_repo} ${inLine(external_repo)}`
  return `${resourceWords.tag} ${inLine(tag)}`
}

/** What of its resource a row is; empty where it is the whole. */
function partText(row: RowName): string {
  switch (row.kind) {
    case 'setting':
      return row.field ?? ''
    case 'extra':
      return `extra ${inLine(row.key)}`
    case 'inheritance':
      return `parent ${inLine(row.parent)}`
    case 'group':
      return `group ${inLine(row.group)}`
    case 'group_package':
      return `group ${inLine(row.group)}: package ${inLine(row.package)}`
    case 'group_requirement':
      return `group ${inLine(row.group)}: requirement ${inLine(row.required)}`
    case 'package':
      return `package ${inLine(row.package)}`
    case 'external_repo_use':
      return `external repo ${inLine(row.repo)}`
    case 'tag':
      return row.holds ?? ''
    case 'target':
    case 'external_repo':
      return ''
  }
}

function differenceText(before: RowValue | undefined, now: RowValue): string {
  if (before === undefined) return now === null ? 'there → gone' : `now ${fieldsText(now)}`
  if (!isJsonObject(before) && !isJsonObject(now)) return `${JSON.stringify(before)} → ${JSON.stringify(now)}`
  if (before === null) return `not there → ${fieldsText(now)}`
  if (now === null) return `${fieldsText(before)} → gone`
  const [old, present] = [new Map(Object.entries(before)), new Map(Object.entries(now))]
  const names = [...new Set([...old.keys(), ...present.keys()])]
  return names
    .map(name => [name, JSON.stringify(old.get(name)), JSON.stringify(present.get(name))])
    .filter(([, was, is]) => was !== is)
    .map(([name, was = 'not set', is = 'not set']) => `${name} ${was} → ${is}`)
    .join(', ')
}

/** What is special about a value. Its names stand before it; NULL, false and nothing go without saying. */
function fieldsText(value: RowValue): string {
  if (!isJsonObject(value)) return JSON.stringify(value)
  const isSaid = ([name, field]: [string, unknown]) =>
    !['parent', 'repo', 'name', 'names'].includes(name) && field !== null && field !== false && field !== ''
  const fields = Object.entries(value).filter(isSaid)
  return fields.map(([name, field]) => `${name} ${JSON.stringify(field)}`).join(', ') || 'there'
}

/** Names as hubs and files have them, on one line whatever they hold. */
function inLine(name = ''): string {
  return JSON.stringify(name).slice(1, -1)
}
