import { SettingsHistory, type SettingsVersion } from '../koji/settings-history.js'
import type { ChangedRow } from '../koji/touched.js'
import { Batch } from './batch.js'
import type { Caller } from './caller.js'
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

/** What is asked of a tag's past. */
export interface RowPastQuestion {
  readonly tag: string
  readonly kind: ChangedRow['kind']
  /** of lists of packages and of builds only what is about this one: they may be long */
  readonly package?: string
}

/** Asks for all versions that rows of some kinds ever had, up to an event, in one request, by tag. Anonymous. */
export async function readRowPasts(
  client: Caller,
  questions: Iterable<RowPastQuestion>,
  at: number,
): Promise<ReadonlyMap<string, TagPast>> {
  const found = new Map<string, TagPast>()
  const batch = new Batch()
  for (const { kind, ...filter } of questions) {
    const tables = tablesOf[kind] ?? []
    batch.add(
      { method: 'queryHistory', params: [], named: { ...filter, tables } },
      value => {
        const answer = Row.from(value, 'queryHistory')
        const before = found.get(filter.tag) ?? { rows: [], settings: new SettingsHistory([]) }
        found.set(filter.tag, {
          rows: [...before.rows, ...changedRows(answer, tables, event => event <= at)],
          settings:
            kind === 'tag'
              ? new SettingsHistory(answer.rows('tag_config').map(readVersion))
              : before.settings,
        })
      },
      isUnknownName,
    )
  }
  await batch.send(client)
  return found
}

/** Where the rows of a tag are. */
const tablesOf: { readonly [kind in ChangedRow['kind']]?: string[] } = {
  tag: ['tag_config'],
  extra: ['tag_extra'],
  inheritance: ['tag_inheritance'],
  group: ['group_config'],
  group_package: ['group_package_listing'],
  group_requirement: ['group_req_listing'],
  package: packageTables,
  build: ['tag_listing'],
  external_repo_use: ['tag_external_repos'],
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
