import { Args, Flags } from '@oclif/core'
import type { RunEvent } from '../../src/apply/index.js'
import { confirm } from '../../src/cli/confirm.js'
import { type Connection, hubFlags } from '../../src/cli/connection.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { interruptible } from '../../src/cli/interrupt.js'
import { assertShown, outputFollowsWrites } from '../../src/cli/output.js'
import { planFlags } from '../../src/cli/plan-flags.js'
import { stageRunner } from '../../src/cli/progress.js'
import { loadDesired } from '../../src/desired/index.js'
import type { Login } from '../../src/hub/index.js'
import { ExitCode } from '../../src/koji/error.js'
import { type Applied, applyPlanned, type Planned, planDesired } from '../../src/pipeline.js'
import { type Leaves, refuseWithoutLeave } from '../../src/plan/index.js'
import {
  appliedJson,
  appliedText,
  errorText,
  plainStyle,
  planText,
  readBackText,
  rehearsedText,
  unchangedText,
} from '../../src/report/index.js'

export default class TagsApply extends HubCommand {
  static override summary = 'make a hub as the files say'
  static override description =
    'Shows the plan, rehearses it, asks, runs its stages, and reads everything back. ' +
    'Applying again completes what was interrupted.'
  static override strict = false
  static override args = {
    file: Args.string({ description: 'desired-state files; several make one state', required: true }),
  }
  static override flags = {
    ...hubFlags,
    ...planFlags,
    'allow-delete': Flags.string({
      description:
        'a glob of tags, targets and external repos that may be deleted; can be given several times',
      helpValue: 'PATTERN',
      multiple: true,
      // What follows is the next file, not one more pattern.
      multipleNonGreedy: true,
    }),
    'no-rehearsal': Flags.boolean({
      description: 'do not first try the whole plan on a sandbox that holds what was read',
    }),
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> f44-flatpak.yaml --profile koji',
    {
      description: 'Without a terminal, after a review of the plan',
      command: '<%= config.bin %> <%= command.id %> f44-flatpak.yaml --profile koji --yes',
    },
    {
      description:
        'Where files say that something shall be absent: nothing is deleted unless it is allowed by name',
      command: '<%= config.bin %> <%= command.id %> eol.yaml --profile koji --allow-delete "f20-*"',
    },
  ]

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(TagsApply)
    const desired = await loadDesired(argv.map(String))
    return this.withHub(flags, async connection => {
      // A login that cannot work is told before anybody reviews a plan.
      const login = connection.login()
      const planned = await planDesired(desired, connection.client, connection.profile)
      const { consequences, notes } = flags
      const options = { style: this.styleFor(process.stdout), width: this.columns, consequences, notes }
      if (planned.plan.changes.length === 0) {
        this.print(unchangedText(planned.plan, desired, options))
        return appliedJson(planned.plan, { results: [], remaining: [] })
      }
      const leaves = { delete: flags['allow-delete'] ?? [] }
      this.print(planText(planned.plan, { ...options, leaves }))
      refuseWithoutLeave(planned.plan, leaves)
      if (!flags['no-rehearsal']) await this.#rehearse(planned)
      return this.#apply(planned, connection, login, { yes: flags.yes, leaves })
    })
  }

  async #rehearse(planned: Planned): Promise<void> {
    // Loaded when needed: no other command rehearses.
    const { rehearsePlanned } = await import('../../src/rehearse.js')
    await rehearsePlanned(planned)
    this.remark(rehearsedText(planned.plan))
  }

  async #apply(
    planned: Planned,
    { client, profile }: Connection,
    login: Login,
    { yes, leaves }: { readonly yes: boolean; readonly leaves: Leaves },
  ): Promise<unknown> {
    assertShown()
    if (!yes) await confirm(`Apply this plan to ${profile} (${client.url})?`)
    const moving = this.styleFor(process.stderr) !== plainStyle
    outputFollowsWrites()
    const runStages = stageRunner({ silent: this.jsonEnabled(), moving })
    const tell = (text: string) => this.remark(text)
    const watch = (event: RunEvent) => {
      if (event.event === 'read-back') tell(readBackText(event))
    }
    const applied = await interruptible(tell, signal =>
      applyPlanned(planned, client, login, { leaves, runStages, signal, watch }),
    )
    this.#tell(planned, applied)
    if (applied.remaining.length > 0) process.exitCode = ExitCode.partial
    return appliedJson(planned.plan, applied)
  }

  #tell({ plan }: Planned, applied: Applied): void {
    for (const warning of applied.warnings) this.remark(errorText(warning).trimEnd())
    this.print(appliedText(plan, applied, { style: this.styleFor(process.stdout), width: this.columns }))
  }
}
