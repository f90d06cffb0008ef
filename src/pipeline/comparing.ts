import { type HubClient, readFamily } from '../hub/index.js'
import type { DesiredState } from '../koji/desired-state.js'
import { RelengError } from '../koji/error.js'
import type { LiveState } from '../koji/live-state.js'
import {
  type Compared,
  compareReleases,
  isOf,
  isSideTag,
  liveRelease,
  type Release,
  type ReleaseState,
  releaseName,
  releasesIn,
  saidRelease,
  unknownHub,
} from '../release/index.js'
import type { ComparedSide } from '../report/index.js'

/** A release that is to be compared: as files say it, or, without files, as the hub has it. */
export interface SideChoice {
  readonly release: Release
  readonly file?: { readonly name: string; readonly desired: DesiredState }
}

export interface Comparing {
  readonly sides: readonly [ComparedSide, ComparedSide]
  readonly compared: Compared
  readonly states: readonly [ReleaseState, ReleaseState]
}

/**
 * Compares two releases modulo their numbers. Throws where they are of two kinds, as f44 and epel9, or one of them
 * is not there at all.
 *
 * @param live of a hub, all that is of those releases that no file says
 */
export function compareSides([a, b]: readonly [SideChoice, SideChoice], live: LiveState): Comparing {
  if (a.release.prefix.toLowerCase() !== b.release.prefix.toLowerCase())
    throw new RelengError(
      `${releaseName(a.release)} and ${releaseName(b.release)} are of two kinds: their names have no form in common`,
      { next: 'compare releases whose names begin alike' },
    )
  const states = [stateOf(a, live), stateOf(b, live)] as const
  return { sides: [sideOf(a, live), sideOf(b, live)], compared: compareReleases(...states), states }
}

/** Reads all that a hub has of some releases, side tags left out. */
export async function readReleases(
  client: HubClient,
  profile: string,
  releases: readonly Release[],
): Promise<LiveState> {
  const globs = [...new Set(releases.map(({ number }) => `*${number}*`))]
  const isWanted = (name: string) => releases.some(release => isOf(name, release)) && !isSideTag(name)
  return (await readFamily(client, profile, globs, isWanted)).live
}

/** The one release that a file is about; throws where there are several or none, with what to write. */
export function onlyRelease(file: string, { tags, targets }: DesiredState): Release {
  const found = releasesIn([...tags.keys(), ...targets.keys()])
  const known = found.filter(({ prefix }) => usual.has(prefix))
  const [release, ...others] = known.length > 0 ? known : found
  if (release === undefined)
    throw new RelengError('no name in this file bears the number of a release', {
      where: file,
      next: `say which release it is: ${file}#44`,
    })
  if (others.length === 0) return release
  const names = [release, ...others].map(releaseName)
  throw new RelengError(`this file is about several releases: ${names.join(', ')}`, {
    where: file,
    next: `say which one is meant: ${file}#${names[0]}`,
  })
}

/** The first words of Fedora's own names. */
const usual = new Set(['f', 'epel'])

function stateOf({ release, file }: SideChoice, live: LiveState): ReleaseState {
  const state =
    file === undefined ? liveRelease(live, release) : saidRelease(file.desired, release, unknownHub)
  if (state.tags.size + state.targets.size + state.external_repos.size > 0) return state
  const name = releaseName(release)
  throw new RelengError(`there is nothing of release ${name}: no tag, target or external repo bears it`, {
    where: file?.name ?? live.hub.url,
    next: `check the number; names that count look like ${name}-build, another beginning is written before it: epel9`,
  })
}

function sideOf({ release, file }: SideChoice, { hub, event }: LiveState): ComparedSide {
  return {
    release,
    source: file === undefined ? { kind: 'hub', hub, event } : { kind: 'file', file: file.name },
  }
}
