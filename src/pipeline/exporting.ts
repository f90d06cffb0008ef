import { resolve } from 'node:path'
import { type DesiredIo, loadDesired, withFiles } from '../desired/index.js'
import { type Before, type HubClient, kojiGlob, readFamily, readTagNames } from '../hub/index.js'
import { cleanLine } from '../koji/clean.js'
import type { DesiredState, DesiredTag, Requirement } from '../koji/desired-state.js'
import { RelengError } from '../koji/error.js'
import { compareText } from '../koji/json.js'
import { liveAsDesired, type Unsaid } from '../koji/live-as-desired.js'
import type { LiveState } from '../koji/live-state.js'
import { didYouMean, matchesGlob } from '../koji/names.js'
import { desiredAim } from '../plan/index.js'
import { isMarkedAsSideTag, isSideTag } from '../release/index.js'
import { changesText, desiredDigest } from '../report/index.js'
import { planOfRead } from './planning.js'

/** What a person wants to have of a hub. */
export interface ExportWish {
  /** names or globs of tags, targets and external repos */
  readonly patterns: readonly string[]
  /** package lists, too */
  readonly packages: boolean
  /** side tags, too, and the targets that build in them */
  readonly sideTags: boolean
}

/** Part of a hub, in the words of a file. */
export interface Exported {
  readonly desired: DesiredState
  readonly unsaid: readonly Unsaid[]
  /** side tags that were left out */
  readonly sideTags: readonly string[]
  /** all that was read of the hub */
  readonly live: LiveState
  /** ids of the tags that were read, by name */
  readonly ids: ReadonlyMap<string, number>
  readonly way: Before
}

/**
 * Reads the tags, targets and external repos of some names, and the targets that build in these tags or for them.
 * What they build on and is not among them is named in `requires`. Anonymous. Throws where a pattern matches nothing.
 */
export async function readExport(client: HubClient, profile: string, wish: ExportWish): Promise<Exported> {
  const { patterns, packages, sideTags } = wish
  const isMatched = (name: string) => patterns.some(pattern => matchesGlob(name, pattern))
  const isWanted = (name: string) => isMatched(name) && (sideTags || !isSideTag(name))
  const left = new Set<string>()
  const { live, tags, ids, way } = await readFamily(
    client,
    profile,
    patterns.map(kojiGlob),
    name => {
      if (isMatched(name) && !isWanted(name)) left.add(name)
      return isWanted(name)
    },
    { packages, complete: true },
  )
  const isMarked = (name: string) => {
    const tag = live.tags.get(name)
    return !sideTags && tag !== undefined && isMarkedAsSideTag(tag)
  }
  for (const name of tags.filter(isMarked)) left.add(name)
  const chosen = new Set(tags.filter(name => !isMarked(name)))
  const { desired: all, unsaid } = liveAsDesired(live, packages ? chosen : new Set())
  const desired = parted(all, chosen, isWanted)
  await refuseEmpty(patterns, desired, client)
  return {
    desired: { ...desired, requires: requirementsOf(desired, live) },
    unsaid: unsaid.filter(one => {
      if ('tag' in one) return chosen.has(one.tag)
      return one.kind === 'tag' ? chosen.has(one.name) : isWanted(one.name)
    }),
    sideTags: [...left].filter(name => live.tags.has(name) || isSideTag(name)).sort(compareText),
    live,
    ids,
    way,
  }
}

function parted(
  { tags, targets, external_repos, ...rest }: DesiredState,
  chosen: ReadonlySet<string>,
  isWanted: (name: string) => boolean,
): DesiredState {
  const isNear = (name: string) => {
    const target = targets.get(name)
    if (target === undefined || target.absent) return false
    return chosen.has(target.build_tag) || chosen.has(target.dest_tag)
  }
  return {
    ...rest,
    tags: new Map([...tags].filter(([name]) => chosen.has(name))),
    targets: new Map([...targets].filter(([name]) => isWanted(name) || isNear(name))),
    external_repos: new Map([...external_repos].filter(([name]) => isWanted(name))),
  }
}

async function refuseEmpty(
  patterns: readonly string[],
  { tags, targets, external_repos }: DesiredState,
  client: HubClient,
): Promise<void> {
  const names = [...tags.keys(), ...targets.keys(), ...external_repos.keys()]
  const idle = patterns.filter(pattern => !names.some(name => matchesGlob(name, pattern)))
  if (idle.length === 0) return
  const isMisspelt = idle.some(pattern => !/[*?[]/.test(pattern))
  const known = isMisspelt ? await readTagNames(client, ['*']) : []
  const problems = idle.map(
    pattern => `no tag, target or external repo matches ${pattern}${didYouMean(pattern, known)}`,
  )
  throw new RelengError(problems.map(cleanLine).join('\n'), {
    where: client.url,
    next: 'mend the names; globs know * ? […]; side tags are left out without --side-tags',
  })
}

/** The tags that are built upon and stay others' matter. */
function requirementsOf({ tags, targets }: DesiredState, live: LiveState): Requirement[] {
  const parents = [...tags.values()].flatMap(({ inheritance = [] }: DesiredTag) =>
    inheritance.map(({ parent }) => parent),
  )
  const used = [...targets.values()].flatMap(target =>
    target.absent ? [] : [target.build_tag, target.dest_tag],
  )
  const source = { file: live.hub.url, line: 1, column: 1 }
  return [...new Set([...parents, ...used])]
    .filter(name => !tags.has(name) && live.tags.has(name))
    .sort(compareText)
    .map(name => ({ kind: 'tag', name, source }))
}

/** A file as it is to be written. */
export interface DraftFile {
  /** where it will be */
  readonly path: string
  readonly text: string
}

/**
 * Proves that files say what was read: loaded, they are that desired state, and planned on the hub, which is read once
 * more in one request, they change nothing. Throws where they do not.
 *
 * @param files the desired-state file first, then the templates that it uses
 */
export async function proveExport(
  exported: Exported,
  files: readonly DraftFile[],
  client: HubClient,
  io: DesiredIo,
): Promise<void> {
  const [main] = files
  if (main === undefined) return
  const { live, desired, way } = exported
  const known = new Map(
    files.map(({ path, text }) => [resolve(io.cwd, path), new TextEncoder().encode(text)]),
  )
  const loaded = await loadDesired([main.path], withFiles(io, known))
  if (desiredDigest(loaded) !== desiredDigest(desired))
    throw new RelengError('the file would say something else than the hub has', {
      where: main.path,
      next: 'please report it, with the names that were exported; without --as-template it may work',
    })
  const { plan } = await planOfRead(desiredAim(loaded), { live, way }, client)
  if (plan.changes.length === 0) return
  const isMoved = plan.event !== live.event
  throw new RelengError(
    isMoved
      ? 'somebody wrote to the hub while it was read; nothing was written'
      : `a plan of the file would change the hub; nothing was written\n${changesText(plan.changes)}`,
    { where: live.hub.url, next: isMoved ? 'do it again' : 'please report it, with the output of --debug' },
  )
}
