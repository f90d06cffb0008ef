import type { LiveExternalRepo, LiveTarget } from '../koji/live-state.js'
import type { ChangedRow, EventRange } from '../koji/touched.js'
import type { HubClient } from './client.js'
import { packageTables } from './package-history.js'
import { Row } from './row.js'
import { readEnd, readOrigin } from './row-values.js'
import { tagTables } from './tag-history.js'

/** What was written to a hub from one event to another, as far as this tool manages it. */
export interface Touched {
  /** each version of a row that was made or ended there */
  readonly rows: readonly ChangedRow[]
  /** the targets and external repos among them, as they were before the first event and after the last */
  readonly before: TouchedResources
  readonly after: TouchedResources
}

export interface TouchedResources {
  readonly targets: ReadonlyMap<string, LiveTarget>
  readonly external_repos: ReadonlyMap<string, LiveExternalRepo>
}

/** Asks for all rows that were made or ended from `first` to `last`, in one request. Anonymous. */
export async function readTouched(client: HubClient, { first, last }: EventRange): Promise<Touched> {
  const tables = [...tagTables, ...packageTables, 'build_target_config', 'external_repo_config']
  const answer = await client.call({
    method: 'queryHistory',
    params: [],
    named: { tables, afterEvent: first - 1, beforeEvent: last + 1 },
  })
  const all = Row.from(answer, 'queryHistory')
  const [targets, repos] = ['build_target_config', 'external_repo_config'].map(table => all.rows(table))
  const at = (event: number): TouchedResources => ({
    targets: new Map((targets ?? []).filter(row => isValid(row, event)).map(readTarget)),
    external_repos: new Map((repos ?? []).filter(row => isValid(row, event)).map(readRepo)),
  })
  const rows = changedRows(all, tables, event => event >= first && event <= last)
  return { rows, before: at(first - 1), after: at(last) }
}

/** The versions of rows that were made or ended by events that are meant, with who did so. */
export function changedRows(
  answer: Row,
  tables: readonly string[],
  isMeant: (event: number) => boolean,
): ChangedRow[] {
  return tables.flatMap(table =>
    answer.rows(table).flatMap((row): ChangedRow[] => {
      const authors = [readOrigin(row), readEnd(row)].flatMap(origin => origin ?? [])
      const by = authors.filter(({ event }) => isMeant(event))
      return by.length === 0 ? [] : [{ ...rowOf(table, row), by }]
    }),
  )
}

function isValid(row: Row, event: number): boolean {
  const end = row.integerOrNull('revoke_event')
  return row.integer('create_event') <= event && (end === null || end > event)
}

function readTarget(row: Row): [string, LiveTarget] {
  const [name, build_tag, dest_tag] = [
    row.text('build_target.name'),
    row.text('build_tag.name'),
    row.text('dest_tag.name'),
  ]
  return [name, { name, build_tag, dest_tag, origin: readOrigin(row) }]
}

function readRepo(row: Row): [string, LiveExternalRepo] {
  const name = row.text('external_repo.name')
  return [name, { name, url: row.text('url'), origin: readOrigin(row) }]
}

function rowOf(table: string, row: Row): Pick<ChangedRow, 'kind' | 'names'> {
  switch (table) {
    case 'build_target_config':
      return { kind: 'target', names: [row.text('build_target.name')] }
    case 'external_repo_config':
      return { kind: 'external_repo', names: [row.text('external_repo.name')] }
    default:
      return rowOfTag(table, row, row.text('tag.name'))
  }
}

function rowOfTag(table: string, row: Row, tag: string): Pick<ChangedRow, 'kind' | 'names'> {
  switch (table) {
    case 'tag_config':
      return { kind: 'tag', names: [tag] }
    case 'tag_extra':
      return { kind: 'extra', names: [tag, row.text('key')] }
    case 'tag_inheritance':
      return { kind: 'inheritance', names: [tag, row.text('parent.name')] }
    case 'tag_external_repos':
      return { kind: 'external_repo_use', names: [tag, row.text('external_repo.name')] }
    case 'group_config':
      return { kind: 'group', names: [tag, row.text('group.name')] }
    case 'group_package_listing':
      return { kind: 'group_package', names: [tag, row.text('group.name'), row.text('package')] }
    case 'group_req_listing':
      return { kind: 'group_requirement', names: [tag, row.text('group.name'), row.text('req.name')] }
    case 'tag_listing':
      return {
        kind: 'build',
        names: [tag, ['name', 'version', 'release'].map(part => row.text(part)).join('-')],
      }
    default:
      return { kind: 'package', names: [tag, row.text('package.name')] }
  }
}
