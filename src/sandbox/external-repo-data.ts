import type { RpcStruct, RpcValue } from '../hub/codec/value.js'
import { genericError } from './fault.js'
import { eventOf, findStrict, reference, sqlText } from './lookup.js'
import { str, truthy } from './python.js'
import type { definitions } from './store/schema.js'
import type { Store } from './store/store.js'
import type { Row } from './store/versioned-table.js'

export type RepoRow = { readonly id: number; readonly name: string; readonly url: string }
export type AssociationRow = Row<typeof definitions.tag_external_repos.columns>

/** The repos at an event; `null` for `info` means all of them. */
export function externalRepos(
  store: Store,
  info: RpcValue,
  { event = null, url = null }: { event?: RpcValue; url?: RpcValue } = {},
): RepoRow[] {
  const at = eventOf(event)
  const table = store.external_repo_config
  const wantedUrl = truthy(url) ? sqlText(url) : undefined
  const key = info === null ? undefined : reference(info)
  const id = key === undefined ? undefined : 'id' in key ? key.id : store.external_repo.byName(key.name)?.id
  const rows =
    key === undefined ? table.allAt(at) : id === undefined ? [] : table.at(at, 'external_repo_id', id)
  return rows
    .map(row => ({
      id: row.external_repo_id,
      name: store.external_repo.nameOf(row.external_repo_id) ?? '',
      url: row.url,
    }))
    .filter(repo => wantedUrl === undefined || repo.url === wantedUrl)
}

/** The only repo that `info` stands for: `null` does, on a hub with one repo. */
export function findRepo(store: Store, info: RpcValue, event: RpcValue = null): RepoRow | undefined {
  const [repo, ...others] = externalRepos(store, info, { event })
  if (others.length > 0) throw genericError('More than one repo in the result.')
  return repo
}

export function findRepoStrict(store: Store, info: RpcValue, event: RpcValue = null): RepoRow {
  const repo = findRepo(store, info, event)
  if (repo === undefined) throw genericError(`No such repo: ${str(info)}`)
  return repo
}

/** A use of a repo by a tag, with what Koji joins to it. */
export interface Association {
  readonly row: AssociationRow
  readonly url: string
}

/**
 * Which tags use which repos at an event, by priority. A false reference (`null`, `''`, 0) means all of them:
 * also id 0, which is the repo `INTERNAL`.
 */
export function associations(
  store: Store,
  tagInfo: RpcValue,
  repoInfo: RpcValue = null,
  event: RpcValue = null,
): Association[] {
  const at = eventOf(event)
  const tag = truthy(tagInfo) ? findStrict(store.tag, tagInfo).id : undefined
  const repo = truthy(repoInfo) ? findRepoStrict(store, repoInfo, event).id : undefined
  const table = store.tag_external_repos
  const rows =
    tag !== undefined
      ? table.at(at, 'tag_id', tag)
      : repo !== undefined
        ? table.at(at, 'external_repo_id', repo)
        : table.allAt(at)
  return rows
    .filter(row => repo === undefined || row.external_repo_id === repo)
    .sort((a, b) => a.priority - b.priority)
    .flatMap(row => {
      const [config] = store.external_repo_config.at(at, 'external_repo_id', row.external_repo_id)
      return config === undefined ? [] : [{ row, url: config.url }]
    })
}

export function associationStruct(store: Store, { row, url }: Association): RpcStruct {
  return {
    tag_id: row.tag_id,
    tag_name: store.tag.nameOf(row.tag_id),
    external_repo_id: row.external_repo_id,
    external_repo_name: store.external_repo.nameOf(row.external_repo_id),
    url,
    priority: row.priority,
    merge_mode: row.merge_mode,
    arches: row.arches,
  }
}
