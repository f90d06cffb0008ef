import type { AsOf } from './as-of.js'
import { Batch } from './batch.js'
import type { Caller } from './caller.js'
import { askLastEvent } from './hub-facts.js'
import type { LiveRecord } from './live-record.js'
import type { Wanted } from './wanted.js'

/** Of the names that a reading starts from, those that mean something on the hub. */
export interface KnownNames {
  /** also of tags that were deleted */
  readonly tags: ReadonlySet<string>
  readonly targets: ReadonlySet<string>
  readonly external_repos: ReadonlySet<string>
}

/** Where the hub was not asked: all of them may mean something. */
export function allNames({ tags, present = [], targets, external_repos = [] }: Wanted): KnownNames {
  return {
    tags: new Set([...tags, ...present]),
    targets: new Set(targets),
    external_repos: new Set(external_repos),
  }
}

/** Asks the hub in one request, by questions that are cheap: what is behind a name costs it ten times as much. */
export async function askNames(
  wanted: Wanted,
  { client, asOf, record }: { readonly client: Caller; readonly asOf: AsOf; readonly record: LiveRecord },
): Promise<KnownNames> {
  const all = allNames(wanted)
  const batch = new Batch()
  const askWhich = (method: string, names: ReadonlySet<string>, named = {}): Set<string> => {
    const known = new Set<string>()
    for (const name of names)
      batch.add({ method, params: [name], ...named }, value => {
        if (value !== null) known.add(name)
      })
    return known
  }
  // What was made after this event may be among the names or not.
  askLastEvent(batch, record)
  const known = {
    tags: askWhich('getTagID', all.tags),
    targets: askWhich('getBuildTarget', all.targets, { named: asOf.named }),
    external_repos: askWhich('getExternalRepo', all.external_repos, { named: asOf.named }),
  }
  await batch.send(client)
  return known
}
