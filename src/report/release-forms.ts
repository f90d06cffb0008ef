import { canonicalJson, isJsonObject, type Json, jsonEqual } from '../koji/json.js'
import { numbered, type Release, releaseName, releasesIn, unnumbered } from '../release/index.js'
import { patchOf } from './release-overrides.js'

// Resources without their release: see release-factoring.ts.

/** The release that a name is of: of several, the one that it names first. */
export function releaseOf(name: string, releases: readonly Release[]): Release | undefined {
  const found = releases.flatMap(release => {
    const at = unnumbered(name, release).indexOf(ownMark)
    return at < 0 ? [] : [{ release, at }]
  })
  return found.sort((a, b) => a.at - b.at)[0]?.release
}

const ownMark = unnumbered('f1', { prefix: 'f', number: '1' }).slice(1)

/**
 * The releases that names are mostly of: of one prefix, and each with a quarter at least of what the largest has. A
 * stray f20 in a name makes no release.
 */
export function mainReleases(names: readonly string[]): Release[] {
  const found = releasesIn(names)
  const [main] = found
  const candidates = found.filter(({ prefix }) => prefix === main?.prefix)
  const sizes = new Map(candidates.map(release => [release, 0]))
  for (const name of names) {
    const release = releaseOf(name, candidates)
    if (release !== undefined) sizes.set(release, (sizes.get(release) ?? 0) + 1)
  }
  const largest = Math.max(0, ...sizes.values())
  return candidates
    .filter(release => (sizes.get(release) ?? 0) * 4 >= largest)
    .sort((a, b) => Number(a.number) - Number(b.number))
}

/** What a template says of a resource, and what some releases have otherwise. */
export interface Base {
  readonly base: Json
  /** each with the releases that need it */
  readonly patches: readonly { readonly patch: Json; readonly users: readonly Release[] }[]
}

/**
 * The form over which releases differ least.
 *
 * @param documents of a resource, by the name of the release; those that lack it are told to take it away
 */
export function nearestBase(documents: ReadonlyMap<string, Json>, releases: readonly Release[]): Base {
  const forms = releases.flatMap(release => {
    const own = documents.get(releaseName(release))
    return own === undefined ? [] : [formOf(own, release)]
  })
  const candidates = new Map(forms.map(form => [canonicalJson(form), form]))
  const tried = [...candidates.values()].map(base => {
    const patches = new Map<string, { readonly patch: Json; readonly users: Release[] }>()
    for (const release of releases) {
      const patch = patchOver(base, documents.get(releaseName(release)), release)
      if (patch === undefined) continue
      const key = canonicalJson(patch)
      const known = patches.get(key)
      if (known === undefined) patches.set(key, { patch, users: [release] })
      else known.users.push(release)
    }
    const cost = [...patches].reduce((sum, [text, { users }]) => sum + text.length * users.length, 0)
    return { base, patches: [...patches.values()], cost }
  })
  return tried.reduce((best, other) => (other.cost < best.cost ? other : best))
}

/** What a release has otherwise, as a form: `null` where it lacks the resource, nothing where it is the same. */
function patchOver(base: Json, own: Json | undefined, release: Release): Json | undefined {
  if (own === undefined) return null
  const made = mapped(base, text => numbered(text, release))
  if (jsonEqual(made, own)) return undefined
  return formOf(isJsonObject(made) && isJsonObject(own) ? patchOf(made, own) : own, release)
}

function formOf(value: Json, release: Release): Json {
  return mapped(value, text => unnumbered(text, release))
}

/** All texts of a value, keys included. */
export function mapped(value: Json, map: (text: string) => string): Json {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map(item => mapped(item, map))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [map(key), mapped(item, map)]))
}
