import type { LiveState } from '../koji/live-state.js'
import type { Batch } from './batch.js'
import { Row } from './row.js'

/**
 * Asks whether a hub is as it was when it was read, by cheap questions. Whatever this tool writes or reads is versioned
 * by events, save for the names of tags and external repos: Koji renames them without one, so these are compared.
 * "No" may also mean that something has changed that nobody asked for.
 *
 * @param ids of the tags that were read, by name
 * @returns tells it, once the hub has answered
 */
export function askUntouched(
  batch: Batch,
  { event, external_repos }: LiveState,
  ids: ReadonlyMap<string, number>,
): () => boolean {
  let isSame = true
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
  return () => isSame
}
