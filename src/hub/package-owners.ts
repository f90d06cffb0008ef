import type { Origin } from '../koji/live-state.js'
import { isInForce, type RowVersion } from '../koji/row-version.js'
import { Batch } from './batch.js'
import type { HubClient } from './client.js'
import { packageTables } from './package-history.js'
import { Row } from './row.js'
import { readVersions } from './row-versions.js'

/** Whether an event is asked for. */
type IsMeant = (origin: Origin) => boolean

/** A tag of which more packages lack something is asked for its whole list. */
const mostPackages = 50

/** Adds what tells the owner of each package that came, went or changed, and the entry of each that changed hands. */
export async function withOwners(
  client: HubClient,
  versions: readonly RowVersion[],
  isMeant: IsMeant,
): Promise<readonly RowVersion[]> {
  const lacking = lackingHalves(versions, isMeant)
  if (lacking.size === 0) return versions
  const batch = new Batch()
  const found: RowVersion[] = []
  for (const [tag, names] of lacking) {
    const filters = names.size > mostPackages ? [{ tag }] : [...names].map(name => ({ tag, package: name }))
    for (const filter of filters)
      batch.add(
        { method: 'queryHistory', params: [], named: { ...filter, tables: [...packageTables] } },
        value => found.push(...readVersions(Row.from(value, 'queryHistory'))),
      )
  }
  await batch.send(client)
  const isLacking = (version: RowVersion) =>
    (version.kind === 'package' || version.kind === 'package_owner') &&
    lacking.get(version.tag)?.has(version.package) === true
  return [...versions.filter(version => !isLacking(version)), ...found.filter(isLacking)]
}

/** Packages by tag, one half of whose rows is not known at an event that is meant. */
function lackingHalves(
  versions: readonly RowVersion[],
  isMeant: IsMeant,
): ReadonlyMap<string, ReadonlySet<string>> {
  const rows = new Map<string, RowVersion[]>()
  for (const version of versions) {
    if (version.kind !== 'package' && version.kind !== 'package_owner') continue
    const key = JSON.stringify([version.tag, version.package])
    rows.set(key, [...(rows.get(key) ?? []), version])
  }
  const lacking = new Map<string, Set<string>>()
  for (const own of rows.values()) {
    const [first] = own
    if (first === undefined || !('package' in first) || isComplete(own, isMeant)) continue
    lacking.set(first.tag, (lacking.get(first.tag) ?? new Set()).add(first.package))
  }
  return lacking
}

function isComplete(rows: readonly RowVersion[], isMeant: IsMeant): boolean {
  const moments = rows.flatMap(({ origin, end }) => [origin, ...(end ? [end] : [])]).filter(isMeant)
  return moments.every(({ event }) =>
    [event - 1, event].every(at => {
      const valid = rows.filter(row => isInForce(row, at)).map(({ kind }) => kind)
      return valid.length !== 1
    }),
  )
}
