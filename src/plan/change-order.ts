import { compareText } from '../koji/json.js'
import { type Change, isTagChange, isWhole, nameOf } from './change.js'
import { settingFields } from './facets/settings.js'

/**
 * The order of a plan's changes: external repos that come or change; tags, by `tagOrder`, facet by facet; targets;
 * then what is deleted: targets, tags, external repos. Of parents and uses of external repos those that go come
 * first, the others by priority: as people read a re-parenting. All else is in order of its names.
 */
export function sortedChanges<Kind extends Change>(
  changes: readonly Kind[],
  tagOrder: readonly string[],
): Kind[] {
  const position = new Map(tagOrder.map((tag, index) => [tag, index]))
  const ranks = new Map(changes.map(change => [change, rank(change, position)]))
  const rankOf = (change: Kind): Rank => ranks.get(change) ?? []
  return [...changes].sort((a, b) => compareRanks(rankOf(a), rankOf(b)))
}

type Rank = readonly (string | number)[]

function rank(change: Change, position: ReadonlyMap<string, number>): Rank {
  const goes = change.action === 'delete' && isWhole(change)
  if (!isTagChange(change)) {
    if (change.kind === 'external_repo') return [goes ? 5 : 0, nameOf(change)]
    return [goes ? 3 : 2, nameOf(change)]
  }
  if (goes) return [4, change.tag]
  return [1, position.get(change.tag) ?? position.size, ...rankInTag(change)]
}

function rankInTag(change: Change): Rank {
  switch (change.kind) {
    case 'setting':
      return [1, settingFields.indexOf(change.field)]
    case 'extra':
      return [2, change.key]
    case 'inheritance':
      return [3, ...rankOfRanked(change), change.parent]
    case 'group':
      return [4, change.group, 0]
    case 'group_package':
      return [4, change.group, 1, change.package]
    case 'group_requirement':
      return [4, change.group, 2, change.required]
    case 'package':
      return [5, change.package]
    case 'build':
      return [7, change.build]
    case 'external_repo_use':
      return [6, ...rankOfRanked(change), change.repo]
    default:
      return [0]
  }
}

function rankOfRanked({ before, after }: Halves): Rank {
  return after === null ? [0, before?.priority ?? 0] : [1, after.priority]
}

interface Halves {
  readonly before: { readonly priority: number } | null
  readonly after: { readonly priority: number } | null
}

function compareRanks(a: Rank, b: Rank): number {
  for (const [index, one] of a.entries()) {
    const other = b[index] ?? -1
    const order =
      typeof one === 'number' && typeof other === 'number'
        ? one - other
        : compareText(String(one), String(other))
    if (order !== 0) return order
  }
  return 0
}
