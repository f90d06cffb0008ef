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
}

export function planJson(plan: Plan): PlanDocument {
  const { stages, changes } = plan
  return {
    ...plan,
    summary: { ...resourceCounts(changes), calls: countCalls(stages), requests: countRequests(stages) },
  }
}

/** What `tags apply --json` prints: the plan, what became of each call, and what is still to change. */
export interface AppliedDocument {
  readonly plan: PlanDocument
  readonly results: readonly unknown[]
  readonly remaining: readonly Change[]
}

export function appliedJson(
  plan: Plan,
  { results, remaining }: { readonly results: readonly unknown[]; readonly remaining: readonly Change[] },
): AppliedDocument {
  return { plan: planJson(plan), results, remaining }
}

function countCalls(stages: readonly Stage[]): number {
  return stages.reduce((sum, { calls }) => sum + calls.length, 0)
}
