import type { From } from './groups.js'
import type { Inherited } from './inheritance.js'
import { packageFilter } from './package-filter.js'

/**
 * The package list of a tag as builds see it, after Koji's `readPackageList`: of each package the first row
 * wins, the tag's own before those of its ancestors in their order; a blocked row counts as first, and is
 * kept, marked. What comes through links with a `pkg_filter` must match every filter on the way.
 *
 * @param ancestors as `fullInheritance` gives them
 */
export function effectivePackages<Id, Row>(
  root: Id,
  ancestors: readonly Inherited<Id>[],
  packagesOf: (tag: Id) => ReadonlyMap<string, Row>,
): Map<string, From<Row, Id>> {
  const effective = new Map<string, From<Row, Id>>()
  for (const [name, row] of inheritedPackages(root, ancestors, packagesOf)) {
    if (!effective.has(name)) effective.set(name, row)
  }
  return effective
}

/** Every row that `effectivePackages` chooses from, in its order; a tag that is inherited twice comes twice. */
export function* inheritedPackages<Id, Row>(
  root: Id,
  ancestors: readonly Inherited<Id>[],
  packagesOf: (tag: Id) => ReadonlyMap<string, Row>,
): Generator<[string, From<Row, Id>]> {
  for (const [name, row] of packagesOf(root)) yield [name, { ...row, from: root }]
  for (const { parent, filter } of ancestors) {
    const passes = packageFilter(filter)
    for (const [name, row] of packagesOf(parent)) if (passes(name)) yield [name, { ...row, from: parent }]
  }
}

/**
 * What ancestors give of one package, as `effectivePackages` would: for lists of which few packages are asked
 * about. Throws a `SyntaxError` for a `pkg_filter` that is no pattern, as Koji fails for the whole list.
 */
export function inheritedPackage<Id, Row>(
  ancestors: readonly Inherited<Id>[],
  packagesOf: (tag: Id) => ReadonlyMap<string, Row>,
): (name: string) => From<Row, Id> | undefined {
  const ways = ancestors.map(({ parent, filter }) => ({
    parent,
    rows: packagesOf(parent),
    passes: packageFilter(filter),
  }))
  return name => {
    for (const { parent, rows, passes } of ways) {
      const row = rows.get(name)
      if (row !== undefined && passes(name)) return { ...row, from: parent }
    }
    return undefined
  }
}
