import type { LiveState, LiveTarget } from '../koji/live-state.js'
import { Batch } from './batch.js'
import type { HubClient } from './client.js'
import { LiveReader } from './live-reader.js'
import { Row } from './row.js'

/**
 * Reads all tags and targets of some names, anonymously: one request for the names, then as many as a plan of them
 * takes, whatever the number of tags. What comes back holds their ancestors, too.
 *
 * @param globs Koji's, which narrow the hub's answer down: `*44*`
 * @param isWanted which of the names that these match
 */
export async function readFamily(
  client: HubClient,
  profile: string,
  globs: readonly string[],
  isWanted: (name: string) => boolean,
): Promise<LiveState> {
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
  const live = await new LiveReader(client, profile).read({ tags: [...tags].filter(isWanted), targets: [] })
  const own = [...targets].filter(([name]) => isWanted(name))
  return { ...live, targets: new Map([...live.targets, ...own]) }
}
