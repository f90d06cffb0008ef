import { associations } from './external-repo-data.js'
import { typeError } from './fault.js'
import { ancestorsOf } from './inheritance-data.js'
import type { Store } from './store/store.js'

/** The tables in which Koji looks for changes of a tag; owners of packages and targets are none. */
export function tagTables(store: Store) {
  return [
    store.tag_listing,
    store.tag_inheritance,
    store.tag_config,
    store.tag_extra,
    store.tag_packages,
    store.tag_external_repos,
    store.group_package_listing,
    store.group_req_listing,
    store.group_config,
  ]
}

interface Limits {
  /** changes before this event alone; `null` is all */
  readonly before?: number | null
  readonly inherit?: boolean
}

/** The last event that changed a tag, or what it inherits from, or an external repo that one of them uses. */
export function lastChange(
  store: Store,
  tag: { readonly id: number; readonly revoke_event?: number | null },
  { before = null, inherit = true }: Limits = {},
): number | null {
  const deleted = tag.revoke_event ?? null
  if (before === null && deleted !== null) return deleted
  const events = changesOf(store, tag.id, { at: before, inherit }).filter(
    event => before === null || event < before,
  )
  const last = events.reduce<number | null>((latest, event) => Math.max(latest ?? event, event), null)
  return last === null || deleted === null ? last : Math.min(deleted, last)
}

/** The first event after `after` that changed a tag; without `after` the one that made it. */
export function firstChange(
  store: Store,
  tag: number,
  { after = null, inherit = true }: { after?: number | null; inherit?: boolean } = {},
): number | null {
  const made = store.tag_config.rowsWith('tag_id', tag)[0]?.create_event ?? null
  if (after === null) return made
  const events = changesOf(store, tag, { at: after, inherit }).filter(event => event > after)
  if (events.length === 0) return null
  if (made === null) throw typeError("'>' not supported between instances of 'NoneType' and 'int'")
  return Math.max(
    events.reduce((first, event) => Math.min(first, event)),
    made,
  )
}

/** Every event that made or revoked a row of these tags, in no order. */
function changesOf(store: Store, tag: number, { at, inherit }: { at: number | null; inherit: boolean }) {
  const tags = [tag, ...(inherit ? ancestorsOf(store, tag, at).map(link => link.parent) : [])]
  const rows = [...new Set(tags)].flatMap(id =>
    tagTables(store).flatMap(table => [...table.rowsWith('tag_id', id)]),
  )
  const repos = new Set(
    tags.flatMap(id => associations(store, id, null, at).map(({ row }) => row.external_repo_id)),
  )
  const repoRows = [...repos].flatMap(id => [
    ...store.external_repo_config.rowsWith('external_repo_id', id),
    ...store.external_repo_data.rowsWith('external_repo_id', id),
  ])
  return [...rows, ...repoRows].flatMap(({ create_event, revoke_event }) =>
    revoke_event === null ? [create_event] : [create_event, revoke_event],
  )
}
