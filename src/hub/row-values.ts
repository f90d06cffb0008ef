import { defaultRepoUse, repoArches } from '../koji/external-repos.js'
import type { Json } from '../koji/json.js'
import type { Origin } from '../koji/live-state.js'
import type {
  ExtraValue,
  GroupConfig,
  GroupPackage,
  GroupRequirement,
  Link,
  RepoUse,
  Settings,
} from '../koji/tag.js'
import type { Row } from './row.js'
import { HubError } from './transport.js'

// What the rows of Koji's versioned tables say, as `queryHistory` answers them: today's rows and former ones alike.

export function readOrigin(row: Row): Origin {
  return {
    event: row.integer('create_event'),
    time: row.time('create_ts'),
    author: row.textOrNull('creator_name') ?? 'unknown',
  }
}

/** Who ended what a row says, and when; `null` where it is valid today. */
export function readEnd(row: Row): Origin | null {
  const event = row.integerOrNull('revoke_event')
  if (event === null) return null
  return { event, time: row.time('revoke_ts'), author: row.textOrNull('revoker_name') ?? 'unknown' }
}

export function readSettings(row: Row): Settings {
  return {
    arches: row.textOrNull('arches'),
    perm: row.textOrNull('permission.name'),
    locked: row.flag('locked'),
    maven_support: row.flag('maven_support'),
    maven_include_all: row.flag('maven_include_all'),
  }
}

// The table holds JSON text; SQL's NULL is a block.
export function readExtra(row: Row): ExtraValue {
  const text = row.textOrNull('value')
  if (text === null) return { blocked: true }
  try {
    const value: Json = JSON.parse(text)
    return { blocked: false, value }
  } catch (cause) {
    throw new HubError(`the hub holds an extra setting ${row.text('key')} that is no JSON`, {
      where: `tag ${row.text('tag.name')}`,
      next: 'set it anew: koji edit-tag',
      cause,
    })
  }
}

export function readLink(row: Row): Link {
  return {
    parent: row.text('parent.name'),
    priority: row.integer('priority'),
    maxdepth: row.integerOrNull('maxdepth'),
    intransitive: row.flag('intransitive'),
    noconfig: row.flag('noconfig'),
    // NULL and '' let all packages through alike.
    pkg_filter: row.textOrNull('pkg_filter') ?? '',
  }
}

export function readRepoUse(row: Row): RepoUse {
  return {
    repo: row.text('external_repo.name'),
    priority: row.integer('priority'),
    merge_mode: row.textOrNull('merge_mode') ?? defaultRepoUse.merge_mode,
    arches: repoArches(row.textOrNull('arches')),
  }
}

export function readGroupConfig(row: Row): GroupConfig {
  return {
    blocked: row.flag('blocked'),
    exported: row.flagOrNull('exported'),
    display_name: row.text('display_name'),
    is_default: row.flagOrNull('is_default'),
    uservisible: row.flagOrNull('uservisible'),
    description: row.textOrNull('description'),
    langonly: row.textOrNull('langonly'),
    biarchonly: row.flagOrNull('biarchonly'),
  }
}

export function readGroupPackage(row: Row): GroupPackage {
  return {
    blocked: row.flag('blocked'),
    type: row.text('type'),
    basearchonly: row.flagOrNull('basearchonly'),
    requires: row.textOrNull('requires'),
  }
}

export function readGroupRequirement(row: Row): GroupRequirement {
  return {
    blocked: row.flag('blocked'),
    type: row.textOrNull('type'),
    is_metapkg: row.flagOrNull('is_metapkg'),
  }
}
