import type { Json, JsonObject } from '../koji/json.js'
import { number, object, orNull, text } from './saved-json.js'
import type { Build } from './store/build-table.js'
import type { Repo, RepoOptions, RepoRequest } from './store/repo.js'

// The rows of tables that are not versioned, as a saved state has them.

export function buildOf(row: JsonObject): Build {
  return {
    id: number(row.id),
    package_id: number(row.package_id),
    version: text(row.version),
    release: text(row.release),
    epoch: orNull(number, row.epoch),
    draft: row.draft === true,
    state: number(row.state),
    owner: number(row.owner),
    source: orNull(text, row.source),
    extra: orNull(text, row.extra),
    task_id: orNull(number, row.task_id),
    create_event: number(row.create_event),
    start_time: orNull(number, row.start_time),
    completion_time: orNull(number, row.completion_time),
  }
}

export function repoOf(row: JsonObject): Repo {
  return {
    id: number(row.id),
    tag_id: number(row.tag_id),
    create_event: number(row.create_event),
    begin_event: number(row.begin_event),
    end_event: orNull(number, row.end_event),
    creation_time: number(row.creation_time),
    state_time: number(row.state_time),
    state: number(row.state),
    opts: optionsOf(row.opts),
    custom_opts: optionsOf(row.custom_opts),
  }
}

export function repoRequestOf(row: JsonObject): RepoRequest {
  return {
    id: number(row.id),
    tag_id: number(row.tag_id),
    owner: number(row.owner),
    priority: number(row.priority),
    at_event: orNull(number, row.at_event),
    min_event: orNull(number, row.min_event),
    opts: optionsOf(row.opts),
    create_time: number(row.create_time),
    update_time: number(row.update_time),
    active: row.active === true,
    repo_id: orNull(number, row.repo_id),
  }
}

function optionsOf(value: Json | undefined): RepoOptions {
  return Object.fromEntries(Object.entries(object(value)).map(([key, option]) => [key, option === true]))
}
