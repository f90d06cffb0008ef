import type { LiveState } from '../koji/live-state.js'
import { Batch } from './batch.js'
import type { Caller } from './caller.js'
import { Row } from './row.js'

/**
 * Whether a hub is as it was when it was read, in one cheap request. Whatever this tool writes or reads is versioned
 * by events, save for the names of tags and external repos: Koji renames them without one, so these are compared.
 * `false` may also mean that something has changed that nobody asked for.
 *
 * @param ids of the tags that were read, by name
 */
export async function isUntouched(
  client: Caller,
  { event, external_repos }: LiveState,
  ids: ReadonlyMap<string, number>,
): Promise<boolean> {
  let isSame = true
  const batch = new Batch()
  batch.add({ method: 'getLastEvent', params: [] }, value => {
    isSame &&= Row.from(value, 'getLastEvent').integer('id') === event
  })
  batch.add({ method: 'listExternalRepos', params: [] }, value => {
    const names = new Set(Row.list(value, 'listExternalRepos').map(row => row.text('name')))
    isSame &&= names.size === external_repos.size && [...names].every(name => external_repos.has(name))
  })
  for (const [name, id] of ids) {
    batch.add({ method: 'getTagID', params: [name] }, value => {
      isSame &&= value === id
    })
  }
  await batch.send(client)
  return isSame
}
