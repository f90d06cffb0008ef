import { stringify } from 'yaml'
import { splitArches } from '../koji/arches.js'
import type { DesiredGroup, DesiredState, DesiredTag, DesiredTarget } from '../koji/desired-state.js'
import { byKey, compareText, type Json, type JsonObject } from '../koji/json.js'
import { linkDocument } from './tag-document.js'

/** A desired state as one plain file: everything expanded, nothing left to use. */
export function desiredYaml({ tags, targets, protect }: DesiredState): {
  text: string
  document: JsonObject
} {
  const document: JsonObject = {
    version: 1,
    ...(tags.size > 0 && { tags: mapped(tags, tagContent) }),
    ...(targets.size > 0 && { targets: mapped(targets, targetContent) }),
    ...(protect.length > 0 && { protect: [...protect] }),
  }
  return { document, text: stringify(document, { lineWidth: 0 }) }
}

function mapped<T>(resources: ReadonlyMap<string, T>, content: (resource: T) => JsonObject): JsonObject {
  return Object.fromEntries([...resources].sort(byKey).map(([name, resource]) => [name, content(resource)]))
}

function tagContent({ absent, settings, extra, inheritance, groups }: DesiredTag): JsonObject {
  if (absent) return { absent: true }
  const { arches, ...rest } = settings
  const values = [...(extra ?? [])].sort(byKey)
  const blocked = values.flatMap(([key, value]) => (value.blocked ? [key] : []))
  return {
    ...(arches !== undefined && { arches: arches === null ? null : splitArches(arches) }),
    ...rest,
    ...(extra && {
      extra: Object.fromEntries(
        values.flatMap(([key, value]): [string, Json][] => (value.blocked ? [] : [[key, value.value]])),
      ),
    }),
    ...(blocked.length > 0 && { block_extra: blocked }),
    ...(inheritance && { inheritance: inheritance.map(linkDocument) }),
    ...(groups && { groups: mapped(groups, groupContent) }),
  }
}

function groupContent({ packages, config }: DesiredGroup): JsonObject {
  return { ...config, packages: [...packages.keys()].sort(compareText) }
}

function targetContent(target: DesiredTarget): JsonObject {
  return target.absent ? { absent: true } : { build_tag: target.build_tag, dest_tag: target.dest_tag }
}
