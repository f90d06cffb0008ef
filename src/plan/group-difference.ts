import type { EffectiveGroup } from '../koji/groups.js'
import { byKey, compareText } from '../koji/json.js'
import type { GroupPackage } from '../koji/tag.js'
import type { Difference, Given } from './given.js'

/** What is different in a group as builds in a tag see it. */
export interface GroupDifference extends Difference<GroupEntry> {
  readonly group: string
  /** packages that stay, and are installed otherwise than before */
  readonly changed: readonly ChangedEntry[]
}

/** A package of a group, or as `@name` another group that it requires: whatever its type, all of that comes with it. */
export interface GroupEntry extends Given {
  /** how a package is installed: `mandatory`, `default`, `optional` or `conditional` */
  readonly type?: string
}

interface ChangedEntry extends Given {
  readonly before: PackageOptions
  readonly after: PackageOptions
}

export type PackageOptions = Omit<GroupPackage, 'blocked'>

type Rows = Pick<EffectiveGroup, 'packages' | 'requirements'>
type Groups = ReadonlyMap<string, Rows>

/**
 * The groups that bring something else than before, by name. A group that is blocked, or that brings nothing, looks
 * to a build as one that is not there.
 */
export function groupDifferences(before: Groups, after: Groups): GroupDifference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort(compareText)
  return names.flatMap(group => {
    const difference = groupDifference(group, before.get(group), after.get(group))
    const { added, removed, changed } = difference
    return added.length + removed.length + changed.length === 0 ? [] : [difference]
  })
}

type Group = Rows | undefined

function groupDifference(group: string, before: Group, after: Group): GroupDifference {
  return {
    group,
    added: [...packagesBeyond(after, before), ...groupsBeyond(after, before)],
    removed: [...packagesBeyond(before, after), ...groupsBeyond(before, after)],
    changed: changedPackages(before, after),
  }
}

function packagesBeyond(group: Group, other: Group): GroupEntry[] {
  const rows = rowsBeyond(group?.packages, other?.packages)
  return rows.map(([name, { from, type }]) => ({ name, from, type }))
}

function groupsBeyond(group: Group, other: Group): GroupEntry[] {
  const rows = rowsBeyond(group?.requirements, other?.requirements)
  return rows.map(([name, { from }]) => ({ name: `@${name}`, from }))
}

type Entries<Row> = ReadonlyMap<string, Row>

/** What some rows list and others do not. */
function rowsBeyond<Row extends { readonly blocked: boolean }>(
  rows: Entries<Row> = new Map(),
  others: Entries<Row> = new Map(),
): [string, Row][] {
  const isListed = (row: Row | undefined) => row?.blocked === false
  return [...rows].filter(([name, row]) => isListed(row) && !isListed(others.get(name))).sort(byKey)
}

function changedPackages(before: Group, after: Group): ChangedEntry[] {
  const rows = [...(after?.packages ?? [])].flatMap(([name, row]): ChangedEntry[] => {
    const old = before?.packages.get(name)
    if (old === undefined || old.blocked || row.blocked || isInstalledAlike(old, row)) return []
    return [{ name, from: row.from, before: options(old), after: options(row) }]
  })
  return rows.sort((a, b) => compareText(a.name, b.name))
}

function isInstalledAlike(a: PackageOptions, b: PackageOptions): boolean {
  return a.type === b.type && a.basearchonly === b.basearchonly && a.requires === b.requires
}

function options({ type, basearchonly, requires }: GroupPackage): PackageOptions {
  return { type, basearchonly, requires }
}
