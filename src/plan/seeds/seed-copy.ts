import type { Seed } from '../../koji/desired-state.js'
import { byKey } from '../../koji/json.js'
import type { LiveState } from '../../koji/live-state.js'
import type { OwnPackage, TaggedBuild } from '../../koji/tag.js'
import { flattenedGroups, flattenedPackages, type TagCopy } from '../../koji/tag-copy.js'
import { inheritanceOf } from '../ancestors.js'

/** What a seed brings, as the other tag is now. Of one that is not there, nothing: `missingSources` tells that. */
export function seedCopy(seed: Seed, { tags, latest }: LiveState): TagCopy {
  const { from, owner } = seed
  const ancestors = inheritanceOf(from, tags)
  const lookup = [from, ...ancestors.map(({ parent }) => parent)]
  const packages = () => flattenedPackages(from, ancestors, name => tags.get(name)?.packages ?? new Map())
  const builds = [...((seed.builds && latest.get(from)?.own) || [])]
  return {
    groups: seed.groups ? flattenedGroups(lookup, name => tags.get(name)?.groups ?? new Map()) : new Map(),
    packages: seed.packages ? ownedBy(owner, packages()) : new Map(),
    builds: new Map(builds.map(([name, nvr]): [string, TaggedBuild] => [nvr, { package: name }]).sort(byKey)),
  }
}

/** With an owner of their own, packages come as `koji add-pkg --owner` adds names: no blocks, no arches. */
function ownedBy(owner: string | undefined, packages: ReadonlyMap<string, OwnPackage>): TagCopy['packages'] {
  if (owner === undefined) return packages
  const listed = [...packages].filter(([, { blocked }]) => !blocked)
  return new Map(listed.map(([name]) => [name, { blocked: false, extra_arches: null, owner }]))
}
