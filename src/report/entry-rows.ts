import { isJsonObject, type Json } from '../koji/json.js'
import { defaultLink, type Link, type RepoUse } from '../koji/tag.js'
import type { EntryDifference, Side } from '../release/index.js'
import { cleanLine } from './clean.js'
import type { Line } from './layout.js'
import type { Style } from './style.js'
import { extraLabel, jsonText, linkText, repoUseText, settingText } from './value-text.js'

/** What differs of a resource, in rows: for each thing how the one release has it, then how the other does. */
export function entryRows(
  entries: readonly EntryDifference[],
  labels: { readonly a: string; readonly b: string },
  style: Style,
): Line[] {
  const width = Math.max(labels.a.length, labels.b.length)
  return rowsOf(entries).flatMap(({ label, a, b }) => {
    const sides: readonly Side[] = ['a', 'b']
    return sides.flatMap((side): Line[] => {
      const text = { a, b }[side]
      if (labels[side] === '')
        return text === undefined ? [] : [{ label, plain: text, shown: text, right: '' }]
      const start = labels[side].padEnd(width)
      const value = text ?? '–'
      return [{ label, plain: `${start}  ${value}`, shown: `${style.faint(start)}  ${value}`, right: '' }]
    })
  })
}

interface Row {
  readonly label: string
  readonly a?: string
  readonly b?: string
}

/** What only one of them has of a facet stands together. */
function rowsOf(entries: readonly EntryDifference[]): Row[] {
  const rows: Row[] = []
  const collected = new Set<string>()
  for (const entry of entries) {
    const label = labelOf(entry)
    if (isPair(entry)) {
      rows.push({ label, a: textOf(entry, 'a'), b: textOf(entry, 'b') })
      continue
    }
    if (collected.has(label)) continue
    collected.add(label)
    const alike = entries.filter(one => !isPair(one) && labelOf(one) === label)
    const texts = (side: Side) => {
      const all = alike.flatMap(one => (one.path[side] === undefined ? [] : [textOf(one, side)]))
      return all.length === 0 ? {} : { [side]: all.filter(text => text !== '').join(', ') }
    }
    rows.push({ label, ...texts('a'), ...texts('b') })
  }
  return rows
}

function isPair({ path }: EntryDifference): boolean {
  return path.a !== undefined && path.b !== undefined
}

function labelOf({ facet, path }: EntryDifference): string {
  const [first = '', second = ''] = path.a ?? path.b ?? []
  switch (facet) {
    case null:
    case 'settings':
      return cleanLine(first.replaceAll('_', ' '))
    case 'extra':
      return first === 'blocked' && second !== '' ? 'extra' : extraLabel(first)
    case 'groups':
      return `group ${cleanLine(first)}`
    case 'external_repos':
      return 'external repos'
    default:
      return facet
  }
}

function textOf({ facet, path: paths, ...values }: EntryDifference, side: Side): string {
  const [path, value] = [paths[side] ?? [], values[side] ?? null]
  const [first = '', second, third] = path
  switch (facet) {
    case null:
      return cleanLine(String(value))
    case 'settings':
      return settingText(first, typeof value === 'boolean' || typeof value === 'string' ? value : null)
    case 'extra':
      return second === undefined ? jsonText(value) : `${cleanLine(second)} blocked`
    case 'inheritance':
      return linkText(linkOf(first, value))
    case 'external_repos':
      return repoUseText(useOf(first, value))
    case 'groups':
      return second === undefined
        ? optionsText('the group', value)
        : optionsText(`${second === 'requires' ? '@' : ''}${third ?? ''}`, value)
    default:
      return second === undefined ? optionsText(first, value) : `${cleanLine(second)} blocked`
  }
}

// The values are those of links and uses: what is not among them has its default.
function linkOf(parent: string, value: Json): Link {
  const fields = isJsonObject(value) ? value : {}
  const { priority, maxdepth, intransitive, noconfig, pkg_filter } = fields
  return {
    ...defaultLink,
    parent,
    priority: Number(priority),
    maxdepth: typeof maxdepth === 'number' ? maxdepth : null,
    intransitive: intransitive === true,
    noconfig: noconfig === true,
    pkg_filter: typeof pkg_filter === 'string' ? pkg_filter : '',
  }
}

function useOf(repo: string, value: Json): RepoUse {
  const { priority, merge_mode, arches } = isJsonObject(value) ? value : {}
  return {
    repo,
    priority: Number(priority),
    merge_mode: typeof merge_mode === 'string' ? merge_mode : 'koji',
    arches: typeof arches === 'string' ? arches : null,
  }
}

/** `bash`, `bash (type optional)` */
function optionsText(name: string, value: Json): string {
  const options = isJsonObject(value) ? Object.entries(value).filter(([, option]) => option !== null) : []
  const texts = options.map(([option, value]) =>
    value === true ? option : `${option} ${typeof value === 'string' ? value : jsonText(value)}`,
  )
  return cleanLine(texts.length === 0 ? name : `${name} (${texts.join(', ')})`)
}
