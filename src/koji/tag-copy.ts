import { effectiveGroups } from './groups.js'
import type { Inherited } from './inheritance.js'
import { byKey } from './json.js'
import { effectivePackages } from './packages.js'
import {
  defaultGroupConfig,
  defaultGroupPackage,
  defaultGroupRequirement,
  type OwnGroup,
  type OwnPackage,
  type Tag,
  type TaggedBuild,
} from './tag.js'

/** What a tag may take over from another one, as rows of its own. */
export interface TagCopy {
  readonly groups: ReadonlyMap<string, OwnGroup>
  readonly packages: ReadonlyMap<string, OwnPackage>
  /** by NVR */
  readonly builds: ReadonlyMap<string, TaggedBuild>
}

/**
 * The groups of a tag, inherited ones included, as rows of one tag. What is blocked is not seen, and is left out: in
 * a tag that has all that is seen of its own there is nothing to hide.
 */
export function flattenedGroups(
  lookup: Iterable<string>,
  groupsOf: (tag: string) => Tag['groups'],
): Map<string, OwnGroup> {
  const groups = [...effectiveGroups(lookup, groupsOf)].filter(([, { config }]) => !config.blocked)
  return new Map(
    groups.sort(byKey).map(([name, { config, packages, requirements }]) => [
      name,
      {
        config: withoutFrom(config),
        packages: unblocked(packages),
        requirements: unblocked(requirements),
      },
    ]),
  )
}

function unblocked<Row extends { readonly blocked: boolean; readonly from: string }>(
  rows: ReadonlyMap<string, Row>,
): Map<string, Omit<Row, 'from'>> {
  const seen = [...rows].filter(([, { blocked }]) => !blocked).sort(byKey)
  return new Map(seen.map(([name, row]) => [name, withoutFrom(row)]))
}

function withoutFrom<Row extends { readonly from: string }>({ from: _, ...row }: Row): Omit<Row, 'from'> {
  return row
}

/** The package list of a tag, inherited entries and blocks included. Entries without an owner Koji shows nowhere. */
export function flattenedPackages(
  tag: string,
  ancestors: readonly Inherited[],
  packagesOf: (tag: string) => Tag['packages'],
): Map<string, OwnPackage> {
  const owned = (name: string) => new Map([...packagesOf(name)].filter(([, { owner }]) => owner !== null))
  const packages = [...effectivePackages(tag, ancestors, owned)].sort(byKey)
  return new Map(packages.map(([name, row]) => [name, withoutFrom(row)]))
}

/**
 * What Koji's `snapshotTag` leaves in a new tag of what it copies: package lists and builds as they are, and of groups
 * the names alone. The options of a group, of its packages and of its requirements are those of new ones.
 */
export function asSnapshot({ groups, packages, builds }: TagCopy): TagCopy {
  const plain = [...groups].map(([name, group]): [string, OwnGroup] => [
    name,
    {
      config: defaultGroupConfig(name),
      packages: new Map([...group.packages.keys()].map(pkg => [pkg, defaultGroupPackage])),
      requirements: new Map([...group.requirements.keys()].map(req => [req, defaultGroupRequirement])),
    },
  ])
  return { groups: new Map(plain), packages, builds }
}
