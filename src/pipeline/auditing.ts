import {
  type Audit,
  AuditView,
  rules as allRules,
  authorsOf,
  checkRules,
  driftFindings,
  type Finding,
  questionsOf,
  type Rule,
  reported,
  type Scope,
  strangersTo,
  unmanagedFindings,
  unresolvedFindings,
  type Waiver,
  waived,
  worstFirst,
} from '../audit/index.js'
import { type HubClient, LiveReader, readAuditFacts, readHubNames, readStrangers } from '../hub/index.js'
import { type JournalFolder, lastRuns } from '../journal/index.js'
import type { DesiredState } from '../koji/desired-state.js'
import type { RelengError } from '../koji/error.js'
import type { Descending } from '../koji/inheritance.js'
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
  /** all of them, unless some are named */
  readonly rules?: readonly Rule[]
}

export interface Audited {
  readonly audit: Audit
  /** who inherits from whom among what was read, for a picture */
  readonly links: readonly Descending[]
  /** journals that could not be read */
  readonly damaged: readonly RelengError[]
}

/**
 * Audits a hub: as it is now, or as it was. Anonymous; writes nothing; in as many requests as a plan of the same files,
 * and up to six more, whatever the number of tags and findings.
 */
export async function auditHub(
  client: HubClient,
  profile: string,
  subject: AuditSubject,
  at: Moment | null = null,
): Promise<Audited> {
  const { desired, patterns, waivers, today, rules = allRules } = subject
  const event = at?.event
  const { live, scope, drift, damaged } = await (desired === undefined
    ? inTags(client, profile, patterns, event)
    : inFiles(client, profile, { ...subject, desired }, event))
  const view = new AuditView({ live, scope, ...(desired && { desired }) })
  const facts = await readAuditFacts(client, questionsOf(rules, view), { at: event })
  const findings = [...drift, ...checkRules(rules, view.with(facts))]
  const isNarrowed = desired !== undefined && patterns.length > 0
  const isMeant = (name: string) => !isNarrowed || patterns.some(glob => matchesGlob(name, glob))
  const count = (names: ReadonlySet<string>) => [...names].filter(isMeant).length
  const looked = isNarrowed ? [] : [...(desired ? ['*', ...driftRules] : []), ...rules.map(({ id }) => id)]
  const audit = {
    hub: live.hub,
    event: live.event,
    at,
    resources: {
      tags: count(scope.tags),
      targets: count(scope.targets),
      external_repos: count(scope.external_repos),
    },
    findings: worstFirst(
      waived(
        findings.filter(({ resource }) => isMeant(resource.name)),
        waivers,
        { today: at?.time?.slice(0, '2026-12-31'.length) ?? today, rules: new Set(looked) },
      ),
    ),
  }
  const links = [...live.tags.values()].flatMap(({ name: child, inheritance }) =>
    inheritance.map(link => ({ ...link, child })),
  )
  return { audit, links, damaged }
}

/** What is read for an audit, and what no rule needs to find. */
interface Found {
  readonly live: LiveState
  readonly scope: Scope
  readonly drift: readonly Finding[]
  readonly damaged: readonly RelengError[]
}

const driftRules = ['drift', 'unresolved', 'unmanaged']

/** The drift from files, and what is there beside them. */
async function inFiles(
  client: HubClient,
  profile: string,
  { desired, journals }: AuditSubject & { readonly desired: DesiredState },
  event: number | undefined,
): Promise<Found> {
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
  return {
    live,
    scope: {
      tags: new Set(desired.tags.keys()),
      targets: new Set(desired.targets.keys()),
      external_repos: new Set(desired.external_repos.keys()),
    },
    drift: [
      ...drift,
      ...unresolvedFindings(unresolved, drift),
      ...unmanagedFindings(strangers, found, (kind, name) => runs.get(keyOfRow(kind, name))),
    ],
    damaged,
  }
}

/** Tags with what is around them. Throws where there are none of these names. */
async function inTags(
  client: HubClient,
  profile: string,
  patterns: readonly string[],
  event: number | undefined,
): Promise<Found> {
  const { tags: all } = await readHubNames(client, event)
  const { named, matched } = selectTags(patterns, all, client.url)
  const tags = new Set([...named, ...matched])
  const live = await new LiveReader(client, profile, { at: event }).read({ tags, targets: [] })
  const targets = [...live.targets.values()].filter(
    ({ build_tag, dest_tag }) => tags.has(build_tag) || tags.has(dest_tag),
  )
  const repos = [...tags].flatMap(tag => live.tags.get(tag)?.external_repos ?? [])
  return {
    live,
    scope: {
      tags,
      targets: new Set(targets.map(({ name }) => name)),
      external_repos: new Set(repos.map(({ repo }) => repo)),
    },
    drift: [],
    damaged: [],
  }
}
