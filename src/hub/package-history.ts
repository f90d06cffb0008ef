import type { LiveTag, Origin } from '../koji/live-state.js'
import type { OwnPackage } from '../koji/tag.js'
import { valuePath } from '../koji/value-path.js'
import type { Row } from './row.js'
import { readOrigin } from './row-values.js'

/** A tag's own package list. It may be large (25,000 packages in a tag of Fedora): it is read only on demand. */
export const packageTables = ['tag_packages', 'tag_package_owners']

/**
 * A tag's package list out of `queryHistory(tag=…, active=True)`. Koji keeps owners in a table of their own;
 * one whose package is not listed (`packageListRemove` leaves it behind) counts for nothing. The origin of an
 * owner that was set later than the entry stands under `valuePath('packages', name, 'owner')`.
 */
export function readPackages(tables: Row, origins: Map<string, Origin>): LiveTag['packages'] {
  const owners = new Map(tables.rows('tag_package_owners').map(row => [row.text('package.name'), row]))
  const packages = new Map<string, OwnPackage>()
  for (const row of tables.rows('tag_packages')) {
    const name = row.text('package.name')
    const owner = owners.get(name)
    packages.set(name, {
      blocked: row.flag('blocked'),
      extra_arches: row.textOrNull('extra_arches'),
      owner: owner === undefined ? null : owner.text('owner.name'),
    })
    origins.set(valuePath('packages', name), readOrigin(row))
    if (owner !== undefined && owner.integer('create_event') > row.integer('create_event')) {
      origins.set(valuePath('packages', name, 'owner'), readOrigin(owner))
    }
  }
  return packages
}
