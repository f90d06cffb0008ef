import { AsOf } from './as-of.js'
import { Batch } from './batch.js'
import type { Caller } from './caller.js'
import { Row } from './row.js'

/** The names of all tags and targets that a hub has. */
export interface HubNames {
  readonly tags: readonly string[]
  readonly targets: readonly string[]
}

/**
 * Asks for the names of all tags and targets, in one request. Anonymous.
 *
 * @param at the event as of which they are told, under the names of today; now, if it is left out. `listTags` knows
 *   today alone: the past is told by the tags' rows
 */
export async function readHubNames(client: Caller, at?: number): Promise<HubNames> {
  const asOf = new AsOf(at)
  const batch = new Batch()
  const [tags, targets] = [new Set<string>(), new Set<string>()]
  if (at === undefined) {
    batch.add({ method: 'listTags', params: [], named: { perms: false } }, value => {
      for (const row of Row.list(value, 'listTags')) tags.add(row.text('name'))
    })
  } else {
    batch.add(asOf.history({}, ['tag_config']), value => {
      for (const row of asOf.tables(value).rows('tag_config')) tags.add(row.text('tag.name'))
    })
  }
  batch.add({ method: 'getBuildTargets', params: [], named: asOf.named }, value => {
    for (const row of Row.list(value, 'getBuildTargets')) targets.add(row.text('name'))
  })
  await batch.send(client)
  return { tags: [...tags].sort(), targets: [...targets].sort() }
}
