import type { Call } from '../koji/call.js'
import { RelengError } from '../koji/error.js'
import { didYouMean } from '../koji/names.js'
import type { RepoStatus } from '../koji/repo-status.js'
import type { Outcome } from './answer.js'
import type { HubClient } from './client.js'
import type { RpcValue } from './codec/value.js'
import { FaultCode, type KojiFault } from './fault.js'
import { LiveReader } from './live-reader.js'
import { Row } from './row.js'
import type { Session } from './session.js'

/**
 * The repos that would show all that has changed in these tags, and in what they inherit from: none is looked for yet.
 * Throws where there is no such tag.
 */
export async function wantRepos(client: HubClient, tags: readonly string[]): Promise<RepoStatus[]> {
  const names = [...new Set(tags)]
  const asking = ['getTag', 'tagLastChangeEvent'] as const
  const outcomes = await client.multiCall(
    asking.flatMap(method => names.map(name => ({ method, params: [name] }))),
  )
  const unknown = names.filter((_, index) => answerOf(outcomes[index]) === null)
  if (unknown.length > 0) throw await noSuchTags(unknown, client)
  return names.map((tag, index) => {
    const min_event = Number(answerOf(outcomes[names.length + index]))
    return { tag, min_event, state: 'waiting', repo: null, request: null, task: null, reason: null }
  })
}

/** Looks what has become of them. Anonymous: repos that are there, and what became of requests. */
export async function lookForRepos(
  client: HubClient,
  repos: readonly RepoStatus[],
): Promise<readonly RepoStatus[]> {
  return changed(repos, waiting => client.multiCall(waiting.map(lookCall)), seen)
}

/** Asks for them, which takes a login and no permission. A request that is there already is taken for one's own. */
export async function requestRepos(
  session: Session,
  repos: readonly RepoStatus[],
): Promise<readonly RepoStatus[]> {
  const call = ({ tag, min_event }: RepoStatus) => ({ method: 'repo.request', params: [tag, min_event] })
  return changed(repos, waiting => session.multiCall(waiting.map(call)), requested)
}

/** Those that are waited for, as the answers to their calls make them; the others as they are. */
async function changed(
  repos: readonly RepoStatus[],
  ask: (waiting: readonly RepoStatus[]) => Promise<readonly Outcome[]>,
  become: (repo: RepoStatus, outcome: Outcome | undefined) => RepoStatus,
): Promise<readonly RepoStatus[]> {
  const waiting = repos.filter(({ state }) => state === 'waiting')
  if (waiting.length === 0) return repos
  const outcomes = await ask(waiting)
  const now = new Map(waiting.map((repo, index) => [repo.tag, become(repo, outcomes[index])]))
  return repos.map(repo => now.get(repo.tag) ?? repo)
}

function lookCall({ tag, min_event, request }: RepoStatus): Call<RpcValue> {
  return request === null
    ? { method: 'repo.get', params: [tag, min_event] }
    : { method: 'repo.checkRequest', params: [request] }
}

function seen(repo: RepoStatus, outcome: Outcome | undefined): RepoStatus {
  if (outcome === undefined) return repo
  if ('fault' in outcome) {
    // A hub forgets requests some time after they ended; the repo may be there all the same.
    return repo.request === null ? failed(repo, outcome.fault) : { ...repo, request: null, task: null }
  }
  if (repo.request !== null) return answered(repo, Row.from(outcome.value, 'repo.checkRequest'))
  return outcome.value === null ? repo : ready(repo, Row.from(outcome.value, 'repo.get'))
}

function requested(repo: RepoStatus, outcome: Outcome | undefined): RepoStatus {
  if (outcome === undefined) return repo
  return 'fault' in outcome
    ? failed(repo, outcome.fault)
    : answered(repo, Row.from(outcome.value, 'repo.request'))
}

/** From an answer that holds the repo, or else the request. */
function answered(repo: RepoStatus, answer: Row): RepoStatus {
  const [made, request] = [answer.rowOrNull('repo'), answer.rowOrNull('request')]
  if (made !== null) return ready(repo, made)
  if (request === null) return repo
  const now = { ...repo, request: request.integer('id'), task: request.integerOrNull('task_id') }
  if (request.flag('active')) return now
  const task = now.task === null ? '' : `; see its last task, ${now.task}`
  return { ...now, state: 'failed', reason: `the hub has given up request ${now.request}${task}` }
}

function ready(repo: RepoStatus, made: Row): RepoStatus {
  return { ...repo, state: 'ready', repo: made.integer('id') }
}

function failed(repo: RepoStatus, { code, text }: KojiFault): RepoStatus {
  // Before 1.35 hubs made repos by themselves, and took no requests.
  const isOld = code === FaultCode.generic && text.startsWith('Invalid method')
  return { ...repo, state: 'failed', reason: isOld ? `${text}: the hub is older than Koji 1.35` : text }
}

function answerOf(outcome: Outcome | undefined): RpcValue {
  if (outcome === undefined) return null
  if ('fault' in outcome) throw outcome.fault
  return outcome.value
}

async function noSuchTags(unknown: readonly string[], client: HubClient): Promise<RelengError> {
  const names = await new LiveReader(client, '').tagNames()
  const lines = unknown.map(name => `there is no tag ${name}${didYouMean(name, names)}`)
  return new RelengError(lines.join('\n'), { where: client.url, next: 'check the names' })
}
