import type { RpcValue } from '../../hub/codec/value.js'
import { completeState, findBuildStrict, nvrText, stateName } from '../build-info.js'
import type { Call } from '../call.js'
import { convertInt } from '../convert.js'
import { genericError, tagError } from '../fault.js'
import { eventOf, findStrict } from '../lookup.js'
import { method } from '../method.js'
import { isInt, iterate, truthy } from '../python.js'
import type { Build } from '../store/build-table.js'
import type { Named } from '../store/name-table.js'
import { assertTagAccess, tagAccess } from '../tag-access.js'
import { findTag, findTagStrict } from '../tag-info.js'
import { taggedBuilds, taggedStruct } from '../tagged-builds.js'
import { prefixTest } from './packages.js'

export const taggingMethods = [
  method(
    'listTagged',
    'RootExports.listTagged(tag, event=None, inherit=False, prefix=None, latest=False, package=None, ' +
      'owner=None, type=None, strict=True, extra=False, draft=None)',
    ({ store }, tagInfo, event, inherit, prefix, latest, packageName, owner, type, strict, extra, draft) => {
      const tag = truthy(strict) ? findTagStrict(store, tagInfo, event) : findTag(store, tagInfo, event)
      if (tag === undefined) return []
      const query = { event: eventOf(event), inherit: truthy(inherit), latest, owner, type, draft }
      const builds = taggedBuilds(store, tag.id, { ...query, package: packageName })
      const isWanted = prefixTest(prefix)
      return builds
        .filter(({ build }) => isWanted(store.package.nameOf(build.package_id) ?? ''))
        .map(build => taggedStruct(store, build, { extra: truthy(extra) }))
    },
  ),
  method(
    'getLatestBuilds',
    'RootExports.getLatestBuilds(tag, event=None, package=None, type=None, draft=None)',
    ({ store }, tagInfo, event, packageName, type, draft) => {
      const tag = isInt(tagInfo) ? Number(tagInfo) : findStrict(store.tag, tagInfo).id
      const query = { event: eventOf(event), inherit: true, latest: true, type, draft }
      const builds = taggedBuilds(store, tag, { ...query, package: packageName })
      return builds.map(build => taggedStruct(store, build))
    },
  ),
  method('checkTagAccess', 'check_tag_access(tag_id, user_id=None)', (call, tagInfo, given) => {
    const user = given ?? call.userId
    if (user === null) throw genericError('a user_id is required')
    const id = convertInt(user)
    const { isAllowed, canOverride, reason } = tagAccess(call, findTagStrict(call.store, tagInfo), id)
    return [isAllowed, canOverride, reason]
  }),
  method(
    'tagBuildBypass',
    'RootExports.tagBuildBypass(tag, build, force=False, notify=False)',
    (call, tagInfo, buildInfo, force) => {
      call.assertPermission('tag')
      const tag = findTagStrict(call.store, tagInfo)
      const build = findBuildStrict(call.store, buildInfo)
      assertTagAccess(call, tag, { force: truthy(force) })
      return tagBuild(call, tag, build, { force: truthy(force) })
    },
  ),
  method(
    'untagBuildBypass',
    'RootExports.untagBuildBypass(tag, build, strict=True, force=False, notify=False)',
    (call, tag, build, strict, force) => {
      call.assertPermission('tag')
      return untagChecked(call, tag, build, { strict: truthy(strict), force: truthy(force) })
    },
  ),
  method(
    'untagBuild',
    'RootExports.untagBuild(tag, build, strict=True, force=False)',
    (call, tag, build, strict, force) => {
      call.assertLogin()
      return untagChecked(call, tag, build, { strict: truthy(strict), force: truthy(force) })
    },
  ),
  method('massTag', 'RootExports.massTag(tag, builds)', (call, tagInfo, builds) => {
    call.assertPermission('tag')
    const tag = findTagStrict(call.store, tagInfo)
    for (const build of iterate(builds)) tagAtOwnEvent(call, tag, findBuildStrict(call.store, build))
    return null
  }),
]

/** Tags whatever there is to check, each build at an event of its own, so that their order is known. */
export function tagAtOwnEvent(call: Call, tag: Named, build: Build): void {
  tagBuild(call, tag, build, { force: true })
  call.tx.endCall()
}

/** Only what is complete; what is tagged already only by force, and then anew. */
export function tagBuild(call: Call, tag: Named, build: Build, { force }: { force: boolean }): null {
  const { store, tx } = call
  const nvr = nvrText(store, build)
  if (build.state !== completeState) {
    throw tagError(`build ${nvr} not complete: state ${stateName(build.state)}`)
  }
  const present = listings(call, tag.id, build.id)
  if (present.length > 0 && !force) throw tagError(`build ${nvr} already tagged (${tag.name})`)
  if (present.length > 0) store.tag_listing.revoke(tx, present, call.author())
  store.tag_listing.insert(tx, { tag_id: tag.id, build_id: build.id }, call.author())
  return null
}

export function untagChecked(
  call: Call,
  tagInfo: RpcValue,
  buildInfo: RpcValue,
  { strict = true, force }: { strict?: boolean; force: boolean },
): null {
  const tag = findTagStrict(call.store, tagInfo)
  const build = findBuildStrict(call.store, buildInfo)
  assertTagAccess(call, tag, { force })
  const present = listings(call, tag.id, build.id)
  call.store.tag_listing.revoke(call.tx, present, call.author())
  if (present.length === 0 && strict) {
    throw tagError(`build ${nvrText(call.store, build)} not in tag ${tag.name}`)
  }
  return null
}

function listings({ store }: Call, tag_id: number, build_id: number) {
  return store.tag_listing.activeWith('build_id', build_id).filter(row => row.tag_id === tag_id)
}
