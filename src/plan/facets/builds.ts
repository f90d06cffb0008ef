import type { Call } from '../../koji/call.js'
import type { DesiredTag, WantedBuilds } from '../../koji/desired-state.js'
import { sourceOf } from '../../koji/desired-state.js'
import { byKey } from '../../koji/json.js'
import type { LiveState } from '../../koji/live-state.js'
import type { Settings } from '../../koji/tag.js'
import { valuePath } from '../../koji/value-path.js'
import type { ChangeOf } from '../change.js'

/** A package of which a tag shall hold a build, and holds none. */
export interface LackingBuild {
  readonly package: string
  readonly latest_from: WantedBuilds['latest_from']
}

/**
 * The builds that a tag lacks. A build is tagged once: where the tag itself holds any build of the package, be it an
 * older or a newer one than the other tag's latest, there is nothing to do.
 */
export function lackingBuilds({ name, builds = [] }: DesiredTag, live: LiveState): LackingBuild[] {
  const held = new Set([...(live.builds.get(name)?.values() ?? [])].map(build => build.package))
  const isThere = live.tags.has(name)
  return builds.flatMap(({ latest_from, packages }) =>
    packages.filter(pkg => !isThere || !held.has(pkg)).map(pkg => ({ package: pkg, latest_from })),
  )
}

/** The builds to tag: of the seed, and the latest of the packages that the tag lacks. */
export function compareBuilds(
  desired: DesiredTag,
  live: LiveState,
  seeded: ReadonlyMap<string, { readonly package: string }> = new Map(),
): ChangeOf<'build'>[] {
  const { name: tag } = desired
  const change = (build: string, name: string, ...paths: string[]): ChangeOf<'build'> => {
    const source = sourceOf(desired, ...paths.map(path => valuePath(path)))
    return { kind: 'build', action: 'create', tag, build, before: null, after: { package: name }, source }
  }
  const from = desired.seed?.from ?? ''
  const brought = [...seeded].map(([nvr, build]): [string, ChangeOf<'build'>] => [
    nvr,
    { ...change(nvr, build.package, 'seed'), seeded: { from } },
  ])
  const has = new Set([...seeded.values()].map(build => build.package))
  const lacking = lackingBuilds(desired, live).flatMap((lacking): [string, ChangeOf<'build'>][] => {
    const nvr = live.latest.get(lacking.latest_from)?.seen.get(lacking.package)
    return nvr === undefined || has.has(lacking.package)
      ? []
      : [[nvr, change(nvr, lacking.package, 'builds')]]
  })
  return [...new Map([...brought, ...lacking])].sort(byKey).map(([, build]) => build)
}

/**
 * The call that tags or untags a build at once: `tagBuild` would leave it to a builder. Where the tag is locked, or
 * takes a permission, only an administrator may, by force; without, the hub refuses administrators, too, who lack it.
 */
export function buildCall({ tag, build, after }: ChangeOf<'build'>, settings: Settings): Call {
  const method = after === null ? 'untagBuildBypass' : 'tagBuildBypass'
  const isGuarded = settings.locked || settings.perm !== null
  return { method, params: [tag, build], ...(isGuarded && { named: { force: true } }) }
}
