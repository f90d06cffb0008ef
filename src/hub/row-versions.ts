import type { RowVersion } from '../koji/row-version.js'
import type { Row } from './row.js'
import {
  readEnd,
  readExtra,
  readGroupConfig,
  readGroupPackage,
  readGroupRequirement,
  readLink,
  readOrigin,
  readRepoUse,
  readSettings,
} from './row-values.js'

/** The versions of rows in an answer of `queryHistory`, of the tables that this tool manages. */
export function readVersions(answer: Row): RowVersion[] {
  return Object.entries(readers).flatMap(([table, read]) =>
    answer.rows(table).map((row): RowVersion => {
      return { ...read(row), origin: readOrigin(row), end: readEnd(row) }
    }),
  )
}

type Timeless<Version> = Version extends unknown ? Omit<Version, 'origin' | 'end'> : never

const tagOf = (row: Row) => row.text('tag.name')
const groupOf = (row: Row) => row.text('group.name')
const packageOf = (row: Row) => row.text('package.name')

const readers: { readonly [table: string]: (row: Row) => Timeless<RowVersion> } = {
  tag_config: row => ({ kind: 'tag', tag: tagOf(row), value: readSettings(row) }),
  tag_extra: row => ({ kind: 'extra', tag: tagOf(row), key: row.text('key'), value: readExtra(row) }),
  tag_inheritance: row => {
    const value = readLink(row)
    return { kind: 'inheritance', tag: tagOf(row), parent: value.parent, value }
  },
  group_config: row => {
    return { kind: 'group', tag: tagOf(row), group: groupOf(row), value: readGroupConfig(row) }
  },
  group_package_listing: row => {
    const [tag, group, name] = [tagOf(row), groupOf(row), row.text('package')]
    return { kind: 'group_package', tag, group, package: name, value: readGroupPackage(row) }
  },
  group_req_listing: row => {
    const [tag, group, required] = [tagOf(row), groupOf(row), row.text('req.name')]
    return { kind: 'group_requirement', tag, group, required, value: readGroupRequirement(row) }
  },
  tag_packages: row => {
    const value = { blocked: row.flag('blocked'), extra_arches: row.textOrNull('extra_arches') }
    return { kind: 'package', tag: tagOf(row), package: packageOf(row), value }
  },
  tag_package_owners: row => {
    return {
      kind: 'package_owner',
      tag: tagOf(row),
      package: packageOf(row),
      value: row.text('owner.name'),
    }
  },
  tag_listing: row => {
    const [name, version, release] = [row.text('name'), row.text('version'), row.text('release')]
    const build = `${name}-${version}-${release}`
    return { kind: 'build', tag: tagOf(row), build, value: { package: name } }
  },
  tag_external_repos: row => {
    const value = readRepoUse(row)
    return { kind: 'external_repo_use', tag: tagOf(row), repo: value.repo, value }
  },
  build_target_config: row => {
    const [name, build_tag, dest_tag] = [
      row.text('build_target.name'),
      row.text('build_tag.name'),
      row.text('dest_tag.name'),
    ]
    return { kind: 'target', target: name, value: { name, build_tag, dest_tag } }
  },
  external_repo_config: row => {
    const name = row.text('external_repo.name')
    return { kind: 'external_repo', external_repo: name, value: { name, url: row.text('url') } }
  },
}
