import {
  type Audit,
  authorsOf,
  driftFindings,
  type Finding,
  reported,
  strangersTo,
  unmanagedFindings,
  unresolvedFindings,
  type Waiver,
  waived,
  worstFirst,
} from '../audit/index.js'
import { type HubClient, LiveReader, readHubNames, readStrangers } from '../hub/index.js'
import { type JournalFolder, lastRuns } from '../journal/index.js'
import type { DesiredState } from '../koji/desired-state.js'
import type { RelengError } from '../koji/error.js'
import type { LiveState } from '../koji/live-state.js'
import type { Moment } from '../koji/moment.js'
import { matchesGlob } from '../koji/names.js'
import { selectTags } from '../koji/tag-selection.js'
import { desiredAim, keyOfRow, rowKey } from '../plan/index.js'
import { survey } from './planning.js'

/** What is to be audited, and what is known of it. */
export interface AuditSubject {
  /** what the hub is compared with, if anything */
  readonly desired?: DesiredState | undefined
  /**
   * names and globs: without a desired state, of the tags that are audited; with one, only findings about what has
   * such a name are wanted
   */
  readonly patterns: readonly string[]
  readonly waivers: readonly Waiver[]
  /** the journals of the runs that may have written what is found */
  readonly journals: JournalFolder
  /** the day, as waivers write it */
  readonly today: string
}

export interface Audited {
  readonly audit: Audit
  /** journals that could not be read */
  readonly damaged: readonly RelengError[]
}

/**
 * Audits a hub: as it is now, or as it was. Anonymous; writes nothing; in as many requests as a plan of the same files,
 * and two or three more, whatever the number of tags and findings.
 */
export async function auditHub(
  client: HubClient,
  profile: string,
  subject: AuditSubject,
  at: Moment | null = null,
): Promise<Audited> {
  const { desired, patterns, waivers, today } = subject
  const found = await (desired === undefined
    ? findInTags(client, profile, patterns, at)
    : findInFiles(client, profile, { ...subject, desired }, at))
  const { live, findings, resources, rules, damaged } = found
  const day = at?.time?.slice(0, '2026-12-31'.length) ?? today
  const audit = {
    hub: live.hub,
    event: live.event,
    at,
    resources,
    findings: worstFirst(waived(findings, waivers, { today: day, rules })),
  }
  return { audit, damaged }
}

interface Found {
  readonly live: LiveState
  readonly findings: readonly Finding[]
  readonly resources: Audit['resources']
  /** whose findings are all there */
  readonly rules: ReadonlySet<string>
  readonly damaged: readonly RelengError[]
}

/** The drift from files, and what is there beside them. */
async function findInFiles(
  client: HubClient,
  profile: string,
  { desired, patterns, journals }: AuditSubject & { readonly desired: DesiredState },
  at: Moment | null,
): Promise<Found> {
  const event = at?.event
  const reader = new LiveReader(client, profile, { at: event })
  const [{ live, goal, unresolved }, names] = await Promise.all([
    survey(desiredAim(desired), reader),
    readHubNames(client, event),
  ])
  const changes = reported(goal.changes)
  const strangers = strangersTo(desired, names)
  const [by, found] = await Promise.all([
    authorsOf(changes, live, goal.tags, client, event),
    readStrangers(client, strangers, event),
  ])
  const keys = [
    ...changes.map(rowKey),
    ...strangers.tags.map(name => keyOfRow('tag', name)),
    ...strangers.targets.map(name => keyOfRow('target', name)),
  ]
  const { runs, damaged } = lastRuns(journals, { url: client.url, keys, before: event })
  const drift = driftFindings(changes, change => ({ by: by(change), run: runs.get(rowKey(change)) }))
  const findings = [
    ...drift,
    ...unresolvedFindings(unresolved, drift),
    ...unmanagedFindings(strangers, found, (kind, name) => runs.get(keyOfRow(kind, name))),
  ]
  const isMeant = (name: string) => patterns.length === 0 || patterns.some(glob => matchesGlob(name, glob))
  const count = (all: ReadonlyMap<string, unknown>) => [...all.keys()].filter(isMeant).length
  return {
    live,
    findings: findings.filter(({ resource }) => isMeant(resource.name)),
    resources: {
      tags: count(desired.tags),
      targets: count(desired.targets),
      external_repos: count(desired.external_repos),
    },
    rules: new Set(patterns.length === 0 ? ['*', 'drift', 'unresolved', 'unmanaged'] : []),
    damaged,
  }
}

/** What is wrong with tags that no file says anything of. Throws where there are none of these names. */
async function findInTags(
  client: HubClient,
  profile: string,
  patterns: readonly string[],
  at: Moment | null,
): Promise<Found> {
  const event = at?.event
  const { tags: all } = await readHubNames(client, event)
  const { named, matched } = selectTags(patterns, all, client.url)
  const tags = new Set([...named, ...matched])
  const live = await new LiveReader(client, profile, { at: event }).read({ tags, targets: [] })
  const targets = [...live.targets.values()].filter(
    ({ build_tag, dest_tag }) => tags.has(build_tag) || tags.has(dest_tag),
  )
  const repos = new Set(
    [...tags].flatMap(tag => (live.tags.get(tag)?.external_repos ?? []).map(({ repo }) => repo)),
  )
  return {
    live,
    findings: [],
    resources: { tags: tags.size, targets: targets.length, external_repos: repos.size },
    rules: new Set(),
    damaged: [],
  }
}
