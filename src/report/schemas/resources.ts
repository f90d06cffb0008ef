import { flag, integer, nullable, object, text } from './vocabulary.js'

// What several outputs say of hubs, tags and targets. Objects that others extend are bare properties.

export const hub = object({ profile: text, url: text, version: text })

export const link = {
  parent: text,
  priority: integer,
  maxdepth: nullable(integer),
  intransitive: flag,
  noconfig: flag,
  pkg_filter: text,
}

export const target = object({ name: text, build_tag: text, dest_tag: text })

export const groupConfig = {
  blocked: flag,
  exported: nullable(flag),
  display_name: text,
  is_default: nullable(flag),
  uservisible: nullable(flag),
  description: nullable(text),
  langonly: nullable(text),
  biarchonly: nullable(flag),
}

export const groupPackage = {
  blocked: flag,
  type: text,
  basearchonly: nullable(flag),
  requires: nullable(text),
}

export const groupRequirement = { blocked: flag, type: nullable(text), is_metapkg: nullable(flag) }

export const ownPackage = { blocked: flag, extra_arches: nullable(text), owner: nullable(text) }

export const repoUse = { repo: text, priority: integer, merge_mode: text, arches: nullable(text) }

export const origin = object({ event: integer, time: text, author: text })
