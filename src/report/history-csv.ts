import { stringify } from 'csv-stringify/sync'
import { facetOf } from '../plan/change.js'
import { type Change, isTagChange, resourceOf, rowName } from '../plan/index.js'
import { cleanLine } from './clean.js'
import type { ToldHistory } from './history-json.js'

const columns = [
  'event',
  'time',
  'author',
  'run',
  'kind',
  'name',
  'facet',
  'entry',
  'action',
  'before',
  'after',
]

/**
 * A line a change, after RFC 4180: values that are no texts as JSON, and nothing for a half that does not exist. What a
 * spreadsheet would take for a formula has a ' before it.
 */
export function historyCsv({ events }: ToldHistory): string {
  const lines = events.flatMap(({ event, time, author, run, changes }) =>
    changes.map(change => [String(event), time, author, run?.run ?? '', ...cellsOf(change)]),
  )
  return stringify([columns, ...lines.map(line => line.map(cleanLine))], {
    escape_formulas: true,
    record_delimiter: '\r\n',
  })
}

function cellsOf(change: Change): string[] {
  const { kind, name } = resourceOf(change)
  const { kind: _, ...names } = rowName(change)
  const entry = Object.values(names).filter(part => part !== name || Object.keys(names).length > 1)
  return [
    kind,
    name,
    isTagChange(change) ? facetOf(change) : '',
    entry.filter((_, index) => index > 0).join(' '),
    change.action,
    change.action === 'create' ? '' : valueText(change.before),
    change.action === 'delete' ? '' : valueText(change.after),
  ]
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
