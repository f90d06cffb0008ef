import type { DesiredGroup, DesiredTag } from '../koji/desired-state.js'
import { canonicalJson, type Json } from '../koji/json.js'
import { defaultSettings, type Facet } from '../koji/tag.js'
import type { Release } from './release.js'
import { unnumbered, unnumberedJson } from './renumber.js'

/** One thing that is said of a resource: what of it, and how it is. */
export interface Entry {
  /** of a tag; a target and an external repo have none */
  readonly facet: Facet | null
  /** `['arches']`, `['mock.package_manager']`, `['build', 'bash']` … */
  readonly path: readonly string[]
  readonly value: Json
  /** what a new tag has anyway: not worth telling of one that the other release lacks */
  readonly isDefault: boolean
  /** the path and the value without the number of the release */
  readonly key: string
  readonly form: string
}

/** All that is said of a tag, by `key`. */
export function tagEntries(tag: DesiredTag, release: Release): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  const add = (facet: Facet, path: readonly string[], value: Json, more: Partial<Entry> = {}) => {
    const plain = { key: canonicalJson([facet, ...path]), form: canonicalJson(value), isDefault: false }
    const entry: Entry = { facet, path, value, ...plain, ...more }
    entries.set(entry.key, entry)
  }
  for (const [field, value] of Object.entries(tag.settings))
    add('settings', [field], value ?? null, { isDefault: isDefault(field, value ?? null) })
  for (const [key, value] of tag.extra ?? []) {
    if (value.blocked) add('extra', ['blocked', key], true)
    else add('extra', [key], value.value, { form: canonicalJson(unnumberedJson(value.value, release)) })
  }
  for (const { parent, ...link } of tag.inheritance ?? [])
    add('inheritance', [parent], link, { key: canonicalJson(['inheritance', unnumbered(parent, release)]) })
  for (const [name, group] of tag.groups ?? []) addGroup(name, group, release, add)
  for (const [name, { owner, extra_arches = null }] of tag.packages ?? [])
    add('packages', [name], { owner, extra_arches })
  for (const name of tag.blocked_packages ?? []) add('packages', ['blocked', name], true)
  for (const { repo, ...use } of tag.external_repos ?? [])
    add(
      'external_repos',
      [repo],
      { merge_mode: 'koji', arches: null, ...use },
      {
        key: canonicalJson(['external_repos', unnumbered(repo, release)]),
      },
    )
  return entries
}

function addGroup(
  name: string,
  { packages, requirements, config }: DesiredGroup,
  release: Release,
  add: (facet: Facet, path: readonly string[], value: Json, more?: Partial<Entry>) => void,
): void {
  add('groups', [name], { ...config }, { form: canonicalJson(unnumberedJson({ ...config }, release)) })
  for (const [pkg, options] of packages) add('groups', [name, 'package', pkg], { ...options })
  for (const [group, options] of requirements) add('groups', [name, 'requires', group], { ...options })
}

/** What is said of a target or an external repo: names and URLs. */
export function textEntries(
  fields: { readonly [field: string]: string },
  release: Release,
): Map<string, Entry> {
  return new Map(
    Object.entries(fields).map(([field, value]): [string, Entry] => {
      const form = unnumbered(value, release)
      return [field, { facet: null, path: [field], value, isDefault: false, key: field, form }]
    }),
  )
}

function isDefault(field: string, value: Json): boolean {
  return new Map<string, Json>(Object.entries(defaultSettings)).get(field) === value
}
