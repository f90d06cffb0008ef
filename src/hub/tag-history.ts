import type { LiveTag, Origin } from '../koji/live-state.js'
import type { SettingsVersion } from '../koji/settings-history.js'
import {
  defaultSettings,
  type ExtraValue,
  type GroupConfig,
  type GroupPackage,
  type GroupRequirement,
  type Link,
  type OwnGroup,
  type RepoUse,
} from '../koji/tag.js'
import { valuePath } from '../koji/value-path.js'
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

/** The tables that hold a tag's own configuration, as far as this tool manages it. */
export const tagTables = [
  'tag_config',
  'tag_extra',
  'tag_inheritance',
  'group_config',
  'group_package_listing',
  'group_req_listing',
  'tag_external_repos',
]

export interface TagReading {
  /** an active row in `tag_config`: this alone makes a tag exist */
  readonly exists: boolean
  readonly tag: LiveTag
  /** the tags that inherit from it directly */
  readonly children: readonly string[]
  /** ids that the rows happened to tell, by name: of the tag and of its parents */
  readonly ids: ReadonlyMap<string, number>
}

/**
 * A tag's own rows out of `queryHistory(tag=…, active=True)`. Unlike `getTag` and `getTagGroups` this shows
 * all of them, blocked extra keys and packages of inherited groups included, each with who wrote it and when.
 */
export function readTagHistory(name: string, tables: Row): TagReading {
  const origins = new Map<string, Origin>()
  const ids = new Map<string, number>()
  const note = (row: Row, path: string) => origins.set(path, readOrigin(row))

  const config = tables.rows('tag_config').at(0)
  if (config !== undefined) {
    note(config, valuePath('settings'))
    ids.set(name, config.integer('tag_id'))
  }
  const extra = new Map<string, ExtraValue>()
  for (const row of tables.rows('tag_extra')) {
    const key = row.text('key')
    extra.set(key, readExtra(row))
    note(row, valuePath('extra', key))
  }
  const inheritance: Link[] = []
  const children: string[] = []
  for (const row of tables.rows('tag_inheritance')) {
    // The tag filter of queryHistory matches a link at either end.
    const child = row.text('tag.name')
    if (child !== name) {
      children.push(child)
      continue
    }
    const link = readLink(row)
    inheritance.push(link)
    ids.set(link.parent, row.integer('parent_id'))
    note(row, valuePath('inheritance', link.parent))
  }
  inheritance.sort((a, b) => a.priority - b.priority)
  const tag: LiveTag = {
    name,
    settings: config === undefined ? defaultSettings : readSettings(config),
    extra,
    inheritance,
    groups: readGroups(tables, note),
    packages: new Map(),
    external_repos: readRepoUses(tables, note),
    origins,
  }
  return { exists: config !== undefined, tag, children, ids }
}

/** One version of a tag's settings, for its history. */
export function readVersion(row: Row): SettingsVersion {
  return { settings: readSettings(row), origin: readOrigin(row), end: readEnd(row) }
}

// Rows about a repo that was deleted are here, too, though the hub's own answers leave them out.
function readRepoUses(tables: Row, note: (row: Row, path: string) => void): RepoUse[] {
  const uses = tables.rows('tag_external_repos').map(row => {
    const repo = row.text('external_repo.name')
    note(row, valuePath('external_repos', repo))
    return readRepoUse(row)
  })
  return uses.sort((a, b) => a.priority - b.priority)
}

function readGroups(tables: Row, note: (row: Row, path: string) => void): Map<string, OwnGroup> {
  const groups = new Map<string, GroupRows>()
  const groupOf = (name: string): GroupRows => {
    const group = groups.get(name) ?? { config: null, packages: new Map(), requirements: new Map() }
    groups.set(name, group)
    return group
  }
  for (const row of tables.rows('group_config')) {
    const name = row.text('group.name')
    groupOf(name).config = readGroupConfig(row)
    note(row, valuePath('groups', name))
  }
  for (const row of tables.rows('group_package_listing')) {
    const name = row.text('group.name')
    const pkg = row.text('package')
    groupOf(name).packages.set(pkg, readGroupPackage(row))
    note(row, valuePath('groups', name, pkg))
  }
  for (const row of tables.rows('group_req_listing')) {
    const name = row.text('group.name')
    const required = row.text('req.name')
    groupOf(name).requirements.set(required, readGroupRequirement(row))
    note(row, valuePath('groups', name, 'requires', required))
  }
  return groups
}

/** An `OwnGroup` while its rows are collected. */
interface GroupRows {
  config: GroupConfig | null
  readonly packages: Map<string, GroupPackage>
  readonly requirements: Map<string, GroupRequirement>
}
