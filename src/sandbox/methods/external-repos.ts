import type { RpcValue } from '../../hub/codec/value.js'
import type { Call } from '../call.js'
import { externalRepos, findRepo, findRepoStrict } from '../external-repo-data.js'
import { attributeError, genericError } from '../fault.js'
import { findOrCreate, verifyName } from '../lookup.js'
import { method } from '../method.js'
import { truthy } from '../python.js'
import { QueryOptions } from '../query-options.js'
import { removeFromTags } from './tag-external-repos.js'

export const externalRepoMethods = [
  method(
    'listExternalRepos',
    'get_external_repos(info=None, url=None, event=None, queryOpts=None)',
    ({ store }, info, url, event, queryOpts) => {
      const repos = externalRepos(store, info, { event, url })
      return new QueryOptions(queryOpts, ['id', 'name', 'url']).apply(repos.map(repo => ({ ...repo })))
    },
  ),
  method(
    'getExternalRepo',
    'get_external_repo(info, strict=False, event=None)',
    ({ store }, info, strict, event) => {
      const repo = truthy(strict) ? findRepoStrict(store, info, event) : findRepo(store, info, event)
      return repo === undefined ? null : { ...repo }
    },
  ),
  method('createExternalRepo', 'create_external_repo(name, url)', createRepo),
  method('editExternalRepo', 'edit_external_repo(info, name=None, url=None)', editRepo),
  method('deleteExternalRepo', 'delete_external_repo(info)', deleteRepo),
]

function createRepo(call: Call, given: RpcValue, url: RpcValue): RpcValue {
  const { store } = call
  call.assertPermission('admin')
  const name = verifyName(given)
  if (externalRepos(store, name).length > 0) {
    throw genericError(`An external repo named "${name}" already exists`)
  }
  const { id } = findOrCreate(call, store.external_repo, name)
  const row = { external_repo_id: id, url: withSlash(url) }
  store.external_repo_config.insert(call.tx, row, call.author())
  return { id, name, url: row.url }
}

/** A false name or url stays; a url that lacks only the last slash counts as another one. */
function editRepo(call: Call, info: RpcValue, newName: RpcValue, url: RpcValue): null {
  const { store, tx } = call
  call.assertPermission('admin')
  const repo = findRepoStrict(store, info)
  if (truthy(newName) && newName !== repo.name) {
    const name = verifyName(newName)
    const taken = store.external_repo.byName(name)
    if (taken !== undefined)
      throw genericError(`name "${name}" is already taken by external repo ${taken.id}`)
    store.external_repo.update(tx, { id: repo.id, name })
  }
  if (truthy(url) && url !== repo.url) {
    const row = { external_repo_id: repo.id, url: withSlash(url) }
    const author = call.author()
    store.external_repo_config.revokeWith(tx, 'external_repo_id', repo.id, author)
    store.external_repo_config.insert(tx, row, author)
  }
  return null
}

/** The repo goes out of all tags, at the same event. */
function deleteRepo(call: Call, info: RpcValue): null {
  call.assertPermission('admin')
  const repo = findRepoStrict(call.store, info)
  removeFromTags(call, repo.id)
  call.store.external_repo_config.revokeWith(call.tx, 'external_repo_id', repo.id, call.author())
  return null
}

function withSlash(url: RpcValue): string {
  if (typeof url !== 'string') throw attributeError("object has no attribute 'endswith'")
  return url.endsWith('/') ? url : `${url}/`
}
