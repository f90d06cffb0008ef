import { boolean, integer, nullable, text, varchar } from './column.js'
import type { Columns, TableDefinition } from './versioned-table.js'

// Koji's versioned tables, with the columns, types and constraints of its schema. The first group of `unique`
// is, with `create_event`, the table's key.

function table<const C extends Columns>(definition: TableDefinition<C>): TableDefinition<C> {
  return definition
}

export const definitions = {
  user_perms: table({
    name: 'user_perms',
    columns: { user_id: integer, perm_id: integer },
    unique: [['user_id', 'perm_id']],
    indexed: ['user_id'],
  }),
  user_groups: table({
    name: 'user_groups',
    columns: { user_id: integer, group_id: integer },
    unique: [['user_id', 'group_id']],
    indexed: ['user_id'],
  }),
  cg_users: table({
    name: 'cg_users',
    columns: { cg_id: integer, user_id: integer },
    unique: [['cg_id', 'user_id']],
    indexed: ['user_id'],
  }),
  host_config: table({
    name: 'host_config',
    columns: {
      host_id: integer,
      arches: nullable(text),
      capacity: integer,
      description: nullable(text),
      comment: nullable(text),
      enabled: boolean,
    },
    unique: [['host_id']],
    indexed: ['host_id'],
  }),
  host_channels: table({
    name: 'host_channels',
    columns: { host_id: integer, channel_id: integer },
    unique: [['host_id', 'channel_id']],
    indexed: ['host_id'],
  }),
  tag_config: table({
    name: 'tag_config',
    columns: {
      tag_id: integer,
      arches: nullable(text),
      perm_id: nullable(integer),
      locked: boolean,
      maven_support: boolean,
      maven_include_all: boolean,
    },
    unique: [['tag_id']],
    indexed: ['tag_id'],
  }),
  tag_extra: table({
    name: 'tag_extra',
    // value is JSON text; null blocks the key
    columns: { tag_id: integer, key: text, value: nullable(text) },
    unique: [['tag_id', 'key']],
    indexed: ['tag_id'],
  }),
  tag_inheritance: table({
    name: 'tag_inheritance',
    columns: {
      tag_id: integer,
      parent_id: integer,
      priority: integer,
      maxdepth: nullable(integer),
      intransitive: boolean,
      noconfig: boolean,
      pkg_filter: nullable(text),
    },
    unique: [
      ['tag_id', 'priority'],
      ['tag_id', 'parent_id'],
    ],
    indexed: ['tag_id', 'parent_id'],
  }),
  build_target_config: table({
    name: 'build_target_config',
    columns: { build_target_id: integer, build_tag: integer, dest_tag: integer },
    unique: [['build_target_id']],
    indexed: ['build_target_id', 'build_tag', 'dest_tag'],
  }),
  external_repo_config: table({
    name: 'external_repo_config',
    columns: { external_repo_id: integer, url: text },
    unique: [['external_repo_id']],
    indexed: ['external_repo_id'],
  }),
  external_repo_data: table({
    name: 'external_repo_data',
    columns: { external_repo_id: integer, data: nullable(text) },
    unique: [['external_repo_id']],
    indexed: ['external_repo_id'],
  }),
  tag_external_repos: table({
    name: 'tag_external_repos',
    columns: {
      tag_id: integer,
      external_repo_id: integer,
      priority: integer,
      merge_mode: text,
      arches: nullable(text),
    },
    unique: [
      ['tag_id', 'priority'],
      ['tag_id', 'external_repo_id'],
    ],
    indexed: ['tag_id', 'external_repo_id'],
  }),
  tag_listing: table({
    name: 'tag_listing',
    columns: { build_id: integer, tag_id: integer },
    unique: [['build_id', 'tag_id']],
    indexed: ['build_id', 'tag_id'],
  }),
  tag_packages: table({
    name: 'tag_packages',
    // looked up by package first: a tag has many more packages than a package has tags
    columns: { package_id: integer, tag_id: integer, blocked: boolean, extra_arches: nullable(text) },
    unique: [['package_id', 'tag_id']],
    indexed: ['package_id', 'tag_id'],
  }),
  tag_package_owners: table({
    name: 'tag_package_owners',
    columns: { package_id: integer, tag_id: integer, owner: integer },
    unique: [['package_id', 'tag_id']],
    indexed: ['package_id', 'tag_id'],
  }),
  group_config: table({
    name: 'group_config',
    columns: {
      group_id: integer,
      tag_id: integer,
      blocked: boolean,
      exported: nullable(boolean),
      display_name: text,
      is_default: nullable(boolean),
      uservisible: nullable(boolean),
      description: nullable(text),
      langonly: nullable(text),
      biarchonly: nullable(boolean),
    },
    unique: [['group_id', 'tag_id']],
    indexed: ['tag_id', 'group_id'],
  }),
  group_req_listing: table({
    name: 'group_req_listing',
    columns: {
      group_id: integer,
      tag_id: integer,
      req_id: integer,
      blocked: boolean,
      type: nullable(varchar(25)),
      is_metapkg: boolean,
    },
    unique: [['group_id', 'tag_id', 'req_id']],
    indexed: ['tag_id', 'group_id'],
  }),
  group_package_listing: table({
    name: 'group_package_listing',
    columns: {
      group_id: integer,
      tag_id: integer,
      package: text,
      blocked: boolean,
      type: varchar(25),
      basearchonly: nullable(boolean),
      requires: nullable(text),
    },
    unique: [['group_id', 'tag_id', 'package']],
    indexed: ['tag_id', 'group_id'],
  }),
}
