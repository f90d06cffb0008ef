import { byKey, compareText, type Json, type JsonObject, jsonEqual } from '../koji/json.js'
import {
  defaultGroupConfig,
  defaultGroupPackage,
  defaultGroupRequirement,
  type GroupPackage,
  type OwnGroup,
} from '../koji/tag.js'

/** A tag's own rows about a group in the form of a desired-state file: `{packages: […], blocked: […], …}`. */
export function groupDocument(name: string, { config, packages, requirements }: OwnGroup): JsonObject {
  const { blocked = false, ...options } =
    config === null ? {} : optionsBeside(config, defaultGroupConfig(name))
  const listed = [...packages].filter(([, row]) => !row.blocked).sort(byKey)
  const hidden = [...packages].filter(([, row]) => row.blocked).map(([pkg]) => pkg)
  return {
    ...(blocked && { blocked }),
    ...options,
    ...(!(blocked && listed.length === 0) && { packages: listed.map(packageDocument) }),
    ...(!blocked && hidden.length > 0 && { blocked: hidden.sort(compareText) }),
    ...(requirements.size > 0 && {
      requires: [...requirements]
        .sort(byKey)
        .map(([group, row]) => shortest('group', group, optionsBeside(row, defaultGroupRequirement))),
    }),
  }
}

function packageDocument([name, row]: [string, GroupPackage]): Json {
  return shortest('package', name, optionsBeside(row, defaultGroupPackage))
}

function shortest(key: string, name: string, options: JsonObject): Json {
  return Object.keys(options).length === 0 ? name : { [key]: name, ...options }
}

function optionsBeside(row: object, usual: object): JsonObject {
  const values = new Map(Object.entries<Json>({ ...usual }))
  return Object.fromEntries(
    Object.entries<Json>({ ...row }).filter(([key, value]) => !jsonEqual(value, values.get(key))),
  )
}
