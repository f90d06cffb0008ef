import { InputError } from '../desired/index.js'
import { RelengError } from '../koji/error.js'
import type { LiveState } from '../koji/live-state.js'
import {
  compareReleases,
  type Difference,
  distanceOf,
  liveRelease,
  madeRelease,
  type Release,
  type ReleaseState,
  releaseName,
  singleDifferences,
} from '../release/index.js'
import type { GivenTexts, ReleaseTemplate } from './release-template.js'

/** A live release, and how a template comes nearest to it. */
export interface Fit {
  readonly like: ReleaseState
  /** what the template makes for its number */
  readonly made: ReleaseState
  /** the phase in which that is; nothing where the template has no phases */
  readonly phase: string | undefined
  /** parameters that are on or off, and otherwise than the template has them */
  readonly switches: ReadonlyMap<string, boolean>
  /** what the live release (`b`) has otherwise: of a tag, one facet each */
  readonly differences: readonly Difference[]
}

/**
 * Finds how a template fits a live release best: first the phase with the fewest differences (the earliest of equal
 * ones), then each family switched off, or on, where that leaves fewer. What the release shares with others, such as
 * rawhide, is not compared: it is where the newest release is.
 */
export async function fitTemplate(template: ReleaseTemplate, like: Release, live: LiveState): Promise<Fit> {
  const state = liveRelease(live, like)
  if (state.tags.size + state.targets.size === 0)
    throw new RelengError(`there is nothing of release ${releaseName(like)}: no tag or target bears it`, {
      where: live.hub.url,
      next: 'check --like, the hub, and the template, which says how names begin',
    })
  const attempt = async (phase: string | undefined, switches: ReadonlyMap<string, boolean>): Promise<Fit> => {
    const texts: GivenTexts = Object.fromEntries([...switches].map(([name, value]) => [name, String(value)]))
    const desired = await template.expand(like.number, { ...texts, ...(phase !== undefined && { phase }) })
    const made = madeRelease(desired, like, live)
    const { differences } = compareReleases(made, state)
    return { like: state, made, phase, switches, differences: singleDifferences(differences) }
  }
  const [first, ...others] = template.phases
  let best = await attempt(first, new Map())
  for (const phase of others) best = nearer(best, await attempt(phase, new Map()))
  for (const { name, value } of template.switches) {
    const switched = await unlessWrong(attempt(best.phase, new Map([...best.switches, [name, !value]])))
    if (switched !== undefined) best = nearer(best, switched)
  }
  return best
}

function nearer(best: Fit, other: Fit): Fit {
  return distanceOf(other.differences) < distanceOf(best.differences) ? other : best
}

// Some families exclude each other.
async function unlessWrong(attempt: Promise<Fit>): Promise<Fit | undefined> {
  try {
    return await attempt
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}
