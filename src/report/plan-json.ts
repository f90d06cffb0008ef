import type { Change, Plan, Stage } from '../plan/index.js'
import { type Counts, countRequests, resourceCounts } from './summary.js'

/** What `tags plan --json` prints. */
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

/** What `tags apply --json` prints: the plan, what became of each call, and what is still to change. */
export interface AppliedDocument {
  readonly plan: PlanDocument
  readonly results: readonly unknown[]
  readonly remaining: readonly Change[]
  /** the run's ID and the file of its journal; `null` where nothing was noted */
  readonly run: string | null
  readonly journal: string | null
}

export interface AppliedRun {
  readonly run: string
  /** missing where nothing was noted */
  readonly path?: string | undefined
}

export function appliedJson(
  plan: Plan,
  { results, remaining }: { readonly results: readonly unknown[]; readonly remaining: readonly Change[] },
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
  }
}

function countCalls(stages: readonly Stage[]): number {
  return stages.reduce((sum, { calls }) => sum + calls.length, 0)
}
