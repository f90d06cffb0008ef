import type { Store } from './store/store.js'

/** The names of the permissions that a user holds, its own first, then those of its groups. */
export function permissionsOf(store: Store, user_id: number, { withGroups = true } = {}): string[] {
  const holders = [user_id]
  if (withGroups) holders.push(...store.user_groups.activeWith('user_id', user_id).map(row => row.group_id))
  const ids = holders.flatMap(holder =>
    store.user_perms.activeWith('user_id', holder).map(row => row.perm_id),
  )
  return [...new Set(ids)].flatMap(id => store.permissions.nameOf(id) ?? [])
}
