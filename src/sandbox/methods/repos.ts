import type { RpcStruct, RpcValue } from '../../hub/codec/value.js'
import type { Call } from '../call.js'
import { formatTime } from '../clock.js'
import { convertBool, convertInt, convertIntOrNone } from '../convert.js'
import { actionNotAllowed, genericError, parameterError } from '../fault.js'
import { double, findStrict } from '../lookup.js'
import { method } from '../method.js'
import { isInt, truthy } from '../python.js'
import { contains, givenOptions } from '../repo-options.js'
import { bestRepo, makeDueRepos, readyState } from '../repo-queue.js'
import type { Repo, RepoOptions, RepoRequest } from '../store/repo.js'
import { firstChange, lastChange } from '../tag-changes.js'
import { extraWithoutBlocks, findTagStrict, type TagInfo } from '../tag-info.js'

export const repoMethods = [
  method(
    'repo.request',
    'request_repo(tag, min_event=None, at_event=None, opts=None, priority=None, force=False)',
    requestRepo,
  ),
  method(
    'repo.get',
    'get_repo(tag, min_event=None, at_event=None, opts=None)',
    (call, tagInfo, min_event, at_event, opts) => {
      makeDueRepos(call)
      const { id } = findStrict(call.store.tag, tagInfo)
      const moment = { min_event: convertIntOrNone(min_event), at_event: convertIntOrNone(at_event) }
      return structOrNull(call, bestRepo(call, id, moment, givenOptions(opts)))
    },
  ),
  method('repo.checkRequest', 'check_repo_request(req_id)', (call, given) => {
    makeDueRepos(call)
    const request = call.store.repo_queue.byId(convertInt(given))
    if (request === undefined) throw genericError('No such request')
    const repo = request.repo_id === null ? undefined : call.store.repo.byId(request.repo_id)
    return { repo: structOrNull(call, repo), request: requestStruct(call, request) }
  }),
  method(
    'getRepo',
    'old_get_repo(tag, state=None, event=None, dist=False, min_event=None)',
    (call, tagInfo, givenState, givenEvent, dist, givenMinimum) => {
      makeDueRepos(call)
      const { id } = findStrict(call.store.tag, tagInfo)
      const state = convertIntOrNone(givenState) ?? readyState
      const event = convertIntOrNone(givenEvent) ?? 0
      const minimum = convertIntOrNone(givenMinimum) ?? 0
      if (convertBool(dist)) return null
      const fitting = call.store.repo
        .rows()
        .filter(repo => repo.tag_id === id && repo.create_event >= minimum)
        .filter(repo => (event === 0 ? repo.state === state : repo.create_event <= event))
      return structOrNull(call, fitting.sort((a, b) => b.creation_time - a.creation_time)[0])
    },
  ),
  method('repoInfo', 'repo_info(repo_id, strict=False)', (call, given, strict) => {
    makeDueRepos(call)
    const repo = call.store.repo.byId(convertIntOrNone(given) ?? 0)
    if (repo === undefined && truthy(strict)) throw genericError('query returned no rows')
    return structOrNull(call, repo)
  }),
]

const defaultPriority = 20

/** A repo that serves, if there is one; else a request for one, which may have been made before. */
function requestRepo(
  call: Call,
  tagInfo: RpcValue,
  min_event: RpcValue,
  at_event: RpcValue,
  givenOpts: RpcValue,
  givenPriority: RpcValue,
  force: RpcValue,
): RpcValue {
  const { store, tx } = call
  const owner = call.assertLogin()
  makeDueRepos(call)
  const tag = findTagStrict(store, tagInfo)
  const opts = givenOptions(givenOpts)
  if (opts.maven && !call.hub.options.enableMaven) throw genericError('Maven support not enabled')
  const moment = momentOf(call, tag, min_event, at_event)
  const priority = priorityOf(call, givenPriority)
  const repo = truthy(force) ? undefined : bestRepo(call, tag.id, moment, opts)
  if (repo !== undefined) return { repo: repoStruct(call, repo), request: null, duplicate: false }

  const present = earlierRequest(call, tag.id, moment, opts)
  if (present !== undefined) {
    const request = { ...present, priority: Math.min(present.priority, priority) }
    if (request.priority !== present.priority) store.repo_queue.update(tx, request)
    return { repo: null, request: requestStruct(call, request), duplicate: true }
  }
  const now = call.hub.clock()
  const times = { create_time: now, update_time: now }
  const open = { ...times, active: true, repo_id: null }
  const row = { id: store.repo_queue.nextId(), tag_id: tag.id, owner, priority, ...moment, opts, ...open }
  const request = store.repo_queue.insert(tx, row)
  return { repo: null, request: requestStruct(call, request), duplicate: false }
}

function momentOf(call: Call, tag: TagInfo, min_event: RpcValue, at_event: RpcValue) {
  if (at_event !== null) {
    if (min_event !== null) throw parameterError('The min_event and at_event options conflict')
    return { at_event: existingEvent(call, at_event), min_event: null }
  }
  if (min_event === 'last') return { at_event: null, min_event: lastChange(call.store, tag) }
  const minimum = min_event === null ? defaultMinimum(call, tag) : existingEvent(call, min_event)
  return { at_event: null, min_event: minimum }
}

function existingEvent({ store }: Call, given: RpcValue): number {
  const event = convertInt(given)
  if (store.events.byId(event) === undefined) throw parameterError(`Invalid event: ${event}`)
  return event
}

const lagSeconds = 3600
const windowSeconds = 600

/** A repo may lag an hour (or what the tag says) behind its tag, in steps of ten minutes. */
function defaultMinimum({ store, hub }: Call, tag: TagInfo): number | null {
  const { 'repo.lag': configured = null } = extraWithoutBlocks(tag.extra)
  const lag = isInt(configured) ? Number(configured) : lagSeconds
  const limit = Math.floor((hub.clock() - lag) / windowSeconds) * windowSeconds
  const base = store.events.rows().findLast(event => event.time < limit)?.id ?? firstChange(store, tag.id)
  const last = lastChange(store, tag)
  return base === null || last === null ? last : Math.min(base, last)
}

function priorityOf(call: Call, given: RpcValue): number {
  if (given === null) return defaultPriority
  const offset = convertInt(given)
  if (offset < 0 && !call.permissions().includes('admin')) {
    throw actionNotAllowed('only admins may create high-priority requests')
  }
  return defaultPriority + offset
}

function earlierRequest(
  { store }: Call,
  tag_id: number,
  { at_event, min_event }: { at_event: number | null; min_event: number | null },
  opts: RepoOptions,
): RepoRequest | undefined {
  const fitting = store.repo_queue
    .rows()
    .filter(
      request =>
        request.active &&
        request.tag_id === tag_id &&
        contains(request.opts, opts) &&
        contains(opts, request.opts) &&
        (at_event !== null
          ? request.at_event === at_event
          : request.min_event !== null && request.min_event >= (min_event ?? 0)),
    )
  return fitting.sort((a, b) => a.priority - b.priority)[0]
}

function structOrNull(call: Call, repo: Repo | undefined): RpcStruct | null {
  return repo === undefined ? null : repoStruct(call, repo)
}

function repoStruct({ store }: Call, repo: Repo): RpcStruct {
  const { creation_time, state_time, ...row } = repo
  return {
    ...row,
    tag_name: store.tag.nameOf(repo.tag_id),
    create_ts: double(store.events.timeOf(repo.create_event)),
    begin_ts: double(store.events.timeOf(repo.begin_event)),
    end_ts: double(store.events.timeOf(repo.end_event)),
    creation_time: formatTime(creation_time),
    creation_ts: double(creation_time),
    state_time: formatTime(state_time),
    state_ts: double(state_time),
    dist: false,
    task_id: null,
    task_state: null,
  }
}

function requestStruct({ store }: Call, request: RepoRequest): RpcStruct {
  const { create_time, update_time, ...row } = request
  return {
    ...row,
    tag_name: store.tag.nameOf(request.tag_id),
    owner_name: store.users.nameOf(request.owner),
    create_time: formatTime(create_time),
    create_ts: double(create_time),
    update_time: formatTime(update_time),
    update_ts: double(update_time),
    tries: 0,
    task_id: null,
    task_state: null,
  }
}
