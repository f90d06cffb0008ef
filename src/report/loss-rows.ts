import type { Held, TagContents } from '../koji/live-state.js'
import type { Change, ChangeOf, Heir, TagChange, TargetUse } from '../plan/index.js'
import { changeRows, type Row } from './change-rows.js'
import { cleanLine } from './clean.js'
import { groupPackageText, groupRequirementText, groupText } from './group-text.js'
import { count } from './names-text.js'
import { linkFields } from './value-text.js'

/** What goes with a tag that is deleted, in rows below it; none for any other change. */
export function lossRows(change: Change): Row[] {
  const losses = change.kind === 'tag' ? change.losses : undefined
  if (losses === undefined) return []
  const { rows, contents, heirs, targets } = losses
  return [
    ...ownRows(rows),
    ...(contents ? heldRows(contents) : []),
    ...heirs.map(heirRow),
    ...targets.map(targetRow),
  ]
}

/** As if each row went by itself, save that all of a group stands in one line. */
function ownRows(rows: readonly TagChange[]): Row[] {
  const groups = new Set<string>()
  return rows.flatMap(row => {
    if (!isOfGroup(row)) return changeRows(row)
    if (groups.has(row.group)) return []
    groups.add(row.group)
    return [
      groupRow(
        row.group,
        rows.filter(isOfGroup).filter(({ group }) => group === row.group),
      ),
    ]
  })
}

type GroupChange = ChangeOf<'group' | 'group_package' | 'group_requirement'>

function isOfGroup(change: TagChange): change is GroupChange {
  return change.kind === 'group' || change.kind === 'group_package' || change.kind === 'group_requirement'
}

/** `the group: bash, make`; only `bash, make` where the group itself is an ancestor's */
function groupRow(group: string, rows: readonly GroupChange[]): Row {
  const own = rows.find(row => row.kind === 'group')
  const entries = rows.flatMap(row => {
    if (row.kind === 'group') return []
    return row.kind === 'group_package' ? groupPackageText(row) : groupRequirementText(row)
  })
  const text = [...(own ? [groupText(own)] : []), ...(entries.length > 0 ? [someOf(entries)] : [])].join(': ')
  return {
    label: `group ${cleanLine(group)}`,
    sign: 'delete',
    text,
    ...(own?.origin && { origin: own.origin }),
  }
}

function heldRows({ packages, builds }: TagContents): Row[] {
  const row = (label: string, { count, names }: Held, text: string): Row[] =>
    count === 0
      ? []
      : [{ label, sign: 'delete', text: names.length === 0 ? text : someOf(names.map(cleanLine)) }]
  return [
    ...row('packages', packages, count(packages.count, 'package')),
    ...row('tagged', builds, count(builds.count, 'build')),
  ]
}

function heirRow({ tag, link, stays, further }: Heir): Row {
  const through = further === 0 ? '' : `; ${count(further, 'more tag')} through it`
  const text = `${cleanLine(tag)} (${linkFields(link).join(', ')}) ${fate(stays)}${through}`
  return { label: 'inherited by', sign: stays ? 'update' : 'delete', text }
}

function targetRow({ target, stays }: TargetUse): Row {
  return {
    label: 'used by',
    sign: stays ? 'update' : 'delete',
    text: `target ${cleanLine(target)} ${fate(stays)}`,
  }
}

function fate(stays: boolean): string {
  return stays ? 'leaves it' : 'goes, too'
}

/** The first few of many, and how many more. */
function someOf(texts: readonly string[], most = 8): string {
  const more = texts.length - most
  return more > 1 ? `${texts.slice(0, most).join(', ')} and ${more} more` : texts.join(', ')
}
