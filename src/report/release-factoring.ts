import type { DesiredState } from '../koji/desired-state.js'
import { compareText, isJsonObject, type Json, type JsonObject } from '../koji/json.js'
import { numbered, type Release, referenced, releaseName, unnumbered } from '../release/index.js'
import { desiredYaml } from './desired-yaml.js'
import { mainReleases, mapped, nearestBase, releaseOf } from './release-forms.js'

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
  const { base, patches } = nearestBase(one.documents, releases)
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
