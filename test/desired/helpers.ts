import { join } from 'node:path'
import { type DesiredIo, nodeIo } from '../../src/desired/index.js'
import type { DesiredGroup, DesiredState, DesiredTag } from '../../src/koji/desired-state.js'
import { formatSource, type Source } from '../../src/koji/source.js'

/** This machine's files, seen from a folder. */
export function testIo(cwd: string): DesiredIo {
  return nodeIo(cwd)
}

/** Files that exist in a test alone, by their names in `/work`; templates are in `/templates`. */
export function memoryIo(files: Readonly<Record<string, string>>): DesiredIo {
  const byPath = new Map(Object.entries(files).map(([name, text]) => [join('/work', name), text]))
  return {
    cwd: '/work',
    templatesDir: '/templates',
    readFile: async path => {
      const text = byPath.get(path)
      if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
      return text
    },
    readDirectory: async folder =>
      [...byPath.keys()]
        .filter(path => path.startsWith(`${folder}/`))
        .map(path => path.slice(folder.length + 1)),
  }
}

/** A state as JSON can show it: maps as objects, sets as lists, empty ones left out, sources as `file:line:column`. */
export function plain({ tags, targets, external_repos, protect, requires, profiles }: DesiredState): unknown {
  const placed = ([name, resource]: [string, { readonly source: Source }]) => [
    name,
    { ...resource, source: place(resource.source) },
  ]
  return {
    tags: Object.fromEntries([...tags].map(([name, tag]) => [name, plainTag(tag)])),
    targets: Object.fromEntries([...targets].map(placed)),
    ...(external_repos.size > 0 && { external_repos: Object.fromEntries([...external_repos].map(placed)) }),
    protect,
    ...(requires.length > 0 && {
      requires: requires.map(({ source, ...required }) => ({ ...required, source: place(source) })),
    }),
    ...(profiles.length > 0 && {
      profiles: profiles.map(({ name, source }) => ({ name, source: place(source) })),
    }),
  }
}

function plainTag({ source, sources, ...tag }: DesiredTag): unknown {
  return {
    ...plainFacets(tag),
    source: place(source),
    sources: Object.fromEntries([...sources].map(([path, at]) => [path.replaceAll('\n', ' / '), place(at)])),
  }
}

function plainFacets(tag: Omit<DesiredTag, 'source' | 'sources'>): object {
  const { extra, groups, packages, blocked_packages, additive, removed, ...rest } = tag
  const taken = Object.entries(removed).filter(([, names]) => names.size > 0)
  return {
    ...rest,
    ...(additive.size > 0 && { additive: [...additive] }),
    ...(taken.length > 0 && {
      removed: Object.fromEntries(taken.map(([facet, names]) => [facet, [...names].sort()])),
    }),
    ...(extra && { extra: Object.fromEntries(extra) }),
    ...(groups && {
      groups: Object.fromEntries([...groups].map(([name, group]) => [name, plainGroup(group)])),
    }),
    ...(packages && { packages: Object.fromEntries(packages) }),
    ...(blocked_packages && { blocked_packages: [...blocked_packages] }),
  }
}

function plainGroup({ packages, requirements, config, removed }: DesiredGroup): object {
  return {
    packages: [...packages].map(plainEntry),
    ...(requirements.size > 0 && { requirements: [...requirements].map(plainEntry) }),
    config,
    ...(removed.size > 0 && { removed: [...removed] }),
  }
}

function plainEntry([name, options]: [string, object]): unknown {
  return Object.keys(options).length === 0 ? name : { name, ...options }
}

function place(source: Source): string {
  const { used_by } = source
  return used_by === undefined ? formatSource(source) : `${formatSource(source)}, used by ${place(used_by)}`
}

/** What a state says, wherever it was written. */
export function withoutSources({
  tags,
  targets,
  external_repos,
  protect,
  requires,
  profiles,
}: DesiredState): unknown {
  return {
    tags: [...tags.values()].map(({ source: _source, sources: _sources, ...tag }) => plainFacets(tag)),
    targets: [...targets.values()].map(({ source: _source, ...target }) => target),
    external_repos: [...external_repos.values()].map(({ source: _source, ...repo }) => repo),
    protect,
    requires: requires.map(({ kind, name }) => ({ kind, name })),
    profiles: [...new Set(profiles.map(({ name }) => name))].sort(),
  }
}
