import { type HistoryEvent, historyOf, type RunTrace, RunTraces } from '../audit/index.js'
import { findMoment, type HubClient, type PastQuestion, readPast, readTagNames } from '../hub/index.js'
import { changesMade, type JournaledRun } from '../journal/index.js'
import { RelengError } from '../koji/error.js'
import { selectTags } from '../koji/tag-selection.js'
import { isSideTag } from '../release/index.js'
import type { ToldHistory } from '../report/index.js'

/** What a person wants to know of a hub's past. */
export interface HistoryWish {
  /** tags by name or glob; deleted ones by name alone */
  readonly tags: readonly string[]
  readonly targets: readonly string[]
  readonly external_repos: readonly string[]
  readonly user?: string | undefined
  /** an event or a time, after which; and up to which */
  readonly since?: string | undefined
  readonly until?: string | undefined
  /** this event alone */
  readonly event?: number | undefined
  readonly builds: boolean
}

/**
 * Reads what happened on a hub: one request, one more for each of a time, globs and package lists. Anonymous. Throws
 * where nothing narrows it down: the past of a whole hub is millions of rows.
 *
 * @param runsOf the journals of runs on that hub that may belong to events of that time
 */
export async function readHistory(
  client: HubClient,
  profile: string,
  wish: HistoryWish,
  runsOf: (url: string, events: readonly HistoryEvent[]) => readonly JournaledRun[] = () => [],
): Promise<ToldHistory> {
  const { tags: patterns, targets, external_repos, user, builds } = wish
  refuseBoundless(wish, client.url)
  const [[after, until], tags] = await Promise.all([boundsOf(client, wish), namesOf(client, patterns)])
  const question: PastQuestion = { tags, targets, external_repos, user, after, until, builds }
  const { hub, event, versions, isMeant } = await readPast(client, profile, question)
  if (wish.event !== undefined && wish.event > event)
    throw new RelengError(`there is no event ${wish.event} on the hub`, {
      where: client.url,
      next: `its last event is ${event}`,
    })
  const events = historyOf(versions, isMeant)
  const traces = new RunTraces(runsOf(hub.url, events).map(traceOf))
  return {
    hub,
    event,
    after: after ?? null,
    until: until ?? null,
    events: events.map(told => ({ ...told, run: traces.of(told) ?? null })),
  }
}

function refuseBoundless({ tags, targets, external_repos, ...wish }: HistoryWish, where: string): void {
  const names = tags.length + targets.length + external_repos.length
  if (names > 0 || [wish.user, wish.since, wish.event].some(value => value !== undefined)) return
  throw new RelengError('the whole past of a hub is more than anybody can read', {
    where,
    next: 'name tags, or --target, --repo, --by, --since or --event',
  })
}

async function boundsOf(client: HubClient, { since, until, event }: HistoryWish) {
  if (event !== undefined) return [event - 1, event] as const
  const find = async (text: string | undefined) =>
    text === undefined ? undefined : (await findMoment(client, text, { event: 0, time: null })).event
  return Promise.all([find(since), find(until)])
}

/** Those that globs match are there today; side tags belong to packagers, and are taken only where they are meant. */
async function namesOf(client: HubClient, patterns: readonly string[]): Promise<readonly string[]> {
  const isGlob = (pattern: string) => /[*?[]/.test(pattern)
  const globs = patterns.filter(isGlob)
  if (globs.length === 0) return [...new Set(patterns)]
  const found = await readTagNames(client, globs)
  const { matched } = selectTags(globs, found, client.url)
  const isMeant = (tag: string) => !isSideTag(tag) || globs.some(glob => glob.includes('-side-'))
  return [...new Set([...patterns.filter(pattern => !isGlob(pattern)), ...matched.filter(isMeant)])]
}

function traceOf(journaled: JournaledRun): RunTrace {
  const { run, time, user, reason, plan } = journaled.opened
  const last = journaled.closed?.time ?? journaled.requests.at(-1)?.time ?? time
  return {
    run,
    user,
    reason,
    event: plan.event,
    began: time,
    ended: last,
    changes: changesMade(journaled),
  }
}
