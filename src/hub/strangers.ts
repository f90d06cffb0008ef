import type { Origin } from '../koji/live-state.js'
import { SettingsHistory } from '../koji/settings-history.js'
import type { Tag } from '../koji/tag.js'
import { AsOf } from './as-of.js'
import { Batch } from './batch.js'
import type { Caller } from './caller.js'
import { askNewest, isUnknownName } from './history-query.js'
import type { HubNames } from './hub-names.js'
import { Row } from './row.js'
import { readOrigin } from './row-values.js'
import { readTagHistory, readVersion } from './tag-history.js'

/** Who made tags and targets of which no more is read; and of the tags what they themselves say. */
export interface Strangers {
  readonly tags: ReadonlyMap<string, { readonly tag: Tag; readonly made: Origin }>
  readonly targets: ReadonlyMap<string, Origin>
}

/** Asks who made them, now or as of an event, in one request. Anonymous. */
export async function readStrangers(
  client: Caller,
  { tags: tagNames, targets: targetNames }: HubNames,
  at?: number,
): Promise<Strangers> {
  const asOf = new AsOf(at)
  const tags = new Map<string, { readonly tag: Tag; readonly made: Origin }>()
  const targets = new Map<string, Origin>()
  const batch = new Batch()
  for (const name of tagNames) {
    const all = {
      method: 'queryHistory',
      params: [],
      named: { tag: name, tables: ['tag_config', 'tag_extra'] },
    }
    batch.add(
      all,
      value => {
        const history = new SettingsHistory(
          Row.from(value, 'queryHistory').rows('tag_config').map(readVersion),
        )
        const made = history.at(at)?.made
        const { tag } = readTagHistory(name, asOf.inForce(value))
        if (made !== undefined) tags.set(name, { tag, made })
      },
      isUnknownName,
    )
  }
  for (const name of targetNames) {
    const newest = { inForce: (row: Row) => targets.set(name, readOrigin(row)), revoked: () => undefined }
    askNewest(batch, 'targets', name, newest, asOf)
  }
  await batch.send(client)
  return { tags, targets }
}
