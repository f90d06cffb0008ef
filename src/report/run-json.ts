import type { JournaledRun, Outcome, ProcessMark } from '../journal/index.js'
import type { RelengError } from '../koji/error.js'
import type { HubIdentity } from '../koji/live-state.js'
import type { Leaves } from '../plan/index.js'
import { type PlanDocument, planJson } from './plan-json.js'

/** `open`: its journal was not closed, and whether its process still lives cannot be told from here. */
export type RunState = Outcome | 'running' | 'open'

/** A run as `tags runs` lists it. */
export interface RunRow {
  readonly run: string
  readonly began: string
  readonly ended: string | null
  readonly hub: HubIdentity
  readonly user: string | null
  readonly reason: string | null
  readonly state: RunState
  readonly follows: readonly string[]
  /** the run that settled what this one, which was broken off, had left open */
  readonly followed_by: string | null
  readonly changes: number
  readonly calls: CallCounts
  readonly journal: string
}

export interface CallCounts {
  readonly done: number
  readonly failed: number
  /** they were sent, and it is not known whether they were done */
  readonly unknown: number
  readonly not_run: number
}

/** What `tags runs --json` prints. */
export interface RunsDocument {
  readonly runs: readonly RunRow[]
  readonly damaged: readonly { readonly message: string; readonly where: string | null }[]
}

/** What `tags runs show --json` prints. */
export interface RunDocument extends RunRow {
  readonly tool: string
  readonly process: ProcessMark
  readonly leaves: Leaves
  readonly plan: PlanDocument
  readonly requests: JournaledRun['requests']
  readonly results: JournaledRun['results']
  readonly remaining: JournaledRun['remaining']
  readonly error: string | null
  readonly torn: boolean
}

/** What a journal alone does not tell. */
export interface RunContext {
  /** whether its process still lives; `undefined` where that cannot be told */
  readonly lives: boolean | undefined
  readonly followedBy?: string | undefined
}

export function runRow(told: JournaledRun, { lives, followedBy }: Partial<RunContext>): RunRow {
  const { opened, closed } = told
  const { run, time, user, reason, follows, plan } = opened
  return {
    run,
    began: time,
    ended: closed?.time ?? null,
    hub: plan.hub,
    user,
    reason,
    state: closed?.outcome ?? openState(lives),
    follows,
    followed_by: followedBy ?? null,
    changes: plan.changes.length,
    calls: callCounts(told),
    journal: told.path,
  }
}

function openState(lives: boolean | undefined): RunState {
  if (lives === undefined) return 'open'
  return lives ? 'running' : 'interrupted'
}

function callCounts({ results }: JournaledRun): CallCounts {
  const all = results.flatMap(stage => stage.results)
  const count = (...statuses: string[]) => all.filter(({ status }) => statuses.includes(status)).length
  return {
    done: count('done'),
    failed: count('failed'),
    unknown: count('unknown'),
    not_run: count('not-run', 'skipped'),
  }
}

export function runsJson(runs: readonly RunRow[], damaged: readonly RelengError[]): RunsDocument {
  return { runs, damaged: damaged.map(({ message, where = null }) => ({ message, where })) }
}

export function runJson(told: JournaledRun, context: RunContext): RunDocument {
  const { opened, closed, requests, results, remaining, isTorn } = told
  const { tool, process, leaves, plan } = opened
  return {
    ...runRow(told, context),
    tool,
    process,
    leaves,
    plan: planJson(plan),
    requests,
    results,
    remaining,
    error: closed?.error ?? null,
    torn: isTorn,
  }
}
