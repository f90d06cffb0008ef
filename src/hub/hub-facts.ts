import type { AsOf } from './as-of.js'
import type { Batch } from './batch.js'
import type { LiveRecord } from './live-record.js'
import { Row } from './row.js'

/** Asks for the event that stands before whatever the request tells. */
export function askLastEvent(batch: Batch, record: LiveRecord): void {
  batch.add({ method: 'getLastEvent', params: [] }, value =>
    record.sawEvent(Row.from(value, 'getLastEvent').integer('id')),
  )
}

/** Asks for what every plan needs of a hub, whatever tags it is about. */
export function askHubFacts(batch: Batch, asOf: AsOf, record: LiveRecord): void {
  askLastEvent(batch, record)
  batch.add({ method: 'getAllPerms', params: [] }, value => {
    record.permissions = new Set(Row.list(value, 'getAllPerms').map(row => row.text('name')))
  })
  // A hub that does not know the question has no Maven either.
  batch.add(
    { method: 'mavenEnabled', params: [] },
    value => {
      record.maven = value === true
    },
    () => true,
  )
  // All of them in one answer: a hub has tens, and which ones its tags use is known a request too late.
  batch.add({ method: 'listExternalRepos', params: [], named: asOf.named }, value => {
    for (const row of Row.list(value, 'listExternalRepos')) {
      const name = row.text('name')
      record.externalRepos.set(name, { name, url: row.text('url') })
    }
  })
  // Hubs older than 1.23 do not tell; then the version stays unknown.
  batch.add(
    { method: 'getKojiVersion', params: [] },
    value => {
      if (typeof value === 'string') record.version = value
    },
    () => true,
  )
}
