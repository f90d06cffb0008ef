import { SettingsHistory, type SettingsVersion } from '../koji/settings-history.js'
import type { ChangedRow } from '../koji/touched.js'
import { Batch } from './batch.js'
import type { HubClient } from './client.js'
import { isUnknownName } from './history-query.js'
import { packageTables } from './package-history.js'
import { Row } from './row.js'
import { readVersion, tagTables } from './tag-history.js'
import { changedRows } from './touched-rows.js'

/** What became of a tag after an event. */
export interface TagPast {
  /** each version of one of its rows that was made or ended since, and of its heirs' links to it */
  readonly rows: readonly ChangedRow[]
  /** of all time */
  readonly settings: SettingsHistory
}

/** Asks for the past of tags since an event, by name, in one request. Anonymous. */
export async function readTagPasts(
  client: HubClient,
  tags: Iterable<string>,
  since: number,
): Promise<ReadonlyMap<string, TagPast>> {
  const found = new Map<string, TagPast>()
  const tables = [...tagTables, ...packageTables]
  const batch = new Batch()
  for (const tag of new Set(tags)) {
    const rows: ChangedRow[] = []
    const versions: SettingsVersion[] = []
    const ask = (filters: { tables: string[]; afterEvent?: number }, take: (answer: Row) => void) =>
      batch.add(
        { method: 'queryHistory', params: [], named: { tag, ...filters } },
        value => take(Row.from(value, 'queryHistory')),
        isUnknownName,
      )
    ask({ tables, afterEvent: since }, answer => {
      rows.push(...changedRows(answer, tables, event => event > since))
    })
    ask({ tables: ['tag_config'] }, answer => {
      versions.push(...answer.rows('tag_config').map(readVersion))
      found.set(tag, { rows, settings: new SettingsHistory(versions) })
    })
  }
  await batch.send(client)
  return found
}
