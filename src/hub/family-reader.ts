import type { LiveState, LiveTarget } from '../koji/live-state.js'
import { Batch } from './batch.js'
import type { HubClient } from './client.js'
import { type Before, LiveReader } from './live-reader.js'
import { Row } from './row.js'

/** Tags and targets of some names, with their surroundings. */
export interface Family {
  /** with the ancestors of the tags, and the targets around them */
  readonly live: LiveState
  /** the tags of these names */
  readonly tags: readonly string[]
  /** of all tags that were read, by name */
  readonly ids: ReadonlyMap<string, number>
  /** how it was read */
  readonly way: Before
}

/**
 * Reads all tags and targets of some names, anonymously: one request for the names, then as many as a plan of them
 * takes, whatever the number of tags.
 *
 * @param globs Koji's, which narrow the hub's answer down: `*44*`
 * @param isWanted which of the names that these match
 * @param packages whether the tags' package lists are read, too
 * @param complete whether targets of these names are read with the tags that they use, as a plan of them needs them
 */
export async function readFamily(
  client: HubClient,
  profile: string,
  globs: readonly string[],
  isWanted: (name: string) => boolean,
  { packages = false, complete = false }: { readonly packages?: boolean; readonly complete?: boolean } = {},
): Promise<Family> {
  const batch = new Batch()
  const tags = new Set<string>()
  const targets = new Map<string, LiveTarget>()
  for (const pattern of globs) {
    batch.add({ method: 'listTags', params: [], named: { perms: false, pattern } }, value => {
      for (const row of Row.list(value, 'listTags')) tags.add(row.text('name'))
    })
  }
  // Hubs cannot be asked for targets by a part of their names.
  batch.add({ method: 'getBuildTargets', params: [] }, value => {
    for (const row of Row.list(value, 'getBuildTargets')) {
      const [name, build_tag, dest_tag] = [
        row.text('name'),
        row.text('build_tag_name'),
        row.text('dest_tag_name'),
      ]
      targets.set(name, { name, build_tag, dest_tag })
    }
  })
  await batch.send(client)
  const reader = new LiveReader(client, profile)
  const wanted = [...tags].filter(isWanted)
  const own = [...targets].filter(([name]) => isWanted(name))
  const live = await reader.read({
    tags: wanted,
    areKnown: true,
    targets: complete ? own.map(([name]) => name) : [],
    packages: packages ? wanted : [],
  })
  return {
    live: { ...live, targets: new Map([...live.targets, ...own]) },
    tags: wanted,
    ids: reader.ids,
    way: reader.way,
  }
}
