import type { NameTableName, VersionedTableName } from './store/store.js'

/** A column of a history table that refers to a name table. */
export interface NameJoin {
  readonly column: string
  readonly table: NameTableName
  /** what a row calls the name, which is today's */
  readonly label: string
}

const join = (column: string, table: NameTableName, label: string): NameJoin => ({ column, table, label })
const tag = join('tag_id', 'tag', 'tag.name')
const user = join('user_id', 'users', 'user.name')
const group = join('group_id', 'groups', 'group.name')
const externalRepo = join('external_repo_id', 'external_repo', 'external_repo.name')
const packageName = join('package_id', 'package', 'package.name')

/**
 * What `queryHistory` joins to each table. A filter by some kind of thing goes by the *last* column that
 * refers to it (of a target only `dest_tag`, of a group requirement only `req_id`), a quirk of Koji's.
 */
export const nameJoins: Readonly<Record<VersionedTableName, readonly NameJoin[]>> = {
  build_target_config: [
    join('build_target_id', 'build_target', 'build_target.name'),
    join('build_tag', 'tag', 'build_tag.name'),
    join('dest_tag', 'tag', 'dest_tag.name'),
  ],
  cg_users: [user, join('cg_id', 'content_generator', 'content_generator.name')],
  external_repo_config: [externalRepo],
  external_repo_data: [externalRepo],
  group_config: [group, tag],
  group_package_listing: [group, tag],
  group_req_listing: [group, tag, join('req_id', 'groups', 'req.name')],
  host_channels: [join('host_id', 'host', 'host.name'), join('channel_id', 'channels', 'channels.name')],
  host_config: [join('host_id', 'host', 'host.name')],
  tag_config: [tag, join('perm_id', 'permissions', 'permission.name')],
  tag_external_repos: [tag, externalRepo],
  tag_extra: [tag],
  tag_inheritance: [tag, join('parent_id', 'tag', 'parent.name')],
  tag_listing: [tag],
  tag_package_owners: [packageName, tag, join('owner', 'users', 'owner.name')],
  tag_packages: [packageName, tag],
  user_groups: [user, join('group_id', 'users', 'group.name')],
  user_perms: [user, join('perm_id', 'permissions', 'permission.name')],
}
