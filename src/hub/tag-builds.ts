import type { AsOf } from './as-of.js'
import type { Batch } from './batch.js'
import type { RpcStruct } from './codec/value.js'
import { isUnknownName } from './history-query.js'
import type { LiveRecord } from './live-record.js'
import { Row } from './row.js'
import { readOrigin } from './row-values.js'

/** Which builds of a tag to ask for: one, those of a package, or all. It may hold 25,000. */
export interface BuildQuestion {
  readonly tag: string
  /** an NVR */
  readonly build?: string
  readonly package?: string
}

/** Asks which builds are tagged in a tag itself, those included that Koji's own lists hide. */
export function askBuilds(batch: Batch, question: BuildQuestion, asOf: AsOf, record: LiveRecord): void {
  const { tag } = question
  const filter: RpcStruct = { ...question }
  batch.add(
    asOf.history(filter, ['tag_listing']),
    value => {
      const builds = record.builds.get(tag) ?? new Map()
      record.builds.set(tag, builds)
      for (const row of asOf.tables(value).rows('tag_listing')) {
        builds.set(nvrOf(row), { package: row.text('name'), origin: readOrigin(row) })
      }
    },
    isUnknownName,
  )
}

/** Whose latest builds to ask for: of all packages, those in the tag itself; of one, what it inherits counts, too. */
export interface LatestQuestion {
  readonly tag: string
  readonly package?: string
}

/** Asks for latest builds, as the hub chooses them for build roots. */
export function askLatest(batch: Batch, question: LatestQuestion, asOf: AsOf, record: LiveRecord): void {
  const { tag, package: name } = question
  const which = name === undefined ? {} : { inherit: true, package: name }
  batch.add(
    { method: 'listTagged', params: [tag], named: { latest: true, ...which, ...asOf.named } },
    value => {
      const latest = record.latest.get(tag) ?? { own: new Map(), seen: new Map() }
      record.latest.set(tag, latest)
      const builds = name === undefined ? latest.own : latest.seen
      for (const row of Row.list(value, 'listTagged')) builds.set(row.text('name'), nvrOf(row))
    },
    fault => fault.isNoSuchTag,
  )
}

function nvrOf(row: Row): string {
  return ['name', 'version', 'release'].map(part => row.text(part)).join('-')
}
