import type { Call } from '../call.js'
import { typeError } from '../fault.js'
import { eventOf } from '../lookup.js'
import { atOwnEvent, type SnapshotOptions } from '../snapshot-options.js'
import type { Build } from '../store/build-table.js'
import type { TagInfo } from '../tag-info.js'
import { type TaggedBuild, taggedBuilds } from '../tagged-builds.js'
import { tagBuild, untagChecked } from './tagging.js'

/**
 * Gives a tag the builds of another one, in their order: of each package, what comes out of order is untagged,
 * and tagged again where its turn comes. Extra builds of the package go first, or out, if `remove` is set.
 */
export function alignBuilds(call: Call, src: TagInfo, dst: TagInfo, options: SnapshotOptions): void {
  const { event, inheritBuilds: inherit, latestOnly: latest, remove, force } = options
  const wanted = byPackage(taggedBuilds(call.store, src.id, { event: eventOf(event), inherit, latest }))
  const present = byPackage(taggedBuilds(call.store, dst.id))
  const hasOthers = [...present.keys()].some(pkg => !wanted.has(pkg))
  // Koji takes names for builds here, and fails.
  if (remove && hasOthers) throw typeError('string indices must be integers')
  for (const [pkg, builds] of wanted) {
    alignPackage(call, dst, [...builds.values()], [...(present.get(pkg)?.values() ?? [])], { remove, force })
  }
}

/** Oldest first. A build that is tagged several times keeps its first place. */
function byPackage(builds: readonly TaggedBuild[]): Map<number, Map<number, Build>> {
  const packages = new Map<number, Map<number, Build>>()
  for (const { build } of [...builds].reverse()) {
    const siblings = packages.get(build.package_id) ?? new Map<number, Build>()
    packages.set(build.package_id, siblings.set(build.id, build))
  }
  return packages
}

function alignPackage(
  call: Call,
  dst: TagInfo,
  wanted: readonly Build[],
  present: readonly Build[],
  { remove, force }: { remove: boolean; force: boolean },
): void {
  const untag = (build: Build) => atOwnEvent(call, () => untagChecked(call, dst.id, build.id, { force }))
  const isWanted = ({ id }: Build) => wanted.some(build => build.id === id)
  const extra = present.filter(build => !isWanted(build))
  if (remove) extra.forEach(untag)
  const order = remove ? wanted : [...extra, ...wanted]
  let left = remove ? present.filter(isWanted) : present
  for (const build of order) {
    const position = left.findIndex(({ id }) => id === build.id)
    const isPresent = position !== -1
    left.slice(0, isPresent ? position : left.length).forEach(untag)
    left = isPresent ? left.slice(position + 1) : []
    if (!isPresent) atOwnEvent(call, () => tagBuild(call, dst, build, { force }))
  }
}
