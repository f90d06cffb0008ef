import type { LiveState } from '../koji/live-state.js'
import type { Batch } from './batch.js'
import type { KnownNames } from './known-names.js'
import type { Reading } from './reading.js'
import type { Further, Wanted } from './wanted.js'
import { areMany } from './whole-hub.js'

export interface TagsRequest {
  readonly wanted: Wanted
  readonly soon: ((tags: LiveState) => Further) | undefined
  /** what goes with the first request, if anything is left to ask */
  readonly facts: Batch
  readonly known: Promise<KnownNames>
}

/**
 * Reads tags by name, in as many requests as they have layers, whatever the size of the hub:
 *
 *  1. the tags, targets and external repos asked for, and the names of the tags' ancestors;
 *  2. those ancestors, and the tags that the targets use today;
 *  3. the ancestors of the latter, if any are new.
 *
 * Of many tags the rows alone are asked for first, which tell their parents: that takes the hub a fraction of the time.
 */
export async function readTagByTag(
  reading: Reading,
  { wanted, soon, facts: batch, known }: TagsRequest,
): Promise<void> {
  const { tags } = reading
  const names = await known
  const all = new Set(wanted.tags)
  const there = [...all].filter(name => names.tags.has(name))
  for (const name of all) if (!names.tags.has(name)) tags.passOver(name)
  const ancestors = new Set<string>()
  const isMany = areMany(all)
  if (isMany) tags.askMany(batch, there)
  else {
    for (const name of there) tags.askWhole(batch, name, ancestors)
    reading.askFormers(batch, wanted, names)
  }
  reading.askBeside(batch, wanted, names)
  reading.askResources(batch, wanted)
  if (soon !== undefined) reading.askFurther(batch, soon(reading.stateOf(names)), ancestors)
  await batch.send(reading.client)
  if (isMany) {
    reading.askFormers(batch, wanted, names)
    tags.askLists(batch, there)
  }
  const parents = isMany ? there.flatMap(name => tags.parentsOf(name)) : []
  await reading.readRest(batch, ancestors, [...parents, ...reading.tagsOfTargets])
}
