import { type Caller, LiveReader } from '../src/hub/index.js'
import { compareText } from '../src/koji/json.js'
import type { LiveState, LiveTag } from '../src/koji/live-state.js'

/**
 * All that a hub has of what begins with `prefix`, in a form in which two hubs can be compared: without ids,
 * events, times and authors, and in no order but that of priorities.
 */
export async function endState(client: Caller, prefix: string, names: EndStateNames): Promise<unknown> {
  const { tags, targets, repos } = names
  const reader = new LiveReader(client, 'test')
  const live = await reader.read({ tags, targets, external_repos: repos, packages: tags })
  const own = <T>(all: ReadonlyMap<string, T>) =>
    new Map([...all].filter(([name]) => name.startsWith(prefix)))
  return plainly({
    tags: own(live.tags),
    leftovers: own(live.leftovers),
    targets: own(live.targets),
    external_repos: own(live.external_repos),
    former: Object.fromEntries(
      Object.entries(live.former).map(([kind, all]) => [
        kind,
        [...all.keys()].filter(name => name.startsWith(prefix)),
      ]),
    ),
  })
}

export interface EndStateNames {
  readonly tags: readonly string[]
  readonly targets: readonly string[]
  readonly repos: readonly string[]
}

/** Maps and sets as lists in order; without who wrote a value, and when. */
export function plainly(value: unknown): unknown {
  if (value instanceof Set) return [...value].sort()
  if (value instanceof Map) {
    return [...value].map(([key, inner]) => [key, plainly(inner)]).sort(([a], [b]) => compareText(a, b))
  }
  if (Array.isArray(value)) return value.map(plainly)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => key !== 'origin' && key !== 'origins')
  return Object.fromEntries(kept.map(([key, inner]) => [key, plainly(inner)]))
}

/** The rows of what is named, in the same form: who else uses what is left out, and so is the past. */
export function rowsOf(
  live: LiveState,
  names: { tags: ReadonlySet<string>; targets: ReadonlySet<string>; packages: ReadonlySet<string> },
): unknown {
  const of = <T>(all: ReadonlyMap<string, T>, named: ReadonlySet<string>) =>
    [...all].filter(([name]) => named.has(name))
  const own = (tags: ReadonlyMap<string, LiveTag>) =>
    new Map(
      of(tags, names.tags).map(([name, tag]) => [
        name,
        names.packages.has(name) ? tag : { ...tag, packages: 'not read' },
      ]),
    )
  return plainly({
    tags: own(live.tags),
    leftovers: own(live.leftovers),
    targets: new Map(of(live.targets, names.targets)),
    external_repos: new Map([...live.external_repos].map(([name, { url }]) => [name, url])),
  })
}
