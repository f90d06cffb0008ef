import { integer, list, nullable, object, one, text } from './vocabulary.js'

/** What becomes of a repo that is waited for. */
export const repo = {
  tag: text,
  min_event: integer,
  state: one('waiting', 'ready', 'failed'),
  repo: nullable(integer),
  request: nullable(integer),
  task: nullable(integer),
  reason: nullable(text),
}

export const waited = { profile: text, hub: text, repos: list(object(repo)), warnings: list(text) }

/** What `repos wait` prints. */
export const repos = object(waited)
