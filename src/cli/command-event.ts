import type { RepoEvent, RunEvent } from '../apply/index.js'
import type { Retry } from '../hub/index.js'
import type { RepoStatus } from '../koji/repo-status.js'
import type { Plan, StageName } from '../plan/index.js'
import {
  type AppliedDocument,
  cleanLine,
  count,
  namesText,
  type ReposDocument,
  readBackText,
} from '../report/index.js'

/** What a command that changes a hub tells while it works, to people and to programs. */
export type CommandEvent =
  | { readonly event: 'warning'; readonly message: string; readonly text: string }
  /** what will be done, before anybody is asked */
  | { readonly event: 'plan'; readonly plan: Plan }
  /** the plan was agreed to: checks and the login come first, then its stages */
  | { readonly event: 'start'; readonly plan: Plan }
  | RunEvent
  /** a request is made once more, after so many seconds */
  | ({ readonly event: 'retry' } & Retry)
  /** the user has asked to stop */
  | { readonly event: 'interrupted'; readonly text: string }
  | RepoEvent
  | { readonly event: 'applied'; readonly document: AppliedDocument }
  | { readonly event: 'ready'; readonly document: ReposDocument }
  | { readonly event: 'error'; readonly error: Error }

/** One line for people, of what is worth one. What came of all is the command's own to say. */
export function eventText(event: CommandEvent, callsOf: (stage: StageName) => number): string | undefined {
  switch (event.event) {
    case 'warning':
      return event.text
    case 'stage-done':
      return `${event.stage} (${count(callsOf(event.stage), 'call')}): done`
    case 'read-back':
      return readBackText(event)
    case 'retry':
      return retryText(event)
    case 'interrupted':
      return event.text
    case 'repos':
      return `waiting for ${count(event.tags.length, 'repo')}: ${namesText(event.tags)}`
    case 'repo':
      return repoText(event)
    default:
      return undefined
  }
}

/** What is worth a line: that it is there, or never will be. */
function repoText({ tag, state, repo, reason }: RepoStatus): string | undefined {
  if (state === 'waiting') return undefined
  return cleanLine(`repo of ${tag}: ${state === 'ready' ? `ready (${repo})` : `will not come: ${reason}`}`)
}

function retryText({ error, number, of, seconds }: Retry): string {
  const what = cleanLine(`${error.message} (${error.where})`)
  const end = number === 1 ? '; Ctrl-C ends it' : ''
  return `${what}: retry ${number} of ${of} in ${seconds.toFixed(1)} s${end}`
}
