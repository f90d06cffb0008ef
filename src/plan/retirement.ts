import type { DesiredState } from '../koji/desired-state.js'
import { RefusedError, RelengError } from '../koji/error.js'
import type { LiveGraph } from '../koji/inheritance-graph.js'
import { compareText } from '../koji/json.js'
import { ReleaseNames } from '../koji/release-names.js'
import type { Target } from '../koji/tag.js'

/** What a template makes of a release. */
export interface ReleaseLayouts {
  /** as the template's parameter takes it: `44`, `10.1` */
  readonly release: string
  readonly template: string
  /** at its end of life */
  readonly ended: DesiredState
  /** in each of the phases of its life */
  readonly alive: readonly DesiredState[]
}

/** What the end of life of a release is on a hub: targets that go, and tags that are locked. */
export interface Retirement {
  readonly release: string
  readonly template: string
  readonly targets: readonly RetiredTarget[]
  /** of those that the template locks at the end, the ones that the hub has */
  readonly locked: readonly string[]
}

export interface RetiredTarget extends Target {
  /** why it goes, where its tags are not the release's by name: `f44-kde` inherits from `f44-build` */
  readonly through?: { readonly tag: string; readonly from: string }
}

/**
 * Finds what the SOP for the end of life does, by dependency: its list of targets is older than some of them. A
 * target goes if it builds in a tag of the release, or for one, or in a tag that inherits from one of the release's
 * build tags, as side tags do. Which names are the release's, the template tells: `f44`, `f44-…`, `module-f44-…`.
 *
 * @throws {RelengError} where the hub has no tag of the release
 * @throws {RefusedError} where something that is not the release's still stands on it: `rawhide`, or the release after
 */
export function retirementOf(layouts: ReleaseLayouts, live: LiveGraph): Retirement {
  const { release, template, ended } = layouts
  const names = ReleaseNames.of(release, allNames(layouts))
  const tags = live.graph.tags.filter(tag => names.has(tag))
  if (tags.length === 0) throw unknownRelease(layouts, live)
  refuseLeaners(layouts, names, live)
  const heirs = heirsOf(buildTags(layouts, names, live), names, live)
  const targets = live.targets.flatMap((target): RetiredTarget[] => {
    if (names.has(target.build_tag) || names.has(target.dest_tag)) return [target]
    const tag = [target.build_tag, target.dest_tag].find(name => heirs.has(name))
    const heir = tag && heirs.get(tag)
    return tag === undefined || !heir ? [] : [{ ...target, through: { tag, from: heir.from } }]
  })
  const locked = [...ended.tags.values()].filter(({ settings }) => settings.locked === true)
  const existing = new Set(tags)
  return {
    release,
    template,
    targets,
    locked: locked.flatMap(({ name }) => (existing.has(name) ? [name] : [])).sort(compareText),
  }
}

function allNames({ ended, alive }: ReleaseLayouts): Set<string> {
  return new Set([ended, ...alive].flatMap(({ tags }) => [...tags.keys()]))
}

/** The tags of the release that something builds in, by the hub and by the template: targets may be gone already. */
function buildTags({ alive }: ReleaseLayouts, names: ReleaseNames, { targets }: LiveGraph): Set<string> {
  const made = alive.flatMap(state => [...state.targets.values()])
  const wanted = made.flatMap(target => (target.absent ? [] : [target.build_tag]))
  return new Set([...targets.map(({ build_tag }) => build_tag), ...wanted].filter(tag => names.has(tag)))
}

/** How a tag inherits from one of a release: `through` are the tags between, from that one on. */
interface Heir {
  readonly from: string
  readonly through: readonly string[]
}

/** Tags that inherit from others and are not the release's by name, each with the one that it reaches first. */
function heirsOf(
  from: Iterable<string>,
  names: ReleaseNames,
  { graph }: LiveGraph,
): ReadonlyMap<string, Heir> {
  const heirs = new Map<string, Heir>()
  const seen = new Set(from)
  for (const tag of seen) {
    const above = heirs.get(tag)
    const heir =
      above === undefined ? { from: tag, through: [] } : { ...above, through: [...above.through, tag] }
    for (const { child } of graph.childrenOf(tag)) {
      if (!names.has(child) && !heirs.has(child)) heirs.set(child, heir)
      seen.add(child)
    }
  }
  return heirs
}

/** What stays in use must not stand on what ends: shared tags and targets, and those of other releases. */
function refuseLeaners(layouts: ReleaseLayouts, names: ReleaseNames, live: LiveGraph): void {
  const shared = new Set(
    layouts.alive
      .flatMap(({ tags, targets }) => [...tags.keys(), ...targets.keys()])
      .filter(name => !names.has(name)),
  )
  const stays = (name: string) => shared.has(name) || names.isOfAnother(name)
  const heirs = heirsOf(
    live.graph.tags.filter(tag => names.has(tag)),
    names,
    live,
  )
  const tags = [...heirs].filter(([tag]) => stays(tag))
  const targets = live.targets.filter(
    ({ name, build_tag, dest_tag }) => stays(name) && [build_tag, dest_tag].some(tag => names.has(tag)),
  )
  const lines = [
    ...tags.map(([tag, { from, through }]) => {
      const way = through.length === 0 ? '' : ` through ${through.join(', ')}`
      return `tag ${tag} inherits from ${from}${way}`
    }),
    ...targets.map(({ name, build_tag, dest_tag }) =>
      names.has(build_tag)
        ? `target ${name} builds in ${build_tag}`
        : `target ${name} builds for ${dest_tag}`,
    ),
  ].sort(compareText)
  if (lines.length === 0) return
  const [link] = tags.flatMap(
    ([
      ,
      {
        from,
        through: [first],
      },
    ]) => (first === undefined || stays(first) ? [] : [`take ${from} from the parents of ${first}; `]),
  )
  throw new RefusedError(
    [`release ${layouts.release} is still in use, and cannot end:`, ...lines].join('\n'),
    {
      where: live.hub.url,
      next: `${link ?? ''}move them first: apply the release that has them now, in the phase in which they are its own`,
    },
  )
}

function unknownRelease({ release, template }: ReleaseLayouts, live: LiveGraph): RelengError {
  return new RelengError(`there is no tag of release ${release}, as the template ${template} names them`, {
    where: live.hub.url,
    next: 'check the number, the template and the profile',
  })
}
