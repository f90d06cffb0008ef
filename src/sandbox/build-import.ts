import type { Json } from '../koji/json.js'
import { stateNumber } from './build-info.js'
import { genericError } from './fault.js'
import { verifyName } from './lookup.js'
import { jsonText } from './python-json.js'
import type { HubServices } from './services.js'
import type { Named } from './store/name-table.js'
import type { Store } from './store/store.js'
import { Transaction } from './store/transaction.js'

/** A build to put into a sandbox, which cannot build. */
export interface ImportedBuild {
  readonly name: string
  readonly version: string
  readonly release: string
  /** none by default */
  readonly epoch?: number
  /** `COMPLETE` by default; no other can be tagged */
  readonly state?: 'BUILDING' | 'COMPLETE' | 'DELETED' | 'FAILED' | 'CANCELED'
  /** a user's name, by default `kojiadmin` */
  readonly owner?: string
  /** the resolved source, such as `git+https://…#<commit>` */
  readonly source?: string
  readonly extra?: { readonly [key: string]: Json }
}

/** Adds a build as if it had just been built; its package becomes known, but is listed in no tag. */
export function importBuild(hub: HubServices, build: ImportedBuild): number {
  const { store } = hub
  const { owner = 'kojiadmin', state = 'COMPLETE', epoch = null, source = null, extra } = build
  const user = store.users.byName(owner)
  if (user === undefined) throw genericError(`No such user: '${owner}'`)
  const tx = new Transaction()
  const now = hub.clock()
  const row = {
    package_id: packageNamed(store, tx, build.name).id,
    version: build.version,
    release: build.release,
    epoch,
    draft: false,
    state: stateNumber(state),
    owner: user.id,
    source,
    extra: extra === undefined ? null : jsonText(extra),
    task_id: null,
    start_time: now,
    completion_time: state === 'BUILDING' ? null : now,
  }
  const create_event = tx.event(() => store.events.allocate(tx, now))
  try {
    const id = store.builds.nextId()
    store.builds.insert(tx, { ...row, id, create_event })
    hub.commit(tx)
    return id
  } finally {
    tx.rollback()
  }
}

/** The package of a build; unlike where it is added to a tag, its name is verified. */
export function packageNamed(store: Store, tx: Transaction, given: string): Named {
  const name = verifyName(given)
  const table = store.package
  return table.byName(name) ?? table.insert(tx, { id: table.nextId(), name })
}
