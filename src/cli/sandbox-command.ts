import type { DesiredState } from '../koji/desired-state.js'
import { applyPlanned, planDesired } from '../pipeline.js'
import { narrowestLeaves } from '../plan/index.js'
import { doneSummary } from '../report/index.js'
import { sandboxProfile } from './connection.js'
import { HubCommand } from './hub-command.js'

/** A command that changes what a sandbox holds. */
export abstract class SandboxCommand extends HubCommand {
  /** Makes a sandbox as the desired state says, as an apply does on any hub. */
  protected async fill(desired: DesiredState, state: string): Promise<void> {
    await this.withHub({ profile: sandboxProfile, state }, async ({ client, profile, login }) => {
      const planned = await planDesired(desired, client, profile)
      // On an embedded hub nothing is lost that matters.
      const leaves = narrowestLeaves(planned.plan.guards)
      if (planned.plan.changes.length > 0) await applyPlanned(planned, client, login(), { leaves })
      this.remark(doneSummary(planned.plan.changes))
    })
  }
}
