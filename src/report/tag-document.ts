import { splitArches } from '../koji/arches.js'
import { byKey, type Json, type JsonObject, jsonEqual } from '../koji/json.js'
import type { ExtraValue, Link, Settings, Tag, Target } from '../koji/tag.js'
import { defaultLink } from '../koji/tag.js'
import { groupDocument } from './group-document.js'

/** A tag's own configuration in the form of a desired-state file. */
export function tagDocument({ settings, extra, inheritance, groups }: Tag): JsonObject {
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
  }
}

export function targetDocument({ build_tag, dest_tag }: Target): JsonObject {
  return { build_tag, dest_tag }
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
