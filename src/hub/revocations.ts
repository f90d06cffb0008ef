import type { Origin } from '../koji/live-state.js'
import { valuePath } from '../koji/value-path.js'
import { Batch } from './batch.js'
import type { HubClient } from './client.js'
import { isUnknownName } from './history-query.js'
import { Row } from './row.js'
import { readEnd, tagTables } from './tag-history.js'

const tables = [...tagTables, 'tag_packages']

/** Who took away which value of a tag, and when: by the tag's name, and by `valuePath`. */
export type Revocations = ReadonlyMap<string, ReadonlyMap<string, Origin>>

/**
 * Asks in one request who revoked what of tags after an event; of a value that went twice, who did it last. A value
 * that has a new version was revoked, too: it is for the caller to know what is there.
 */
export async function readRevocations(
  client: HubClient,
  tags: Iterable<string>,
  since: number,
): Promise<Revocations> {
  const found = new Map<string, Map<string, Origin>>()
  const batch = new Batch()
  for (const tag of new Set(tags)) {
    const ends = new Map<string, Origin>()
    found.set(tag, ends)
    batch.add(
      { method: 'queryHistory', params: [], named: { tag, tables, active: false, afterEvent: since } },
      value => {
        const answer = Row.from(value, 'queryHistory')
        for (const table of tables) {
          for (const row of answer.rows(table)) takeLater(ends, pathOf(table, row, tag), readEnd(row))
        }
      },
      isUnknownName,
    )
  }
  await batch.send(client)
  return found
}

function takeLater(ends: Map<string, Origin>, path: string | undefined, end: Origin | null): void {
  if (path === undefined || end === null) return
  const known = ends.get(path)
  if (known === undefined || known.event < end.event) ends.set(path, end)
}

/** What `readTagHistory` calls the value of a row; nothing for the link of an heir. */
function pathOf(table: string, row: Row, tag: string): string | undefined {
  switch (table) {
    case 'tag_config':
      return valuePath('settings')
    case 'tag_extra':
      return valuePath('extra', row.text('key'))
    case 'tag_inheritance':
      return row.text('tag.name') === tag ? valuePath('inheritance', row.text('parent.name')) : undefined
    case 'group_config':
      return valuePath('groups', row.text('group.name'))
    case 'group_package_listing':
      return valuePath('groups', row.text('group.name'), row.text('package'))
    case 'group_req_listing':
      return valuePath('groups', row.text('group.name'), 'requires', row.text('req.name'))
    case 'tag_packages':
      return valuePath('packages', row.text('package.name'))
    case 'tag_external_repos':
      return valuePath('external_repos', row.text('external_repo.name'))
    default:
      return undefined
  }
}
