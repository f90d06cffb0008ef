import { splitArches } from '../koji/arches.js'
import { defaultRepoUse } from '../koji/external-repos.js'
import { byKey, type Json, type JsonObject, jsonEqual } from '../koji/json.js'
import type { ExternalRepo, ExtraValue, Link, RepoUse, Settings, Tag, Target } from '../koji/tag.js'
import { defaultLink } from '../koji/tag.js'
import { groupDocument } from './group-document.js'

/** A tag's own configuration in the form of a desired-state file. */
export function tagDocument({
  settings,
  extra,
  inheritance,
  groups,
  packages,
  external_repos,
}: Tag): JsonObject {
  const blocked = [...extra].filter(([, value]) => value.blocked).map(([key]) => key)
  return {
    ...settingsDocument(settings),
    ...(extra.size > blocked.length && {
      extra: Object.fromEntries([...extra].flatMap(setEntries).sort(byKey)),
    }),
    ...(blocked.length > 0 && { block_extra: blocked.sort() }),
    ...(inheritance.length > 0 && { inheritance: inheritance.map(linkDocument) }),
    ...(groups.size > 0 && {
      groups: Object.fromEntries(
        [...groups].sort(byKey).map(([name, group]) => [name, groupDocument(name, group)]),
      ),
    }),
    ...packagesDocument(packages),
    ...(external_repos.length > 0 && { external_repos: external_repos.map(repoUseDocument) }),
  }
}

export function targetDocument({ build_tag, dest_tag }: Target): JsonObject {
  return { build_tag, dest_tag }
}

export function externalRepoDocument({ url }: ExternalRepo): JsonObject {
  return { url }
}

export function repoUseDocument({ repo, priority, merge_mode, arches }: RepoUse): JsonObject {
  return {
    repo,
    priority,
    ...(merge_mode !== defaultRepoUse.merge_mode && { merge_mode }),
    ...(arches !== null && { arches: splitArches(arches) }),
  }
}

function settingsDocument({ arches, ...settings }: Settings): JsonObject {
  return { arches: arches === null ? null : splitArches(arches), ...settings }
}

function setEntries([key, value]: [string, ExtraValue]): [string, Json][] {
  return value.blocked ? [] : [[key, value.value]]
}

export function linkDocument({ parent, priority, ...fields }: Link): JsonObject {
  const defaults = new Map(Object.entries<Json>(defaultLink))
  const set = Object.entries<Json>(fields).filter(([key, value]) => !jsonEqual(value, defaults.get(key)))
  return { parent, priority, ...Object.fromEntries(set) }
}

function packagesDocument(packages: Tag['packages']): JsonObject {
  const sorted = [...packages].sort(byKey)
  const listed = sorted.filter(([, row]) => !row.blocked)
  const blocked = sorted.filter(([, row]) => row.blocked).map(([name]) => name)
  const arches = listed.flatMap(([name, { extra_arches }]): [string, Json][] =>
    extra_arches === null || extra_arches === '' ? [] : [[name, splitArches(extra_arches)]],
  )
  const byOwner = new Map<string, string[]>()
  for (const [name, row] of listed) {
    const owner = row.owner ?? ''
    byOwner
      .set(owner, byOwner.get(owner) ?? [])
      .get(owner)
      ?.push(name)
  }
  return {
    ...(listed.length > 0 && { packages: Object.fromEntries([...byOwner].sort(byKey)) }),
    ...(arches.length > 0 && { package_arches: Object.fromEntries(arches) }),
    ...(blocked.length > 0 && { blocked_packages: blocked }),
  }
}
