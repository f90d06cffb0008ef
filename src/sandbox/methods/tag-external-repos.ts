import type { RpcValue } from '../../hub/codec/value.js'
import { effectiveExternalRepos, mergeModes } from '../../koji/external-repos.js'
import type { Call } from '../call.js'
import { convertInt } from '../convert.js'
import { associationStruct, associations, findRepoStrict } from '../external-repo-data.js'
import { genericError } from '../fault.js'
import { ancestorsOf } from '../inheritance-data.js'
import { eventOf, parseArches } from '../lookup.js'
import { method } from '../method.js'
import { equal, hashKey, str } from '../python.js'
import { findTagStrict } from '../tag-info.js'

export const tagExternalRepoMethods = [
  method(
    'getTagExternalRepos',
    'get_tag_external_repos(tag_info=None, repo_info=None, event=None)',
    ({ store }, tag, repo, event) =>
      associations(store, tag, repo, event).map(found => associationStruct(store, found)),
  ),
  method('getExternalRepoList', 'get_external_repo_list(tag_info, event=None)', effectiveRepos),
  method(
    'addExternalRepoToTag',
    "RootExports.addExternalRepoToTag(tag_info, repo_info, priority, merge_mode='koji', arches=None)",
    (call, tag, repo, priority, merge_mode, arches) =>
      addToTag(call, tag, repo, { priority, merge_mode, arches }),
  ),
  method(
    'editTagExternalRepo',
    'edit_tag_external_repo(tag_info, repo_info, priority=None, merge_mode=None, arches=None)',
    (call, tag, repo, priority, merge_mode, arches) =>
      editInTag(call, tag, repo, { priority, merge_mode, arches }),
  ),
  method(
    'removeExternalRepoFromTag',
    'RootExports.removeExternalRepoFromTag(tag_info, repo_info)',
    removeFromTag,
  ),
]

function effectiveRepos({ store }: Call, tagInfo: RpcValue, event: RpcValue): RpcValue {
  const { id } = findTagStrict(store, tagInfo, event)
  const lookup = [id, ...ancestorsOf(store, id, eventOf(event)).map(link => link.parent)]
  const effective = effectiveExternalRepos(lookup, tag =>
    associations(store, tag, null, event).map(found => ({
      repo: found.row.external_repo_id,
      priority: found.row.priority,
      found,
    })),
  )
  return effective.map(({ found }) => associationStruct(store, found))
}

interface Use {
  readonly priority: RpcValue
  readonly merge_mode: RpcValue
  readonly arches: RpcValue
}

function addToTag(call: Call, tagInfo: RpcValue, repoInfo: RpcValue, use: Use): null {
  const { store, tx } = call
  call.assertPermission('tag')
  const merge_mode = use.merge_mode ?? 'koji'
  const known: readonly (string | number | null)[] = mergeModes
  if (!known.includes(hashKey(merge_mode))) throw genericError(`No such merge mode: ${str(merge_mode)}`)
  const tag = findTagStrict(store, tagInfo)
  const repo = findRepoStrict(store, repoInfo)
  const arches = use.arches === null ? null : parseArches(use.arches, { strict: false })
  const priority = convertInt(use.priority)
  const present = associations(store, tag.id)
  if (present.some(({ row }) => row.external_repo_id === repo.id)) {
    throw genericError(`tag ${tag.name} already associated with external repo ${repo.name}`)
  }
  if (present.some(({ row }) => row.priority === priority)) {
    throw genericError(`tag ${tag.name} already associated with an external repo at priority ${priority}`)
  }
  const row = { tag_id: tag.id, external_repo_id: repo.id, priority, merge_mode, arches }
  store.tag_external_repos.insert(tx, row, call.author())
  return null
}

/**
 * What is not given, or equal to what there is, stays; nothing is written then, and the answer is `false`.
 * Arches are taken more strictly than where a repo is added.
 */
function editInTag(call: Call, tagInfo: RpcValue, repoInfo: RpcValue, given: Use): boolean {
  const { store } = call
  call.assertPermission('tag')
  const tag = findTagStrict(store, tagInfo)
  const repo = findRepoStrict(store, repoInfo)
  const [present] = associations(store, tag.id, repo.id)
  if (present === undefined) throw notAssociated(repo.name, tag.name)
  const { priority, merge_mode, arches } = present.row
  const wanted = {
    priority: given.priority ?? priority,
    merge_mode: given.merge_mode ?? merge_mode,
    arches: given.arches === null ? arches : parseArches(given.arches, { strict: true }),
  }
  const isSame =
    equal(wanted.priority, priority) && equal(wanted.merge_mode, merge_mode) && wanted.arches === arches
  if (isSame) return false
  revokeInTag(call, tag.id, repo.id)
  addToTag(call, tag.id, repo.id, wanted)
  return true
}

function removeFromTag(call: Call, tagInfo: RpcValue, repoInfo: RpcValue): null {
  const { store } = call
  call.assertPermission('tag')
  const tag = findTagStrict(store, tagInfo)
  const repo = findRepoStrict(store, repoInfo)
  if (associations(store, tag.id, repo.id).length === 0) throw notAssociated(repo.name, tag.name)
  revokeInTag(call, tag.id, repo.id)
  return null
}

/** Takes a repo out of every tag that uses it. */
export function removeFromTags(call: Call, external_repo_id: number): void {
  const { tag_external_repos } = call.store
  tag_external_repos.revokeWith(call.tx, 'external_repo_id', external_repo_id, call.author())
}

function revokeInTag(call: Call, tag_id: number, external_repo_id: number): void {
  const { tag_external_repos } = call.store
  const rows = tag_external_repos
    .activeWith('tag_id', tag_id)
    .filter(row => row.external_repo_id === external_repo_id)
  tag_external_repos.revoke(call.tx, rows, call.author())
}

function notAssociated(repo: string, tag: string): Error {
  return genericError(`external repo ${repo} not associated with tag ${tag}`)
}
