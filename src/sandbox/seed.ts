import type { Clock, Random } from './clock.js'
import { hashPassword } from './password.js'
import type { Store } from './store/store.js'
import { Transaction } from './store/transaction.js'

/** A user that a sandbox has from the start. */
export interface SeedUser {
  readonly name: string
  /** only its salted hash is kept */
  readonly password?: string
  /** names; those that the hub does not know are made */
  readonly permissions?: readonly string[]
}

/** The permissions of a new Koji hub, in the order of their ids. */
export const seededPermissions = [
  'admin',
  'appliance',
  'dist-repo',
  'host',
  'image',
  'image-import',
  'livecd',
  'maven-import',
  'repo',
  'sign',
  'tag',
  'target',
  'win-admin',
  'win-import',
  'draft-promoter',
] as const

const administrator: SeedUser = { name: 'kojiadmin', permissions: ['admin'] }

export interface Seed {
  readonly users?: readonly SeedUser[]
  readonly permissions?: readonly string[]
  readonly clock: Clock
  readonly random: Random
}

/** Fills a new store as Koji's schema and its first administrator do: `kojiadmin` is user 1. */
export function seedNew(store: Store, seed: Seed): void {
  store.external_repo.restore({ id: 0, name: 'INTERNAL' })
  for (const name of seededPermissions) {
    store.permissions.restore({ id: store.permissions.nextId(), name, description: null })
  }
  seedMore(store, { ...seed, users: [administrator, ...(seed.users ?? [])] })
}

/** Adds what a store lacks of these users and permissions; a password is set anew. */
export function seedMore(store: Store, { users = [], permissions = [], clock, random }: Seed): void {
  const tx = new Transaction()
  for (const name of permissions) permissionId(store, tx, name)
  for (const user of users) {
    const id = userId(store, tx, user, random)
    const held = store.user_perms.activeWith('user_id', id).map(row => row.perm_id)
    for (const name of user.permissions ?? []) {
      const perm_id = permissionId(store, tx, name)
      if (held.includes(perm_id)) continue
      const event = tx.event(() => store.events.allocate(tx, clock()))
      store.user_perms.insert(tx, { user_id: id, perm_id }, { event, user: 1 })
    }
    tx.endCall()
  }
}

function permissionId(store: Store, tx: Transaction, name: string): number {
  const { permissions } = store
  const known = permissions.byName(name)
  return (known ?? permissions.insert(tx, { id: permissions.nextId(), name, description: null })).id
}

function userId(store: Store, tx: Transaction, { name, password }: SeedUser, random: Random): number {
  const { users } = store
  const fresh = { status: 0, usertype: 0, password: null, krb_principals: [] }
  const user = users.byName(name) ?? users.insert(tx, { ...fresh, id: users.nextId(), name })
  if (password !== undefined) users.update(tx, { ...user, password: hashPassword(password, random) })
  return user.id
}
