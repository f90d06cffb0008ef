import type { Call } from './call.js'
import { actionNotAllowed } from './fault.js'
import { permissionsOf } from './permissions.js'
import type { TagInfo } from './tag-info.js'

/** Whether a user may tag builds into a tag, whether `force` helps, and why not. */
export interface TagAccess {
  readonly isAllowed: boolean
  readonly canOverride: boolean
  readonly reason: string
}

/** Koji's `check_tag_access`. An admin lacks a permission as anyone does, but may override. */
export function tagAccess({ store }: Call, tag: TagInfo, user: number): TagAccess {
  const held = permissionsOf(store, user)
  const canOverride = held.includes('admin')
  if (tag.locked) return { isAllowed: false, canOverride, reason: 'tag is locked' }
  if (tag.perm !== null && !held.includes(tag.perm)) {
    return { isAllowed: false, canOverride, reason: `tag requires ${tag.perm} permission` }
  }
  return { isAllowed: true, canOverride, reason: '' }
}

export function assertTagAccess(call: Call, tag: TagInfo, { force }: { force: boolean }): void {
  const access = tagAccess(call, tag, call.assertLogin())
  if (!access.isAllowed && !(access.canOverride && force)) throw actionNotAllowed(access.reason)
}
