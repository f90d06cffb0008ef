import { stringify } from 'csv-stringify/sync'
import { formatSourceInUse } from '../../koji/source.js'
import { cleanLine } from '../clean.js'
import type { Item, Report, Section } from './report.js'

const columns = [
  'section',
  'severity',
  'action',
  'rule',
  'kind',
  'name',
  'path',
  'message',
  'before',
  'after',
  'author',
  'time',
  'event',
  'run',
  'source',
  'mend',
  'waived',
]

/**
 * A line an item, after RFC 4180: the same columns for every command. Of several who made it so, each column has all,
 * with `; ` between them. What a spreadsheet would take for a formula has a ' before it.
 */
export function reportCsv({ sections }: Report): string {
  const lines = sections.flatMap(section => section.items.map(item => cellsOf(section, item).map(cleanLine)))
  return stringify([columns, ...lines], { escape_formulas: true, record_delimiter: '\r\n' })
}

function cellsOf({ title }: Section, item: Item): string[] {
  const { severity, action, rule, resource, path, message, values, by, run, source, mend, waived } = item
  return [
    title,
    severity ?? '',
    action ?? '',
    rule,
    resource.kind,
    resource.name,
    path,
    message,
    values?.[0] ?? '',
    values?.[1] ?? '',
    by.map(({ author }) => author).join('; '),
    by.map(({ time }) => time).join('; '),
    by.map(({ event }) => event).join('; '),
    run ?? '',
    source === undefined ? '' : formatSourceInUse(source),
    mend ?? '',
    waived ?? '',
  ]
}
