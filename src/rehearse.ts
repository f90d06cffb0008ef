import { changesTo, type Planned } from './pipeline.js'
import { refusalOf, rehearse } from './rehearsal/index.js'

/**
 * Tries the whole plan on a sandbox that holds what was read, and plans again there. Throws `RefusedError` where a call
 * fails, or where changes remain. The hub is not asked; what it may hold against the plan otherwise (who applies it, its
 * policies, what others do meanwhile) stays unknown.
 */
export async function rehearsePlanned({ aim, ...planned }: Planned): Promise<void> {
  const rehearsal = await rehearse(planned, reader => changesTo(aim, reader))
  const refusal = refusalOf(rehearsal, planned.plan)
  if (refusal !== undefined) throw refusal
}
