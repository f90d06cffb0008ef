import { cleanLine } from '../koji/clean.js'
import { byKey, canonicalJson, compareText, isJsonObject } from '../koji/json.js'
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
  return `by ${nameText(author)}, ${shortTime(time)}, event ${event}`
}

function resourceText({ kind, tag, target, external_repo }: RowName): string {
  if (kind === 'target') return `${resourceWords.target} ${nameText(target)}`
  if (kind === 'external_repo') return `${resourceWords.external_repo} ${nameText(external_repo)}`
  return `${resourceWords.tag} ${nameText(tag)}`
}

/** What of its resource a row is; empty where it is the whole. */
function partText(row: RowName): string {
  switch (row.kind) {
    case 'setting':
      return row.field ?? ''
    case 'extra':
      return `extra ${nameText(row.key)}`
    case 'inheritance':
      return `parent ${nameText(row.parent)}`
    case 'group':
      return `group ${nameText(row.group)}`
    case 'group_package':
      return `group ${nameText(row.group)}: package ${nameText(row.package)}`
    case 'group_requirement':
      return `group ${nameText(row.group)}: requirement ${nameText(row.required)}`
    case 'package':
      return `package ${nameText(row.package)}`
    case 'external_repo_use':
      return `external repo ${nameText(row.repo)}`
    case 'tag':
      return row.holds ?? ''
    case 'target':
    case 'external_repo':
      return ''
  }
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

function nameText(name = ''): string {
  return cleanLine(name)
}
