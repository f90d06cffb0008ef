import type { DesiredState } from '../koji/desired-state.js'
import {
  canonicalJson,
  compareText,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonEqual,
} from '../koji/json.js'
import { numbered, type Release, referenced, releaseName, releasesIn, unnumbered } from '../release/index.js'
import { desiredYaml } from './desired-yaml.js'
import { patchOf } from './release-overrides.js'

// What several releases have in common, said once.
//
// Each resource is brought into a *form*: its document with every mark of its release replaced by that mark's offset,
// so that f43-build of f43 and f44-build of f44 have one form. Of the forms that the releases have of one resource, the
// template gets the one over which the others differ least; what a release has otherwise is said over it, as a JSON
// Merge Patch: in an overlay of the template, where several releases have it so, and otherwise in the file. What only
// one release has stays in the file, with what is of no release.
//
// Nothing here is trusted: who writes the files loads them again and compares.

const sections = ['external_repos', 'tags', 'targets'] as const
type Section = (typeof sections)[number]

/** A template, the releases that it is used for, and what a file says over it. */
export interface Factored {
  readonly releases: readonly Release[]
  readonly template: JsonObject
  /** all but `version` and `use` */
  readonly rest: JsonObject
}

/** One resource of a release, and the same of the others, by the name of the release. */
interface Alike {
  readonly section: Section
  /** its name without the release */
  readonly form: string
  readonly documents: ReadonlyMap<string, Json>
}

/**
 * Parts a desired state into a template and the rest; nothing where no name bears the number of a release.
 *
 * @param fixed names of resources that stay in the file as they are: a patch cannot say all of them
 */
export function factored(desired: DesiredState, fixed: ReadonlySet<string>): Factored | undefined {
  const { document } = desiredYaml(desired)
  const releases = mainReleases([...desired.tags.keys(), ...desired.targets.keys()])
  if (releases.length === 0) return undefined
  const { alike, file } = sorted(document, releases, fixed)
  const template = new Sections()
  const overlays = new Map<string, Overlay>()
  for (const one of alike) {
    const isShared = one.documents.size > 1 || releases.length === 1
    if (isShared && !isTaken(one, releases, document)) share(one, releases, { template, overlays, file })
    else
      for (const release of releases) {
        const own = one.documents.get(releaseName(release))
        if (own !== undefined) file.put(one.section, numbered(one.form, release), own)
      }
  }
  const others = Object.entries(document).filter(
    ([key]) => key !== 'version' && !sections.some(one => one === key),
  )
  return {
    releases,
    template: templateOf(template, [...overlays.values()], releases),
    rest: { ...file.document, ...Object.fromEntries(others) },
  }
}

/** A part of the template for some releases. */
interface Overlay {
  readonly users: readonly Release[]
  readonly sections: Sections
}

interface Parts {
  readonly template: Sections
  /** by their releases */
  readonly overlays: Map<string, Overlay>
  readonly file: Sections
}

function share(one: Alike, releases: readonly Release[], { template, overlays, file }: Parts): void {
  const { section, form } = one
  const { base, patches } = nearestBase(one, releases)
  template.put(section, form, base)
  for (const { patch, users } of patches) {
    const [first, ...others] = users
    if (first === undefined) continue
    if (others.length === 0) {
      file.put(
        section,
        numbered(form, first),
        mapped(patch, text => numbered(text, first)),
      )
      continue
    }
    const key = users.map(releaseName).join(' ')
    const overlay = overlays.get(key) ?? { users, sections: new Sections() }
    overlays.set(key, overlay)
    overlay.sections.put(section, form, patch)
  }
}

/** Resources by section and name. */
class Sections {
  readonly #all = new Map<Section, Map<string, Json>>(sections.map(section => [section, new Map()]))

  put(section: Section, name: string, document: Json): void {
    this.#all.get(section)?.set(name, document)
  }

  /** As a file has them, by name; sections without any are left out. */
  get document(): JsonObject {
    const filled = [...this.#all].filter(([, resources]) => resources.size > 0)
    return Object.fromEntries(
      filled.map(([section, resources]) => {
        const byName = [...resources].sort(([a], [b]) => compareText(a, b))
        return [section, Object.fromEntries(byName)]
      }),
    )
  }
}

/** What is of a release, by form, and what stays in the file as it is. */
function sorted(
  document: JsonObject,
  releases: readonly Release[],
  fixed: ReadonlySet<string>,
): { readonly alike: readonly Alike[]; readonly file: Sections } {
  const alike = new Map<string, { section: Section; form: string; documents: Map<string, Json> }>()
  const file = new Sections()
  for (const section of sections) {
    for (const [name, content] of Object.entries(sectionOf(document, section))) {
      const release = fixed.has(name) ? undefined : releaseOf(name, releases)
      if (release === undefined) {
        file.put(section, name, content)
        continue
      }
      const form = unnumbered(name, release)
      const key = JSON.stringify([section, form])
      const one = alike.get(key) ?? { section, form, documents: new Map() }
      alike.set(key, one)
      one.documents.set(releaseName(release), content)
    }
  }
  return { alike: [...alike.values()], file }
}

function sectionOf(document: JsonObject, section: Section): JsonObject {
  const content = document[section]
  return isJsonObject(content) ? content : {}
}

/** The release that a name is of: of several, the one that it names first. */
function releaseOf(name: string, releases: readonly Release[]): Release | undefined {
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
function mainReleases(names: readonly string[]): Release[] {
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

/** Whether the template would make, for a release that lacks it, something that is there under another release. */
function isTaken(
  { section, form, documents }: Alike,
  releases: readonly Release[],
  document: JsonObject,
): boolean {
  const names = sectionOf(document, section)
  return releases.some(
    release => !documents.has(releaseName(release)) && Object.hasOwn(names, numbered(form, release)),
  )
}

interface Base {
  readonly base: Json
  /** each with the releases that need it */
  readonly patches: readonly { readonly patch: Json; readonly users: readonly Release[] }[]
}

/** The form over which the releases differ least. */
function nearestBase({ documents }: Alike, releases: readonly Release[]): Base {
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
    const cost = [...patches.keys()].reduce((sum, patch) => sum + patch.length, 0)
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
function mapped(value: Json, map: (text: string) => string): Json {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map(item => mapped(item, map))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [map(key), mapped(item, map)]))
}

function templateOf(
  template: Sections,
  overlays: readonly Overlay[],
  releases: readonly Release[],
): JsonObject {
  const type = releases.every(isCounted) ? { type: 'integer', minimum: 1 } : { type: 'string' }
  const said = (sections: Sections) => mapped(sections.document, text => referenced(text, 'release'))
  const body = said(template)
  return {
    description: `What ${releases.map(releaseName).join(', ')} have in common`,
    parameters: { release: { ...type, description: 'the number of the release' } },
    ...(isJsonObject(body) ? body : {}),
    ...(overlays.length > 0 && {
      overlays: overlays.map(({ users, sections }) => {
        const content = said(sections)
        return { when: { release: users.map(numberOf) }, ...(isJsonObject(content) ? content : {}) }
      }),
    }),
  }
}

function isCounted({ number }: Release): boolean {
  return /^\d+$/.test(number)
}

function numberOf(release: Release): Json {
  return isCounted(release) ? Number(release.number) : release.number
}
