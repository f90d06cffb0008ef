import { BuildTable } from './build-table.js'
import { EventTable } from './event-table.js'
import { type Named, NameTable } from './name-table.js'
import type { Repo, RepoRequest } from './repo.js'
import { RowTable } from './row-table.js'
import { definitions } from './schema.js'
import { VersionedTable } from './versioned-table.js'

export interface User extends Named {
  readonly status: number
  readonly usertype: number
  /** a salted hash, never the password */
  readonly password: string | null
  readonly krb_principals: readonly string[]
}

export interface Permission extends Named {
  readonly description: string | null
}

/** Everything a hub knows that outlives a session. */
export class Store {
  readonly events = new EventTable()

  readonly users = new NameTable<User>('users', 255)
  readonly permissions = new NameTable<Permission>('permissions', 50)
  readonly tag = new NameTable('tag')
  readonly build_target = new NameTable('build_target')
  readonly groups = new NameTable('groups', 50)
  readonly package = new NameTable('package')
  readonly external_repo = new NameTable('external_repo')
  readonly content_generator = new NameTable('content_generator')
  readonly host = new NameTable('host', 128)
  readonly channels = new NameTable('channels', 128)

  readonly builds = new BuildTable()
  readonly repo = new RowTable<Repo>()
  readonly repo_queue = new RowTable<RepoRequest>()

  readonly user_perms = new VersionedTable(definitions.user_perms)
  readonly user_groups = new VersionedTable(definitions.user_groups)
  readonly cg_users = new VersionedTable(definitions.cg_users)
  readonly host_config = new VersionedTable(definitions.host_config)
  readonly host_channels = new VersionedTable(definitions.host_channels)
  readonly tag_config = new VersionedTable(definitions.tag_config)
  readonly tag_extra = new VersionedTable(definitions.tag_extra)
  readonly tag_inheritance = new VersionedTable(definitions.tag_inheritance)
  readonly build_target_config = new VersionedTable(definitions.build_target_config)
  readonly external_repo_config = new VersionedTable(definitions.external_repo_config)
  readonly external_repo_data = new VersionedTable(definitions.external_repo_data)
  readonly tag_external_repos = new VersionedTable(definitions.tag_external_repos)
  readonly tag_listing = new VersionedTable(definitions.tag_listing)
  readonly tag_packages = new VersionedTable(definitions.tag_packages)
  readonly tag_package_owners = new VersionedTable(definitions.tag_package_owners)
  readonly group_config = new VersionedTable(definitions.group_config)
  readonly group_req_listing = new VersionedTable(definitions.group_req_listing)
  readonly group_package_listing = new VersionedTable(definitions.group_package_listing)
}

/** The names of the versioned tables, in Koji's (alphabetical) order. */
export const versionedTables = [
  'build_target_config',
  'cg_users',
  'external_repo_config',
  'external_repo_data',
  'group_config',
  'group_package_listing',
  'group_req_listing',
  'host_channels',
  'host_config',
  'tag_config',
  'tag_external_repos',
  'tag_extra',
  'tag_inheritance',
  'tag_listing',
  'tag_package_owners',
  'tag_packages',
  'user_groups',
  'user_perms',
] as const satisfies readonly (keyof Store)[]
export type VersionedTableName = (typeof versionedTables)[number]

export const nameTables = [
  'users',
  'permissions',
  'tag',
  'build_target',
  'groups',
  'package',
  'external_repo',
  'content_generator',
  'host',
  'channels',
] as const satisfies readonly (keyof Store)[]
export type NameTableName = (typeof nameTables)[number]
