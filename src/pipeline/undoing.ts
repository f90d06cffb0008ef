import {
  findMoment,
  type HubClient,
  LiveReader,
  readTagPasts,
  readTouched,
  type Touched,
} from '../hub/index.js'
import { RelengError } from '../koji/error.js'
import type { LiveState } from '../koji/live-state.js'
import type { Tag } from '../koji/tag.js'
import type { ChangedRow, EventRange } from '../koji/touched.js'
import {
  deletedBy,
  inverse,
  isTagChange,
  type LeftAlone,
  type Made,
  type PastChanges,
  pastChanges,
  undoAim,
  withChanges,
} from '../plan/index.js'
import { type Planned, planAim } from './planning.js'

/**
 * What was changed from one event to another, by the hub's own history: whoever did it, with whatever tool.
 *
 * @param user whose changes are meant; everybody's, if left out
 */
export async function readPastChanges(
  client: HubClient,
  profile: string,
  { first, last }: EventRange,
  user?: string,
): Promise<PastChanges> {
  const touched = await readTouched(client, { first, last })
  // Of a whole release's events, only what the user wrote to is read.
  const meant = touched.rows.filter(({ by }) => by.some(({ author }) => author === (user ?? author)))
  const tagsOf = (rows: readonly ChangedRow[]) =>
    rows.flatMap(({ kind, names }) =>
      kind === 'target' || kind === 'external_repo' ? [] : names.slice(0, 1),
    )
  const wanted = {
    tags: tagsOf(meant),
    targets: [],
    packages: tagsOf(meant.filter(({ kind }) => kind === 'package')),
  }
  const at = async (event: number, resources: Touched['before']): Promise<LiveState> => {
    const state = await new LiveReader(client, profile, { at: event }).read(wanted)
    return { ...state, ...resources }
  }
  const before = await at(first - 1, touched.before)
  return pastChanges(before, await at(last, touched.after), touched.rows, user)
}

/**
 * As `planUndo`, of what happened on the hub from one event to another. A row that others changed there, too, is
 * left alone. Throws where the hub has not come so far, or knows no such user.
 */
export async function planUndoOfEvents(
  range: EventRange,
  user: string | undefined,
  client: HubClient,
  profile: string,
): Promise<Planned> {
  await findMoment(client, String(range.last))
  if (user !== undefined) await refuseUnknownUser(user, client, profile)
  const { made: changes, shared } = await readPastChanges(client, profile, range, user)
  const made = { changes, event: range.first - 1 }
  const deleted = new Map<string, Tag>()
  for (const { tag, event } of await tagsBeforeDeletion(made, client, profile)) {
    // What was written to the tag in these events before it was deleted is undone, too.
    const earlier = { first: range.first, last: event - 1 }
    const { made: written } =
      earlier.last < earlier.first ? { made: [] } : await readPastChanges(client, profile, earlier, user)
    const own = written.flatMap(change =>
      isTagChange(change) && change.tag === tag.name ? [inverse(change)] : [],
    )
    deleted.set(tag.name, withChanges(tag, own))
  }
  const planned = await planAim(undoAim(made, deleted), client, profile)
  const left = shared.map((change): LeftAlone => {
    return { kind: 'left-alone', reason: 'shared', change: inverse(change), source: change.source }
  })
  return { ...planned, plan: { ...planned.plan, notes: [...planned.plan.notes, ...left] } }
}

async function refuseUnknownUser(user: string, client: HubClient, profile: string): Promise<void> {
  const { users } = await new LiveReader(client, profile).read({ tags: [], targets: [], users: [user] })
  if (users.has(user)) return
  throw new RelengError(`there is no user ${user}`, {
    where: client.url,
    next: 'write the name as the hub tells it: koji-releng tags show says who wrote what',
  })
}

interface DeletedTag {
  /** as the hub had it last */
  readonly tag: Tag
  /** its deletion */
  readonly event: number
}

function tagsOf(deleted: readonly DeletedTag[]): ReadonlyMap<string, Tag> {
  return new Map(deleted.map(({ tag }) => [tag.name, tag]))
}

/** A tag may have been made and deleted again since by others: meant is its first deletion after the event. */
async function tagsBeforeDeletion(
  { changes, event: since }: Made,
  client: HubClient,
  profile: string,
): Promise<DeletedTag[]> {
  const names = deletedBy(changes)
  if (names.length === 0) return []
  const byEvent = new Map<number, string[]>()
  for (const [name, { settings }] of await readTagPasts(client, names, since)) {
    const deletion = settings.deletionAfter(since)
    if (deletion !== undefined) byEvent.set(deletion.event, [...(byEvent.get(deletion.event) ?? []), name])
  }
  const deleted: DeletedTag[] = []
  for (const [event, gone] of byEvent) {
    const wanted = { tags: gone, targets: [], packages: gone }
    const state = await new LiveReader(client, profile, { at: event - 1 }).read(wanted)
    deleted.push(...gone.flatMap(name => state.tags.get(name) ?? []).map(tag => ({ tag, event })))
  }
  return deleted
}

/**
 * Plans to undo changes that were made: see `undoAim`. The rows of tags that they deleted are read as the hub had
 * them before the deletion.
 *
 * @param made a plan that was applied, or what was done of it: all after its event
 */
export async function planUndo(made: Made, client: HubClient, profile: string): Promise<Planned> {
  const deleted = await tagsBeforeDeletion(made, client, profile)
  return planAim(undoAim(made, tagsOf(deleted)), client, profile)
}
