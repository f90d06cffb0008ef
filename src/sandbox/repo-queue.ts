import type { Call } from './call.js'
import { contains, optionsFor } from './repo-options.js'
import type { Repo, RepoOptions, RepoRequest } from './store/repo.js'
import { firstChange, lastChange } from './tag-changes.js'
import { findTag } from './tag-info.js'

export const readyState = 1

/**
 * Makes the repos that are due. In place of Koji's builders stands one rule: a repo is ready some seconds
 * (`repoSeconds` of the hub's options) after it was requested, by the hub's clock, and shows the tag as it was
 * then, or at the event that was asked for. As with Koji, it serves every request that it satisfies. A request
 * for a tag that is gone by then is given up.
 */
export function makeDueRepos(call: Call): void {
  const { clock, options } = call.hub
  const dueTime = (request: RepoRequest) => request.create_time + options.repoSeconds
  const due = call.store.repo_queue
    .rows()
    .filter(request => request.active && dueTime(request) <= clock())
    .sort((a, b) => dueTime(a) - dueTime(b))
  for (const { id } of due) {
    const request = call.store.repo_queue.byId(id)
    if (request?.active) makeRepo(call, request, dueTime(request))
  }
}

function makeRepo(call: Call, request: RepoRequest, time: number): void {
  const { store, tx } = call
  const { tag_id, at_event, min_event } = request
  const newest = store.events.rows().findLast(event => event.time <= time)?.id ?? 0
  const create_event = at_event ?? Math.max(newest, min_event ?? 0)
  const tag = findTag(store, tag_id, create_event)
  if (tag === undefined) {
    store.repo_queue.update(tx, { ...request, active: false, update_time: time })
    return
  }
  const live = findTag(store, tag_id, 'auto') ?? tag
  const repo = store.repo.insert(tx, {
    id: store.repo.nextId(),
    tag_id,
    create_event,
    begin_event: lastChange(store, live, { before: create_event }) ?? create_event,
    end_event: firstChange(store, tag_id, { after: create_event }),
    creation_time: time,
    state_time: time,
    state: readyState,
    ...optionsFor(tag, request.opts, call.hub.options),
  })
  for (const other of store.repo_queue.rows()) {
    if (other.active && satisfies(repo, other)) {
      store.repo_queue.update(tx, { ...other, active: false, repo_id: repo.id, update_time: time })
    }
  }
}

function satisfies(repo: Repo, request: RepoRequest): boolean {
  const { tag_id, at_event, min_event, opts } = request
  return tag_id === repo.tag_id && isAt(repo, { at_event, min_event }) && hasOptions(repo, opts)
}

interface Moment {
  readonly at_event: number | null
  readonly min_event: number | null
}

function isAt({ create_event }: Repo, { at_event, min_event }: Moment): boolean {
  return at_event !== null ? create_event === at_event : min_event === null || create_event >= min_event
}

/** All options that were asked for, and none beside the tag's own that were not. */
function hasOptions(repo: Repo, asked: RepoOptions): boolean {
  return contains(repo.opts, asked) && contains(asked, repo.custom_opts)
}

/** The ready repo of the newest event that serves. */
export function bestRepo(call: Call, tag_id: number, moment: Moment, asked: RepoOptions): Repo | undefined {
  const fitting = call.store.repo
    .rows()
    .filter(repo => repo.tag_id === tag_id && repo.state === readyState)
    .filter(repo => isAt(repo, moment) && hasOptions(repo, asked))
  return fitting.sort((a, b) => b.create_event - a.create_event)[0]
}
