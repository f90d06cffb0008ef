import type { JsonObject } from '../../koji/json.js'
import {
  groupConfig,
  groupPackage,
  groupRequirement,
  hub,
  link,
  origin,
  ownPackage,
  repoUse,
  target,
} from './resources.js'
import { anything, flag, integer, list, nullable, object, one, text } from './vocabulary.js'

interface Properties {
  readonly [name: string]: JsonObject
}

/** A value with the tag it comes from; who set it is told of the tag's own. */
function seen(value: Properties): JsonObject {
  return object({ ...value, from: text }, { origin })
}

const setting = (value: JsonObject) => object({ value, origin })

const group = object({
  name: text,
  config: seen(groupConfig),
  packages: list(seen({ package: text, ...groupPackage })),
  requirements: list(seen({ required: text, ...groupRequirement })),
})

const tag = object({
  name: text,
  made: origin,
  settings: object({
    arches: object({ own: nullable(text), value: nullable(text), from: nullable(text), origin }),
    perm: setting(nullable(text)),
    locked: setting(flag),
    maven_support: setting(flag),
    maven_include_all: setting(flag),
  }),
  dist_tag: nullable(
    object({ key: one('rpm.macro.dist', 'rpm.macro.distcore'), value: text, from: text, example: text }),
  ),
  extra: list({
    oneOf: [
      seen({ key: text, blocked: { const: false }, value: anything }),
      seen({ key: text, blocked: { const: true } }),
    ],
  }),
  inheritance: list(object(link, { origin })),
  ancestors: list(text),
  groups: list(group),
  external_repos: list(seen({ ...repoUse, url: text })),
  packages: object(
    { own: integer, own_blocked: integer, entries: nullable(integer), blocked: nullable(integer) },
    { list: list(seen({ package: text, ...ownPackage })) },
  ),
  targets: object({ build_tag: list(target), dest_tag: list(target) }),
  children: list(object({ child: text, ...link })),
  descendants: integer,
})

/** What `tags show` prints. */
export const tagViews: JsonObject = object({
  hub,
  event: integer,
  time: nullable(text),
  tags: list(tag),
  warnings: list(text),
})
