import { jsonEqual } from '../../koji/json.js'
import type { LiveTag } from '../../koji/live-state.js'
import type { Source } from '../../koji/source.js'
import { emptyGroup, newTag, type OwnGroup, type Tag } from '../../koji/tag.js'
import type { TagCopy } from '../../koji/tag-copy.js'
import { actionOf, type ChangeOf, inverse, rowKey, type TagChange } from '../change.js'
import { sortedChanges } from '../change-order.js'
import type { TagComparison } from '../facets/facet.js'
import { ownRows } from '../own-rows.js'

/** The kinds of rows that a seed may bring, builds apart. */
export type SeedChange = ChangeOf<'group' | 'group_package' | 'group_requirement' | 'package'>

/**
 * The comparison of a tag as if it had all that its seed brings: what the file says of it then wins, as over anything
 * else that a tag has.
 */
export function withSeed(comparison: TagComparison, copy: TagCopy): TagComparison {
  const { name } = comparison.desired
  const live: LiveTag = comparison.live ?? { ...newTag(name), origins: new Map() }
  const groups = new Map(live.groups)
  for (const [group, rows] of copy.groups) groups.set(group, united(live.groups.get(group), rows))
  const packages = new Map([...live.packages, ...copy.packages])
  return { ...comparison, isNew: false, live: { ...live, groups, packages } }
}

function united(left: OwnGroup = emptyGroup, { config, packages, requirements }: OwnGroup): OwnGroup {
  return {
    config,
    packages: new Map([...left.packages, ...packages]),
    requirements: new Map([...left.requirements, ...requirements]),
  }
}

/**
 * The changes that make the groups and packages of a seeded tag.
 *
 * @param after as they will be
 * @param said the changes that lead there from what the seed brings
 */
export function seededChanges(
  { desired: { name }, live }: TagComparison,
  { from, copy, source }: { readonly from: string; readonly copy: TagCopy; readonly source: Source },
  after: Pick<Tag, 'groups' | 'packages'>,
  said: readonly TagChange[],
): TagChange[] {
  const rowsOf = (rows: Pick<Tag, 'groups' | 'packages'>) =>
    byRow(ownRows({ ...newTag(name), groups: rows.groups, packages: rows.packages }, source))
  const [left, brought, wanted] = [rowsOf(live ?? newTag(name)), rowsOf(copy), rowsOf(after)]
  const words = new Map(said.map(change => [rowKey(change), change]))
  const isOfSeed = (row: TagChange) =>
    'group' in row ? copy.groups.has(row.group) : 'package' in row && copy.packages.has(row.package)
  const changes = [...new Map([...left, ...brought, ...wanted])].flatMap(([key, row]): TagChange[] => {
    const word = words.get(key)
    if (!isOfSeed(row)) return word === undefined ? [] : [word]
    const [before, becomes] = [left.get(key), wanted.get(key)]
    if (jsonEqual(before?.after, becomes?.after)) return []
    const isChanged = !jsonEqual(brought.get(key)?.after, becomes?.after)
    const seeded = { from, ...(isChanged && ({ changed: true } as const)) }
    const place = { source: word?.source ?? source, seeded }
    if (becomes === undefined) return before === undefined ? [] : [{ ...inverse(before), ...place }]
    return [{ ...replacing(becomes, before), ...place }]
  })
  return sortedChanges(changes, [name])
}

/** A row as the change from what was there. */
export function replacing<Row extends TagChange>(row: Row, before: Row | undefined): Row {
  return { ...row, action: actionOf(before?.after ?? null, row.after), before: before?.after ?? null }
}

function byRow(rows: readonly TagChange[]): Map<string, SeedChange> {
  return new Map(rows.filter(isSeedChange).map(row => [rowKey(row), row]))
}

export function isSeedChange(change: TagChange): change is SeedChange {
  return ['group', 'group_package', 'group_requirement', 'package'].includes(change.kind)
}
