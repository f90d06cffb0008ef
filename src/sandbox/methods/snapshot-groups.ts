import type { EffectiveGroup } from '../../koji/groups.js'
import type { Call } from '../call.js'
import { keyError, typeError } from '../fault.js'
import { groupsOf } from '../group-data.js'
import { eventOf } from '../lookup.js'
import { atOwnEvent, type SnapshotOptions } from '../snapshot-options.js'
import type { TagInfo } from '../tag-info.js'
import { addPackage } from './group-packages.js'
import { addRequirement, removeRequirement } from './group-requirements.js'
import { addGroup } from './groups.js'

type Groups = ReadonlyMap<string, EffectiveGroup<number>>

interface Step {
  readonly call: Call
  readonly dst: TagInfo
  readonly force: boolean
}

/**
 * Gives a tag the groups of another one. Koji looks at both before it begins, so that a group that the
 * destination lacked stays empty; and where `remove` is set, it trips over its own names.
 */
export function alignGroups(call: Call, src: TagInfo, dst: TagInfo, options: SnapshotOptions): void {
  const step = { call, dst, force: options.force }
  const wanted = groupsOf(call.store, src.id, eventOf(options.event))
  const present = groupsOf(call.store, dst.id, null)
  addGroups(step, wanted, present)
  if (options.remove) blockOthers(step, wanted, present)
  for (const [name, group] of wanted) {
    const own = present.get(name)
    if (own === undefined) continue
    addContent(step, name, group, own)
    if (options.remove) removeContent(step, name, group, own)
  }
}

function addGroups({ call, dst, force }: Step, wanted: Groups, present: Groups): void {
  for (const [name, { config }] of wanted) {
    if (present.get(name)?.config.blocked === config.blocked) continue
    atOwnEvent(call, () => addGroup(call, dst.id, name, { block: config.blocked, force, options: {} }))
  }
}

function blockOthers({ call, dst, force }: Step, wanted: Groups, present: Groups): void {
  for (const [name, { config }] of present) {
    if (wanted.has(name)) continue
    if (config.from === dst.id) throw keyError('id')
    atOwnEvent(call, () => addGroup(call, dst.id, name, { block: true, force, options: {} }))
  }
}

/** Packages come unblocked, whatever they are in the source. */
function addContent(
  { call, dst, force }: Step,
  name: string,
  wanted: EffectiveGroup<number>,
  present: EffectiveGroup<number>,
): void {
  for (const pkg of wanted.packages.keys()) {
    if (present.packages.has(pkg)) continue
    atOwnEvent(call, () => addPackage(call, dst.id, name, pkg, { block: false, force, options: {} }))
  }
  for (const [required, { blocked: block }] of wanted.requirements) {
    if (present.requirements.has(required)) continue
    atOwnEvent(call, () => addRequirement(call, dst.id, name, required, { block, force, options: {} }))
  }
}

function removeContent(
  { call, dst, force }: Step,
  name: string,
  wanted: EffectiveGroup<number>,
  present: EffectiveGroup<number>,
): void {
  const blocked = { block: true, force, options: {} }
  for (const [pkg, row] of present.packages) {
    if (row.blocked) continue
    if (wanted.packages.get(pkg)?.blocked)
      atOwnEvent(call, () => addPackage(call, dst.id, name, pkg, blocked))
    else if (!wanted.packages.has(pkg) && row.from === dst.id) {
      throw typeError("_grp_pkg_remove() got an unexpected keyword argument 'force'")
    }
  }
  // Koji compares the id of the group with that of the tag.
  const isOwn = call.store.groups.byName(name)?.id === dst.id
  for (const [required, row] of present.requirements) {
    if (row.blocked || wanted.requirements.has(required)) continue
    atOwnEvent(call, () =>
      isOwn
        ? removeRequirement(call, dst.id, name, required)
        : addRequirement(call, dst.id, name, required, blocked),
    )
  }
}
