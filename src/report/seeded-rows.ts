import type { Change, ServerCopy } from '../plan/index.js'
import { changeRows, type Row } from './change-rows.js'
import { cleanLine } from './clean.js'
import { groupPackageText, groupRequirementText } from './group-text.js'
import { lossRows } from './loss-rows.js'
import { count, few, wrapped } from './names-text.js'
import { ownPackageText } from './value-text.js'

/** How many names of one kind a plan tells: `--json` tells all. */
const most = 60

/** Columns of such a list, beside its label. */
const room = 80

/** One row, or many of a seed that have the same to say. */
export interface ToldRow extends Row {
  /** the change that it tells of, or the first of them */
  readonly change: Change
}

/**
 * The rows of one resource's changes. What its seed brings as it is in the other tag is listed by names: of a release
 * it is thousands.
 */
export function toldRows(changes: readonly Change[]): ToldRow[] {
  const lists = new Map<string, { row: Row; change: Change; names: string[] }>()
  const told: (ToldRow | { readonly list: string })[] = []
  for (const change of changes) {
    const entry = listEntry(change)
    if (entry === undefined) {
      told.push(
        ...[...changeRows(change), ...copyRows(change), ...lossRows(change)].map(row => ({ ...row, change })),
      )
      continue
    }
    const { row, name } = entry
    const key = JSON.stringify([row.label, row.text])
    const list = lists.get(key)
    if (list === undefined) {
      lists.set(key, { row, change, names: [name] })
      told.push({ list: key })
    } else list.names.push(name)
  }
  return told.flatMap(one => ('list' in one ? listRows(lists.get(one.list)) : [one]))
}

/** What a seeded row says beside its name, and under which label; nothing for any other. */
function listEntry(change: Change): { readonly row: Row; readonly name: string } | undefined {
  const seeded = 'seeded' in change ? change.seeded : undefined
  if (seeded === undefined || seeded.changed || change.before !== null || change.after === null)
    return undefined
  const from = `from ${cleanLine(seeded.from)}`
  const row = (label: string, text: string) => ({ label, sign: 'create' as const, text })
  switch (change.kind) {
    case 'package':
      return {
        row: row('packages', [from, ...ownPackageText(change.after)].join(', ')),
        name: change.package,
      }
    case 'build':
      return { row: row('builds', from), name: change.build }
    case 'group_package': {
      const text = groupPackageText(change).slice(cleanLine(change.package).length).trim()
      return {
        row: row(`group ${cleanLine(change.group)}`, [from, text].filter(Boolean).join(' ')),
        name: change.package,
      }
    }
    case 'group_requirement':
      return { row: row(`group ${cleanLine(change.group)}`, from), name: groupRequirementText(change) }
    default:
      return undefined
  }
}

function listRows(list: { row: Row; change: Change; names: string[] } | undefined): ToldRow[] {
  if (list === undefined) return []
  const { row, change, names } = list
  const lines = wrapped(`${row.text}: ${few(names, most)}`, room, 2)
  return lines.map((text, index) => {
    const { sign: _, ...plain } = row
    return { ...(index === 0 ? row : plain), text, change }
  })
}

/** That the hub copies, and what it does not copy as it is. */
function copyRows(change: Change): Row[] {
  const copy = change.kind === 'tag' ? change.copy : undefined
  return copy === undefined ? [] : wrapped(copyText(copy), room, 2).map(text => ({ label: 'copied', text }))
}

function copyText({ from, event, differing, ...parts }: ServerCopy): string {
  const what = (['packages', 'groups', 'builds'] as const).filter(part => parts[part]).join(', ')
  const mended =
    differing.length === 0
      ? ''
      : `; ${count(differing.length, 'row')} it leaves otherwise, mended in the same request`
  return `by the hub from ${cleanLine(from)} as of event ${event} (${what})${mended}`
}
