import type { Tag } from '../koji/tag.js'
import { type Aim, buildsIn, ownersIn } from './aim.js'
import { type Change, type ChangeOf, inverse, rowKey } from './change.js'
import { desiredOfRows } from './desired-of-rows.js'
import type { Goal } from './goal.js'
import { goalOfRows } from './goal-of-rows.js'
import { ownRows } from './own-rows.js'
import type { Plan } from './plan.js'
import { partUndo } from './undo-parting.js'

/** Changes that were made, all of them after an event. */
export type Made = Pick<Plan, 'changes' | 'event'>

/**
 * How changes are undone. Terms: the changes *were made*, each from its `before` to its `after`; what is live may
 * have been changed by others since.
 *
 *  - A row that is as the change left it goes back to its `before`.
 *  - A row that is as it was before needs nothing: the change was never made (its run was interrupted), or it is
 *    undone already.
 *  - Any other row is somebody else's by now, and is left alone.
 *
 * A tag or external repo that was created goes as a whole, with all it holds; so it goes only if nobody has put
 * anything else in it, and nothing uses it that does not go or let go of it, too. One that must stay keeps what
 * else the run gave it. A tag that was deleted comes back with its rows; nothing brings back its builds. Nor do rows
 * come back that nobody could see: those of a deleted tag, and those about a group that the tag lacks or blocks.
 */
export function undoAim({ changes, event }: Made, deleted: ReadonlyMap<string, Tag> = new Map()): Aim {
  const wanted = changes.flatMap(change => undone(change, deleted))
  return {
    desired: desiredOfRows(wanted),
    owners: ownersIn(wanted),
    builds: buildsIn(wanted),
    fitting: live => desiredOfRows(partUndo(wanted, live, event).open),
    compare(live) {
      const { open, left } = partUndo(wanted, live, event)
      const goal = goalOfRows(open, live)
      const seen = open.filter(change => isSeen(change, goal))
      const rows = seen.length === open.length ? goal : goalOfRows(seen, live)
      return { desired: desiredOfRows(seen), goal: { ...rows, notes: left } }
    },
  }
}

/** Whether a row is about groups that are there: the hub takes no other. */
function isSeen(change: Change, { tags, ancestors }: Goal): boolean {
  if (change.after === null || (change.kind !== 'group_package' && change.kind !== 'group_requirement'))
    return true
  const lookup = ancestors.of(change.tag).lookup
  const isThere = (group: string) => {
    const configs = lookup.flatMap(tag => tags.get(tag)?.groups.get(group)?.config ?? [])
    return configs.at(0)?.blocked === false
  }
  return isThere(change.group) && (change.kind === 'group_package' || isThere(change.required))
}

/** The tags that the changes deleted, and whose rows must be looked up where the hub had them last. */
export function deletedBy(made: readonly Change[]): string[] {
  return made.filter(isDeletion).map(({ tag }) => tag)
}

function undone(change: Change, deleted: ReadonlyMap<string, Tag>): Change[] {
  if (!isDeletion(change)) return [inverse(change)]
  const tag = deleted.get(change.tag)
  const lost = (change.losses?.rows ?? []).map(inverse)
  if (tag === undefined) return [inverse(change), ...lost]
  const rows = ownRows(tag, change.source)
  const known = new Set(rows.map(rowKey))
  // Links to tags that were deleted right before it were gone already.
  return [...rows, ...lost.filter(row => !known.has(rowKey(row)))]
}

function isDeletion(change: Change): change is ChangeOf<'tag'> {
  return change.kind === 'tag' && change.after === null
}
