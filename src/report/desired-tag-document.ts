import { splitArches } from '../koji/arches.js'
import type { DesiredGroup, DesiredPackage, DesiredRepoUse, DesiredTag, Seed } from '../koji/desired-state.js'
import { byKey, compareText, type Json, type JsonObject } from '../koji/json.js'
import { linkDocument } from './tag-document.js'

/** A tag of the desired state as a file says it; each facet that it names, and no other. */
export function desiredTagDocument(tag: DesiredTag): JsonObject {
  if (tag.absent) return { absent: true }
  const { arches, ...settings } = tag.settings
  return {
    ...(arches !== undefined && { arches: archList(arches) }),
    ...(tag.arches_of !== undefined && { arches: { of: tag.arches_of } }),
    ...settings,
    ...extraContent(tag),
    ...inheritanceContent(tag),
    ...groupsContent(tag),
    ...packagesContent(tag),
    ...reposContent(tag),
    ...seedContent(tag),
    ...(tag.additive.size > 0 && {
      manage: Object.fromEntries([...tag.additive].sort(compareText).map(facet => [facet, 'additive'])),
    }),
  }
}

function seedContent({ seed, builds }: DesiredTag): JsonObject {
  return {
    ...(seed && { seed: seedDocument(seed) }),
    ...(builds && {
      builds: builds.map(({ latest_from, packages }) => ({ latest_from, packages: [...packages] })),
    }),
  }
}

function seedDocument({ builds, copy, ...rest }: Seed): JsonObject {
  return { ...rest, ...(builds && { builds: 'latest' }), ...(copy !== 'auto' && { copy }) }
}

function archList(arches: string | null): Json {
  return arches === null ? null : splitArches(arches)
}

function sorted(names: Iterable<string>): string[] {
  return [...names].sort(compareText)
}

function extraContent({ extra, removed }: DesiredTag): JsonObject {
  const values = [...(extra ?? [])].sort(byKey)
  const blocked = values.flatMap(([key, value]) => (value.blocked ? [key] : []))
  const set = values.flatMap(([key, value]): [string, Json][] => (value.blocked ? [] : [[key, value.value]]))
  return {
    ...(extra && { extra: Object.fromEntries(set) }),
    ...(blocked.length > 0 && { block_extra: blocked }),
    ...(removed.extra.size > 0 && { remove_extra: sorted(removed.extra) }),
  }
}

function inheritanceContent({ inheritance, removed }: DesiredTag): JsonObject {
  const gone = sorted(removed.inheritance).map(parent => ({ parent, absent: true }))
  if (inheritance === undefined && gone.length === 0) return {}
  return { inheritance: [...(inheritance ?? []).map(linkDocument), ...gone] }
}

function groupsContent({ groups, removed }: DesiredTag): JsonObject {
  const gone = [...removed.groups].map((name): [string, JsonObject] => [name, { absent: true }])
  if (groups === undefined && gone.length === 0) return {}
  const kept = [...(groups ?? [])].map(([name, group]): [string, JsonObject] => [name, groupContent(group)])
  return { groups: Object.fromEntries([...kept, ...gone].sort(byKey)) }
}

function groupContent({ packages, requirements, config, removed }: DesiredGroup): JsonObject {
  const { blocked: isHidden, ...options } = config
  if (isHidden) return { blocked: true }
  const rows = [...packages].sort(byKey)
  const hidden = rows.flatMap(([name, { blocked }]) => (blocked ? [name] : []))
  const listed = rows.flatMap(([name, { blocked, ...rest }]) =>
    blocked ? [] : [entryContent('package', name, rest)],
  )
  const required = [...requirements].sort(byKey).map(([name, row]) => entryContent('group', name, row))
  return {
    ...options,
    packages: listed,
    ...(hidden.length > 0 && { blocked: hidden }),
    ...(required.length > 0 && { requires: required }),
    ...(removed.size > 0 && { absent: sorted(removed) }),
  }
}

function entryContent(key: string, name: string, options: object): Json {
  return Object.keys(options).length === 0 ? name : { [key]: name, ...options }
}

function packagesContent({ packages, blocked_packages, removed }: DesiredTag): JsonObject {
  const rows = [...(packages ?? [])].sort(byKey)
  const arches = rows.flatMap(([name, { extra_arches }]): [string, Json][] =>
    extra_arches === undefined ? [] : [[name, splitArches(extra_arches)]],
  )
  return {
    ...(packages && { packages: byOwner(rows) }),
    ...(arches.length > 0 && { package_arches: Object.fromEntries(arches) }),
    ...(blocked_packages && { blocked_packages: sorted(blocked_packages) }),
    ...(removed.packages.size > 0 && { absent_packages: sorted(removed.packages) }),
  }
}

function byOwner(rows: readonly [string, DesiredPackage][]): JsonObject {
  const owned = new Map<string, string[]>()
  for (const [name, { owner }] of rows) {
    const names = owned.get(owner)
    if (names === undefined) owned.set(owner, [name])
    else names.push(name)
  }
  return Object.fromEntries([...owned].sort(byKey))
}

function reposContent({ external_repos, removed }: DesiredTag): JsonObject {
  const gone = sorted(removed.external_repos).map(repo => ({ repo, absent: true }))
  if (external_repos === undefined && gone.length === 0) return {}
  return { external_repos: [...(external_repos ?? []).map(useContent), ...gone] }
}

function useContent({ arches, ...use }: DesiredRepoUse): JsonObject {
  return { ...use, ...(arches !== undefined && { arches: archList(arches) }) }
}
