import type { Origin } from '../koji/live-state.js'
import { isInForce, type RowVersion, type RowVersionOf } from '../koji/row-version.js'
import type { OwnPackage } from '../koji/tag.js'
import { momentsOf, type Turn, turnsOfRow } from './turn.js'

/** An entry of a package list together with its owner, which Koji keeps in a row of its own. */
export interface PackageVersion {
  readonly tag: string
  readonly package: string
  readonly value: OwnPackage
  readonly origin: Origin
  readonly end: Origin | null
}

/** The turns of the entries of package lists; an owner whose package is not listed counts for nothing. */
export function packageTurns(versions: readonly RowVersion[]): Turn<PackageVersion>[] {
  const rows = new Map<
    string,
    { entries: RowVersionOf<'package'>[]; owners: RowVersionOf<'package_owner'>[] }
  >()
  for (const version of versions) {
    if (version.kind !== 'package' && version.kind !== 'package_owner') continue
    const key = JSON.stringify([version.tag, version.package])
    const row = rows.get(key) ?? { entries: [], owners: [] }
    rows.set(key, row)
    if (version.kind === 'package') row.entries.push(version)
    else row.owners.push(version)
  }
  return [...rows.values()].flatMap(({ entries, owners }) => turnsOfRow(joined(entries, owners)))
}

/** From each moment at which one of both changed to the next one. */
function joined(
  entries: readonly RowVersionOf<'package'>[],
  owners: readonly RowVersionOf<'package_owner'>[],
): PackageVersion[] {
  const moments = momentsOf([...entries, ...owners])
  return moments.flatMap((origin, index): PackageVersion[] => {
    const entry = entries.find(version => isInForce(version, origin.event))
    if (entry === undefined) return []
    const owner = owners.find(version => isInForce(version, origin.event))?.value ?? null
    const { tag, package: name, value } = entry
    return [{ tag, package: name, value: { ...value, owner }, origin, end: moments[index + 1] ?? null }]
  })
}
