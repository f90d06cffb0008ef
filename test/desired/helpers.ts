import { join } from 'node:path'
import { type DesiredIo, nodeIo } from '../../src/desired/index.js'
import type { DesiredState, DesiredTag } from '../../src/koji/desired-state.js'
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
export function plain(state: DesiredState): unknown {
  return {
    tags: Object.fromEntries([...state.tags].map(([name, tag]) => [name, plainTag(tag)])),
    targets: Object.fromEntries(
      [...state.targets].map(([name, target]) => [name, { ...target, source: place(target.source) }]),
    ),
    protect: state.protect,
  }
}

function plainTag({ source, sources, extra, groups, additive, removed, ...tag }: DesiredTag): unknown {
  const taken = Object.entries(removed).filter(([, names]) => names.size > 0)
  return {
    ...tag,
    ...(additive.size > 0 && { additive: [...additive] }),
    ...(taken.length > 0 && {
      removed: Object.fromEntries(taken.map(([facet, names]) => [facet, [...names]])),
    }),
    ...(extra && { extra: Object.fromEntries(extra) }),
    ...(groups && {
      groups: Object.fromEntries(
        [...groups].map(([name, { packages, config }]) => [name, { packages: [...packages.keys()], config }]),
      ),
    }),
    source: place(source),
    sources: Object.fromEntries([...sources].map(([path, at]) => [path.replaceAll('\n', ' / '), place(at)])),
  }
}

function place(source: Source): string {
  const { used_by } = source
  return used_by === undefined ? formatSource(source) : `${formatSource(source)}, used by ${place(used_by)}`
}

/** What a state says, wherever it was written. */
export function withoutSources(state: DesiredState): unknown {
  return {
    tags: [...state.tags.values()].map(({ source: _source, sources: _sources, groups, ...tag }) => ({
      ...tag,
      ...(groups && {
        groups: [...groups].map(([name, { packages, config }]) => [name, [...packages], config]),
      }),
    })),
    targets: [...state.targets.values()].map(({ source: _source, ...target }) => target),
    protect: state.protect,
  }
}
