import { changesTo, type Planned } from './pipeline.js'
import { rowsAim } from './plan/index.js'
import { refusalOf, rehearse } from './rehearsal/index.js'

/**
 * Tries the whole plan on a sandbox that holds what was read, and plans again there. Throws `RefusedError` where a call
 * fails, or where changes remain. The hub is not asked; what it may hold against the plan otherwise (who applies it, its
 * policies, what others do meanwhile) stays unknown.
 */
export async function rehearsePlanned({ aim: whole, ...planned }: Planned): Promise<void> {
  // What an undo leaves alone is held by things that a rehearsal lacks: builds, tags that were not read.
  const aim = planned.goal.desired === undefined ? rowsAim(planned.plan.changes) : whole
  const rehearsal = await rehearse(planned, reader => changesTo(aim, reader))
  const refusal = refusalOf(rehearsal, planned.plan)
  if (refusal !== undefined) throw refusal
}
