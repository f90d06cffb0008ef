import { basename, dirname, relative, resolve } from 'node:path'
import { type DesiredIo, InputError, loadDesired, withFiles } from '../desired/index.js'
import type { DesiredState } from '../koji/desired-state.js'
import { RelengError } from '../koji/error.js'
import type { LiveState } from '../koji/live-state.js'
import { goalOf, withArches } from '../plan/index.js'
import {
  carriable,
  compareReleases,
  type Difference,
  type LeftOver,
  liveRelease,
  madeRelease,
  type Release,
  type ReleaseState,
  releaseName,
  saidRelease,
  singleDifferences,
  unknownHub,
} from '../release/index.js'
import { type Override, overridesOf, type ReleaseFile, releaseFileText } from '../report/index.js'
import type { Fit } from './fitting.js'
import type { ReleaseTemplate } from './release-template.js'

/** What a new release is made of. */
export interface Draft {
  readonly template: ReleaseTemplate
  readonly number: string
  /** where the file will be: templates are named from there */
  readonly path: string
  readonly io: DesiredIo
  /** the hub that was looked at, if any was */
  readonly hub?: { readonly live: LiveState; readonly profile: string } | undefined
  /** the release that it is to be like, and what of it was chosen */
  readonly like?: { readonly fit: Fit; readonly chosen: Chosen } | undefined
}

/** What of another release is carried over. */
export interface Chosen {
  readonly switches: ReadonlyMap<string, boolean>
  readonly differences: readonly Difference[]
}

export interface NewRelease {
  readonly file: ReleaseFile
  readonly text: string
  readonly carried: readonly Difference[]
  readonly left: readonly LeftOver[]
}

/**
 * Writes the desired-state file of a new release, and proves it: it is loaded, and, where it is made like another
 * release, the same file for the number of that one must leave none of the differences that it carries, and, if it
 * carries all, plan no change.
 */
export async function newRelease(draft: Draft): Promise<NewRelease> {
  const { template, number, hub, like } = draft
  const live = hub?.live ?? unknownHub
  const switches = like?.chosen.switches ?? new Map<string, boolean>()
  const texts = Object.fromEntries([...switches].map(([name, value]) => [name, String(value)]))
  const expanded = await template.expand(number, texts)
  const release = template.releaseOf(number, expanded)
  const made = madeRelease(expanded, release, live)
  const { carried, left } =
    like === undefined
      ? { carried: [], left: [] }
      : carriable(like.chosen.differences, like.fit.like, made, live)
  const ofPhase = like === undefined ? new Set<Difference>() : phaseMade(carried, like.fit.made, made)
  const plain: ReleaseFile = {
    release,
    template: templateName(draft),
    description: template.use.description,
    preface: template.use.preface,
    parameters: template.use.parameters,
    values: template.values(number, template.phase, switches),
    reasons: reasonsOf(switches, like?.fit.like.release),
    file: basename(draft.path),
    profile: hub?.profile,
    like: likeOf(draft, left, ofPhase),
    overrides: [],
    warnings: [],
  }
  const [file, desired] = await loadable(plain, { carried, state: like?.fit.like, made, expanded }, draft)
  if (like !== undefined) await prove(file, { ...like.fit, carried }, live, draft)
  const warnings = hub === undefined ? [] : warningsOf(desired, release, hub, file.file)
  const whole = { ...file, warnings }
  return { file: whole, text: releaseFileText(whole), carried, left }
}

interface Carrying {
  readonly carried: readonly Difference[]
  readonly state: ReleaseState | undefined
  readonly made: ReleaseState
  readonly expanded: DesiredState
}

/** The file with what it says over its template, in the words that load; and what it then says. */
async function loadable(
  file: ReleaseFile,
  { carried, state, made, expanded }: Carrying,
  draft: Draft,
): Promise<[ReleaseFile, DesiredState]> {
  const absent = [...expanded.targets.values()].filter(target => target.absent).map(({ name }) => name)
  const attempt = async (macros: 'dist_tag' | 'extra'): Promise<[ReleaseFile, DesiredState]> => {
    const overrides: readonly Override[] =
      state === undefined ? [] : overridesOf(carried, state, { made, absentTargets: new Set(absent), macros })
    const whole = { ...file, overrides }
    return [whole, await load(releaseFileText(whole), draft)]
  }
  try {
    return await attempt('dist_tag')
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return attempt('extra')
  }
}

function load(text: string, { path, io }: Draft): Promise<DesiredState> {
  return loadDesired([path], withFiles(io, new Map([[path, new TextEncoder().encode(text)]])))
}

async function prove(
  file: ReleaseFile,
  { like, made, phase, differences, switches, carried }: Fit & { readonly carried: readonly Difference[] },
  live: LiveState,
  draft: Draft,
): Promise<void> {
  const { number } = like.release
  const { template } = draft
  const chosen = draft.like?.chosen.switches ?? new Map<string, boolean>()
  const texts = Object.fromEntries([...chosen].map(([name, value]) => [name, String(value)]))
  const expanded = await template.expand(number, { ...texts, ...(phase !== undefined && { phase }) })
  const same = { ...file, release: like.release, values: template.values(number, phase, chosen) }
  const [, desired] = await loadable(same, { carried, state: like, made: madeOf(), expanded }, draft)
  const left = singleDifferences(compareReleases(madeRelease(desired, like.release, live), like).differences)
  const remaining = left.filter(one => carried.some(other => keyOf(other) === keyOf(one)))
  const isAll = carried.length === differences.length && chosen.size === switches.size
  const changes = isAll && like.unsaid.length === 0 ? changesOf(desired, like, live) : []
  if (remaining.length === 0 && changes.length === 0 && !(isAll && left.length > 0)) return
  const names = new Set([...(isAll ? left : remaining).map(({ b }) => b), ...changes])
  throw new RelengError(
    `the file cannot be made: with the number of ${releaseName(like.release)} it would not come to what that is`,
    {
      where: [...names].join(', '),
      next: 'say --ask and leave these out; please report it, with the output of tags show for them',
    },
  )

  function madeOf(): ReleaseState {
    return chosen.size === switches.size ? made : madeRelease(expanded, like.release, live)
  }
}

/** The resources of a release that a plan of these files would change. */
function changesOf(
  desired: DesiredState,
  { release, tags, targets }: ReleaseState,
  live: LiveState,
): string[] {
  const own = <T>(all: ReadonlyMap<string, T>, wanted: ReadonlyMap<string, unknown>) =>
    new Map([...all].filter(([name]) => wanted.has(name)))
  const wanted = { ...desired, tags: own(desired.tags, tags), targets: own(desired.targets, targets) }
  const { changes } = goalOf(withArches(wanted, live), live)
  // Lists of packages were not read.
  return changes.flatMap(change => {
    if (change.kind === 'package') return []
    const name = 'tag' in change ? change.tag : 'target' in change ? change.target : change.external_repo
    return [`${name} (${releaseName(release)})`]
  })
}

/** The differences in something that the template makes otherwise in the phase of the new release. */
function phaseMade(
  carried: readonly Difference[],
  before: ReleaseState,
  after: ReleaseState,
): Set<Difference> {
  const moved = singleDifferences(compareReleases(before, after).differences)
  const keys = new Set(moved.flatMap(one => partKeys(one, one.a)))
  return new Set(carried.filter(one => partKeys(one, one.b).some(key => keys.has(key))))
}

function keyOf({ kind, b, only, entries }: Difference): string {
  return [kind, b, only === null && kind === 'tag' ? entries[0]?.facet : ''].join(' ')
}

/** The parts of a resource that files say as one: a field of the settings, or a facet. */
function partKeys({ kind, entries }: Difference, name: string): string[] {
  return entries.map(({ facet, path }) => {
    const [field] = facet === 'settings' ? (path.a ?? path.b ?? []) : []
    return [kind, name, facet, field ?? ''].join(' ')
  })
}

function likeOf({ hub, like }: Draft, left: readonly LeftOver[], ofPhase: ReadonlySet<Difference>) {
  if (hub === undefined || like === undefined) return null
  const { live } = hub
  const { fit } = like
  return {
    release: fit.like.release,
    hub: live.hub,
    event: live.event,
    phase: fit.phase ?? null,
    left,
    ofPhase,
  }
}

function reasonsOf(switches: ReadonlyMap<string, boolean>, like: Release | undefined): Map<string, string> {
  const name = like === undefined ? '' : releaseName(like)
  return new Map(
    [...switches].map(([key, isOn]) => [key, isOn ? `${name} has these` : `${name} has none of these`]),
  )
}

/** A template as the file names it: from the folder that the file is in. */
function templateName({ template, path, io }: Draft): string {
  const { name } = template.use
  if (!/^\.{0,2}\//.test(name)) return name
  const from = relative(dirname(path), resolve(io.cwd, name))
  return from.startsWith('.') ? from : `./${from}`
}

function warningsOf(
  desired: DesiredState,
  release: Release,
  { live, profile }: { readonly live: LiveState; readonly profile: string },
  file: string,
): string[] {
  const found = liveRelease(live, release)
  if (found.tags.size + found.targets.size + found.external_repos.size === 0) return []
  const name = releaseName(release)
  const { differences } = compareReleases(saidRelease(desired, release, live), found)
  const names = new Set(differences.map(({ a }) => a))
  if (names.size === 0) return [`${name} is on ${profile} already, just as this file says`]
  const some = [...names].slice(0, 5).join(', ')
  const more = names.size > 5 ? ` and ${names.size - 5} more` : ''
  return [
    `${name} is on ${profile} already, and otherwise than this file says: ${some}${more}; ` +
      `see koji-releng tags compare ${file} ${name} --profile ${profile}`,
  ]
}
