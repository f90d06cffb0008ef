import type { RelengError } from '../koji/error.js'
import type { RepoStatus } from '../koji/repo-status.js'
import type { Change, Plan, Stage } from '../plan/index.js'
import { type ErrorDocument, errorJson } from './error-text.js'
import { type Counts, countRequests, resourceCounts } from './summary.js'

/** What `tags plan --json` prints. */
export interface PlannedDocument extends PlanDocument {
  /** what one should know about the connection */
  readonly warnings: readonly string[]
}

/** A plan as data, with its sum. */
export interface PlanDocument extends Plan {
  readonly summary: {
    readonly create: Counts
    readonly update: Counts
    readonly delete: Counts
    readonly calls: number
    readonly requests: number
  }
  /** of the plan file that it was saved in, or comes from */
  readonly digest?: string
}

export function planJson(plan: Plan, digest?: string): PlanDocument {
  const { stages, changes } = plan
  return {
    ...plan,
    summary: { ...resourceCounts(changes), calls: countCalls(stages), requests: countRequests(stages) },
    ...(digest !== undefined && { digest }),
  }
}

export function plannedJson(
  plan: Plan,
  {
    warnings = [],
    digest,
  }: { readonly warnings?: readonly string[]; readonly digest?: string | undefined } = {},
): PlannedDocument {
  return { ...planJson(plan, digest), warnings }
}

/** What `tags apply --json` prints: the plan, what became of each call, and what is still to change. */
export interface AppliedDocument {
  readonly plan: PlanDocument
  readonly results: readonly unknown[]
  readonly remaining: readonly Change[]
  /** the run's ID and the file of its journal; `null` where nothing was noted */
  readonly run: string | null
  readonly journal: string | null
  /** what went wrong, or may, and changes nothing about the result */
  readonly warnings: readonly string[]
  /** what became of the repos that were waited for, if any were */
  readonly repos: readonly RepoStatus[] | null
  /** why they are not all ready */
  readonly error?: ErrorDocument['error']
}

/** What came of waiting for repos. */
export interface AwaitedRepos {
  readonly repos: readonly RepoStatus[]
  readonly error?: RelengError
}

export interface AppliedRun {
  readonly run: string
  /** missing where nothing was noted */
  readonly path?: string | undefined
}

export interface AppliedResult extends Partial<AwaitedRepos> {
  readonly results: readonly unknown[]
  readonly remaining: readonly Change[]
  readonly warnings?: readonly string[]
}

export function appliedJson(
  plan: Plan,
  { results, remaining, warnings = [], repos, error }: AppliedResult,
  noted?: AppliedRun,
): AppliedDocument {
  const { run, path } = noted ?? {}
  const isNoted = run !== undefined && path !== undefined
  return {
    plan: planJson(plan),
    results,
    remaining,
    run: isNoted ? run : null,
    journal: isNoted ? path : null,
    warnings,
    repos: repos ?? null,
    ...(error !== undefined && errorJson(error)),
  }
}

function countCalls(stages: readonly Stage[]): number {
  return stages.reduce((sum, { calls }) => sum + calls.length, 0)
}
