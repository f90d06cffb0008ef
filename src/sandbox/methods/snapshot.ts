import type { RpcStruct, RpcValue } from '../../hub/codec/value.js'
import type { Call } from '../call.js'
import { genericError } from '../fault.js'
import { groupsOf } from '../group-data.js'
import { eventOf } from '../lookup.js'
import { method } from '../method.js'
import { effectiveList } from '../package-data.js'
import { atOwnEvent, type SnapshotOptions, snapshotOptions } from '../snapshot-options.js'
import { extraWithoutBlocks, findTag, findTagStrict, type TagInfo } from '../tag-info.js'
import { taggedBuilds } from '../tagged-builds.js'
import { addPackage as addGroupPackage } from './group-packages.js'
import { addRequirement } from './group-requirements.js'
import { addGroup } from './groups.js'
import { addPackage } from './package-list.js'
import { modifySnapshot } from './snapshot-modify.js'
import { tagAtOwnEvent } from './tagging.js'
import { createTag } from './tags.js'

const parameters =
  'src, dst, config=True, pkgs=True, builds=True, groups=True, latest_only=True, inherit_builds=True, ' +
  'event=None, force=False'

export const snapshotMethods = [
  method('snapshotTag', `RootExports.snapshotTag(${parameters})`, snapshotTag),
  method('snapshotTagModify', `RootExports.snapshotTagModify(${parameters}, remove=False)`, modifySnapshot),
]

/** Copies a tag, each step at an event of its own. Neither inheritance nor external repos come along. */
function snapshotTag(call: Call, srcInfo: RpcValue, dstInfo: RpcValue, ...values: RpcValue[]): null {
  const { store } = call
  call.assertPermission('tag')
  const options = snapshotOptions(values)
  if (findTag(store, dstInfo) !== undefined) throw genericError('Target tag already exists')
  const src = findTagStrict(store, srcInfo, options.event)
  if (src.locked && !options.force) throw genericError('Source tag is locked, use force to copy')
  const dst = findTagStrict(
    store,
    atOwnEvent(call, () => createCopy(call, dstInfo, src, options)),
  )
  if (options.pkgs) copyPackages(call, src, dst, options)
  if (options.builds) copyBuilds(call, src, dst, options)
  if (options.groups) copyGroups(call, src, dst, options)
  return null
}

function createCopy(call: Call, name: RpcValue, src: TagInfo, { config }: SnapshotOptions): RpcValue {
  if (!config) return createTag(call, name, null, null, null, false, false, false, null)
  const { arches, perm_id, locked, maven_support, maven_include_all } = src
  const extra: RpcStruct = extraWithoutBlocks(src.extra)
  return createTag(call, name, null, arches, perm_id, locked, maven_support, maven_include_all, extra)
}

function copyPackages(call: Call, src: TagInfo, dst: TagInfo, { event }: SnapshotOptions): void {
  for (const row of effectiveList(call.store, src.id, { event: eventOf(event) })) {
    const { owner_id: owner = null, blocked: block, extra_arches } = row
    atOwnEvent(call, () =>
      addPackage(call, dst.id, row.package_name, { owner, block, extra_arches, force: true }),
    )
  }
}

function copyBuilds(call: Call, src: TagInfo, dst: TagInfo, options: SnapshotOptions): void {
  const builds = taggedBuilds(call.store, src.id, {
    event: eventOf(options.event),
    inherit: options.inheritBuilds,
    latest: options.latestOnly,
  })
  for (const { build } of builds.reverse()) tagAtOwnEvent(call, dst, build)
}

/** The groups, but none of their options, nor those of their packages and requirements. */
function copyGroups(call: Call, src: TagInfo, dst: TagInfo, { event }: SnapshotOptions): void {
  const copied = { block: false, force: true, options: {} }
  for (const [name, group] of groupsOf(call.store, src.id, eventOf(event))) {
    if (group.config.blocked) continue
    atOwnEvent(call, () => addGroup(call, dst.id, name, copied))
    for (const [pkg, { blocked }] of group.packages) {
      if (!blocked) atOwnEvent(call, () => addGroupPackage(call, dst.id, name, pkg, copied))
    }
    for (const [required, { blocked }] of group.requirements) {
      if (!blocked) atOwnEvent(call, () => addRequirement(call, dst.id, name, required, copied))
    }
  }
}
