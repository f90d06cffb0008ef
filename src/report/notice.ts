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
  const merged = new Map<string, Notice>()
  for (const { targets, ...notice } of notices) {
    const key = canonicalJson([notice.kind, notice.headline ?? '', notice.rows, targets?.label ?? ''])
    const known = merged.get(key)
    const users = targets && {
      ...targets,
      names: [...(known?.targets?.names ?? []), ...targets.names].sort(compareText),
    }
    const names = [...(known?.names ?? []), ...notice.names]
    merged.set(key, { ...notice, names, ...(users && { targets: users }) })
  }
  return [...merged.values()]
}

export interface NoticeOptions extends TextOptions {
  /** how many names a list shows */
  readonly most?: number
}

/** Notices as lines: a subject with its headline, and a row for each difference. */
export function noticeLines(notices: readonly Notice[], options: NoticeOptions = {}): string[] {
  const { width = 100, most } = options
  const subjects = notices.map(
    ({ kind, names }) => `${kind}${names.length === 1 ? '' : 's'} ${namesText(names, most)}`,
  )
  const isShort = (subject: string, index: number) => notices[index]?.headline && subject.length <= 32
  const column = Math.max(0, ...subjects.filter(isShort).map(subject => subject.length))
  const label = Math.max(12, ...notices.flatMap(({ rows }) => rows.map(row => row.label.length)))
  return notices.flatMap((notice, index) => {
    const [subject = '', headline] = [subjects[index], notice.headline]
    const heading = headline === undefined ? subject : `${subject.padEnd(column)}  ${headline}`
    const hanging = headline === undefined ? 4 : column + 4
    return [...wrapped(`  ${heading}`, width, hanging), ...rowLines(notice, label, options)]
  })
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
