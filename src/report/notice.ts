import { canonicalJson, compareText } from '../koji/json.js'
import type { Action } from '../plan/index.js'
import { cleanLine } from './clean.js'
import type { DifferenceRow } from './difference-rows.js'
import { namesText, plainFirst, wrapped } from './names-text.js'
import type { TextOptions } from './resource-text.js'
import { plainStyle, type Style } from './style.js'

/** What is to be said of one or more tags or targets. */
export interface Notice {
  readonly kind: 'tag' | 'target'
  readonly names: readonly string[]
  readonly headline?: string
  readonly rows: readonly DifferenceRow[]
  /** the targets that have to do with them, and how: `builds of f44` */
  readonly targets?: { readonly label: string; readonly names: readonly string[] }
}

/** Joins notices that say the same, at the place of the first. */
export function mergedNotices(notices: readonly Notice[]): Notice[] {
  const alike = new Map<string, Notice[]>()
  for (const notice of notices) {
    const { kind, headline = '', rows, targets } = notice
    const key = canonicalJson([kind, headline, rows, targets?.label ?? ''])
    const known = alike.get(key)
    if (known === undefined) alike.set(key, [notice])
    else known.push(notice)
  }
  return [...alike.values()].map(merged)
}

function merged(notices: readonly Notice[]): Notice {
  const [first = { kind: 'tag', names: [], rows: [] }] = notices
  const targets = notices.flatMap(notice => notice.targets?.names ?? []).sort(compareText)
  return {
    ...first,
    names: notices.flatMap(({ names }) => names),
    ...(first.targets && { targets: { ...first.targets, names: targets } }),
  }
}

export interface NoticeOptions extends TextOptions {
  /** how many names a list shows */
  readonly most?: number
}

/** A subject of up to so many columns shares its line with the headline. */
const short = 32

/** Notices as lines: a subject with its headline, and a row for each difference. */
export function noticeLines(notices: readonly Notice[], options: NoticeOptions = {}): string[] {
  const { width = 100, most } = options
  const subjects = notices.map(({ kind, names }) => {
    const shown = most === undefined ? names : plainFirst(names)
    return `${kind}${names.length === 1 ? '' : 's'} ${namesText(shown, most)}`
  })
  const beside = subjects.filter((subject, index) => notices[index]?.headline && subject.length <= short)
  const column = longest(beside, 0)
  const label = longest(
    notices.flatMap(({ rows }) => rows.map(row => row.label)),
    12,
  )
  return notices.flatMap((notice, index) => {
    const heading = headingLines(subjects[index] ?? '', notice.headline, { column, width })
    return [...heading, ...rowLines(notice, label, options)]
  })
}

// They may be more than a call has room for arguments.
function longest(texts: readonly string[], least: number): number {
  return texts.reduce((length, text) => Math.max(length, text.length), least)
}

function headingLines(
  subject: string,
  headline: string | undefined,
  { column, width }: { readonly column: number; readonly width: number },
): string[] {
  if (headline === undefined) return wrapped(`  ${subject}`, width, 4)
  if (subject.length > short)
    return [...wrapped(`  ${subject}`, width, 4), ...wrapped(`    ${headline}`, width, 6)]
  return wrapped(`  ${subject.padEnd(column)}  ${headline}`, width, column + 4)
}

const signs: { [action in Action]: string } = { create: '+ ', update: '', delete: '- ' }

function rowLines({ names, rows, targets }: Notice, labelWidth: number, options: NoticeOptions): string[] {
  const { style = plainStyle, width = 100, most } = options
  const start = ' '.repeat(4 + labelWidth + 2)
  const labelled = (label: string, [first = '', ...rest]: readonly string[]) => [
    `    ${label.padEnd(labelWidth)}  ${first}`,
    ...rest.map(line => start + line),
  ]
  const room = width - start.length
  return [
    ...rows.flatMap((row, index) => {
      // A label said once stands for the rows below it.
      const label = rows[index - 1]?.label === row.label ? '' : row.label
      return labelled(label, rowText(row, names, { style, width: room }))
    }),
    ...(targets && targets.names.length > 0
      ? labelled(
          targets.label,
          wrapped(namesText(most === undefined ? targets.names : plainFirst(targets.names), most), room),
        )
      : []),
  ]
}

function rowText(
  { label, sign, text, from }: DifferenceRow,
  names: readonly string[],
  { style, width }: { readonly style: Style; readonly width: number },
): string[] {
  const paint = { create: style.added, update: style.changed, delete: style.removed }[sign]
  const plain = wrapped(signs[sign] + text, width, 2)
  const lines = plain.map(line => paint(line))
  // Told where it is not plain: what a tag has of itself is.
  if (from === undefined || (names.length === 1 && names[0] === from)) return lines
  const origin = `(${label === 'inheritance' ? 'through' : 'from'} ${cleanLine(from)})`
  const isRoom = (plain.at(-1) ?? '').length + 2 + origin.length <= width
  const last = isRoom ? `${lines.pop()}  ` : '  '
  return [...lines, last + style.faint(origin)]
}
