import { isStruct, type RpcStruct, type RpcValue } from '../../hub/codec/value.js'
import { findBuild } from '../build-info.js'
import type { Call } from '../call.js'
import { genericError, typeError } from '../fault.js'
import { find, findOrCreate, findStrict, parseArches, verifyName } from '../lookup.js'
import { method } from '../method.js'
import { nameGlob } from '../name-glob.js'
import { str, truthy } from '../python.js'
import { jsonText } from '../python-json.js'
import { QueryOptions } from '../query-options.js'
import { findTag, findTagStrict, tagStruct } from '../tag-info.js'
import { editTag } from './edit-tag.js'
import { writeLinks } from './inheritance.js'

export const tagMethods = [
  method(
    'getTag',
    'get_tag(tagInfo, strict=False, event=None, blocked=False)',
    ({ store }, tagInfo, strict, event, blocked) => {
      const tag = truthy(strict) ? findTagStrict(store, tagInfo, event) : findTag(store, tagInfo, event)
      return tag === undefined ? null : tagStruct(tag, { blocked: truthy(blocked) })
    },
  ),
  method('getTagID', 'get_tag_id(info, strict=False, create=False)', (call, info, strict, create) => {
    const { tag } = call.store
    if (truthy(strict)) return findStrict(tag, info).id
    return (truthy(create) ? findOrCreate(call, tag, info) : find(tag, info))?.id ?? null
  }),
  method(
    'listTags',
    'list_tags(build=None, package=None, perms=True, queryOpts=None, pattern=None)',
    listTags,
  ),
  method(
    'createTag',
    'create_tag(name, parent=None, arches=None, perm=None, locked=False, maven_support=False, ' +
      'maven_include_all=False, extra=None)',
    createTag,
  ),
  method('editTag2', 'edit_tag(tagInfo, **kwargs)', (call, tagInfo, changes) =>
    editTag(call, tagInfo, isStruct(changes) ? changes : {}),
  ),
  method(
    'editTag',
    'old_edit_tag(tagInfo, name, arches, locked, permissionID, extra=None)',
    (call, tagInfo, name, arches, locked, perm_id, extra) =>
      editTag(call, tagInfo, { name, arches, locked, perm_id, extra }),
  ),
  method('deleteTag', 'delete_tag(tagInfo)', deleteTag),
]

export function createTag(
  call: Call,
  given: RpcValue,
  parent: RpcValue,
  givenArches: RpcValue,
  perm: RpcValue,
  locked: RpcValue,
  maven_support: RpcValue,
  maven_include_all: RpcValue,
  extra: RpcValue,
): RpcValue {
  const { store, tx } = call
  call.assertPermission('tag')
  const name = verifyName(given)
  const arches = givenArches === null ? '' : parseArches(givenArches, { strict: true })
  if (!call.hub.options.enableMaven && (truthy(maven_support) || truthy(maven_include_all))) {
    throw genericError('Maven support not enabled')
  }
  if (findTag(store, name) !== undefined) throw genericError(`A tag with the name '${name}' already exists`)
  const parentTag = truthy(parent) ? findTag(store, parent) : undefined
  if (truthy(parent) && parentTag === undefined) {
    throw genericError(`Parent tag '${str(parent)}' could not be found`)
  }
  const perm_id = perm === null ? null : findStrict(store.permissions, perm).id

  // A name that was ever used has its id back, and with it whatever still hangs on that id.
  const tag_id = findOrCreate(call, store.tag, name).id
  const author = call.author()
  store.tag_config.insert(tx, { tag_id, arches, perm_id, locked, maven_support, maven_include_all }, author)
  for (const [key, value] of Object.entries(structOrNone(extra))) {
    store.tag_extra.insert(tx, { tag_id, key, value: jsonText(value) }, author)
  }
  if (parentTag !== undefined) {
    const link = { priority: 0, maxdepth: null, intransitive: false, noconfig: false, pkg_filter: '' }
    writeLinks(call, tag_id, [{ parent_id: parentTag.id, ...link }])
  }
  return tag_id
}

function structOrNone(value: RpcValue): RpcStruct {
  if (value === null) return {}
  if (!isStruct(value)) throw typeError("object has no attribute 'items'")
  return value
}

/** Koji revokes everything that hangs on the tag, links from its children and targets that use it included. */
function deleteTag(call: Call, tagInfo: RpcValue): RpcValue {
  const { store, tx } = call
  call.assertPermission('tag')
  const { id } = findTagStrict(store, tagInfo)
  const author = call.author()
  const own = [
    store.tag_config,
    store.tag_extra,
    store.tag_inheritance,
    store.tag_listing,
    store.tag_packages,
    store.tag_package_owners,
    store.tag_external_repos,
    store.group_config,
    store.group_req_listing,
    store.group_package_listing,
  ]
  for (const table of own) table.revokeWith(tx, 'tag_id', id, author)
  store.tag_inheritance.revokeWith(tx, 'parent_id', id, author)
  store.build_target_config.revokeWith(tx, 'build_tag', id, author)
  store.build_target_config.revokeWith(tx, 'dest_tag', id, author)
  return null
}

function listTags(
  { store }: Call,
  build: RpcValue,
  packageInfo: RpcValue,
  perms: RpcValue,
  queryOpts: RpcValue,
  pattern: RpcValue,
) {
  if (build !== null && packageInfo !== null) {
    throw genericError('only one of build and package may be specified')
  }
  const tagged = build === null ? undefined : findBuild(store, build)
  if (build !== null && tagged === undefined) throw genericError(`No such build: ${str(build)}`)
  const wanted = packageInfo === null ? undefined : find(store.package, packageInfo)
  if (packageInfo !== null && wanted === undefined) throw genericError(`No such package: ${str(packageInfo)}`)
  if (pattern !== null && typeof pattern !== 'string') throw typeError("object has no attribute 'replace'")
  const matches = pattern === null ? () => true : nameGlob(pattern)

  const columns = ['id', 'name', 'arches', 'locked', 'maven_support', 'maven_include_all']
  if (truthy(perms)) columns.push('perm_id', 'perm')
  if (wanted !== undefined) columns.push('owner_id', 'owner_name', 'blocked', 'extra_arches')
  return new QueryOptions(queryOpts, columns).applyLazily(() =>
    store.tag_config
      .allAt(null)
      .map(config => ({
        id: config.tag_id,
        name: store.tag.nameOf(config.tag_id) ?? '',
        arches: config.arches,
        locked: config.locked,
        maven_support: config.maven_support,
        maven_include_all: config.maven_include_all,
        ...(truthy(perms) && { perm_id: config.perm_id, perm: store.permissions.nameOf(config.perm_id) }),
      }))
      .filter(({ id, name }) => matches(name) && (tagged === undefined || holds(id, tagged.id)))
      .flatMap(tag => (wanted === undefined ? [tag] : withPackage(tag, wanted.id))),
  )

  function holds(tag: number, build: number): boolean {
    return store.tag_listing.activeWith('build_id', build).some(row => row.tag_id === tag)
  }

  function withPackage(tag: { id: number }, package_id: number): RpcStruct[] {
    const isWanted = (row: { tag_id: number }) => row.tag_id === tag.id
    const listing = store.tag_packages.activeWith('package_id', package_id).find(isWanted)
    const owner = store.tag_package_owners.activeWith('package_id', package_id).find(isWanted)?.owner
    if (listing === undefined || owner === undefined) return []
    const { blocked, extra_arches } = listing
    return [{ ...tag, owner_id: owner, owner_name: store.users.nameOf(owner), blocked, extra_arches }]
  }
}
