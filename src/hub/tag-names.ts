import { matchesGlob } from '../koji/names.js'
import { Batch } from './batch.js'
import type { HubClient } from './client.js'
import { Row } from './row.js'

/** The names of all tags of the hub that globs match, in one request. */
export async function readTagNames(client: HubClient, globs: readonly string[]): Promise<string[]> {
  const batch = new Batch()
  const names = new Set<string>()
  for (const glob of new Set(globs)) {
    batch.add({ method: 'listTags', params: [], named: { perms: false, pattern: kojiGlob(glob) } }, value => {
      for (const row of Row.list(value, 'listTags')) names.add(row.text('name'))
    })
  }
  await batch.send(client)
  return [...names].filter(name => globs.some(glob => matchesGlob(name, glob)))
}

/** A glob that Koji knows and that matches no less: it has no brackets. */
export function kojiGlob(glob: string): string {
  return glob.replace(/\[!?[^\]]+\]/g, '?')
}
