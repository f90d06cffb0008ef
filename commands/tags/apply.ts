import { Args, Flags } from '@oclif/core'
import type { RunEvent } from '../../src/apply/index.js'
import { confirm } from '../../src/cli/confirm.js'
import { type Connection, hubFlags } from '../../src/cli/connection.js'
import { eventFlags } from '../../src/cli/event-flags.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { interruptible } from '../../src/cli/interrupt.js'
import { assertShown, outputFollowsWrites } from '../../src/cli/output.js'
import { planFlags } from '../../src/cli/plan-flags.js'
import { loadDesired } from '../../src/desired/index.js'
import type { Login } from '../../src/hub/index.js'
import { ExitCode } from '../../src/koji/error.js'
import { type Applied, applyPlanned, type Planned, planDesired } from '../../src/pipeline.js'
import { type Leaves, type Plan, refuseWithoutLeave } from '../../src/plan/index.js'
import {
  type AppliedDocument,
  appliedJson,
  appliedText,
  errorText,
  planText,
  unchangedText,
} from '../../src/report/index.js'

export default class TagsApply extends HubCommand {
  static override summary = 'make a hub as the files say'
  static override description =
    'Shows the plan, asks, runs its stages, and reads everything back. ' +
    'Applying again completes what was interrupted.'
  static override strict = false
  static override args = {
    file: Args.string({ description: 'desired-state files; several make one state', required: true }),
  }
  static override flags = {
    ...hubFlags,
    ...planFlags,
    ...eventFlags,
    'allow-delete': Flags.string({
      description:
        'a glob of tags, targets and external repos that may be deleted; can be given several times',
      helpValue: 'PATTERN',
      multiple: true,
      // What follows is the next file, not one more pattern.
      multipleNonGreedy: true,
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

  async run(): Promise<AppliedDocument> {
    const { argv, flags } = await this.parse(TagsApply)
    const desired = await loadDesired(argv.map(String))
    return this.withHub(flags, async connection => {
      // A login that cannot work is told before anybody reviews a plan.
      const login = connection.login()
      const planned = await planDesired(desired, connection.client, connection.profile)
      this.tell({ event: 'plan', plan: planned.plan })
      const { consequences, notes } = flags
      const options = { style: this.styleFor(process.stdout), width: this.columns, consequences, notes }
      if (planned.plan.changes.length === 0) {
        this.print(unchangedText(planned.plan, desired, options))
        const document = appliedJson(planned.plan, { results: [], remaining: [] })
        this.tell({ event: 'applied', document })
        return document
      }
      const leaves = { delete: flags['allow-delete'] ?? [] }
      this.print(planText(planned.plan, { ...options, leaves }))
      refuseWithoutLeave(planned.plan, leaves)
      return this.#apply(planned, connection, login, { yes: flags.yes, leaves })
    })
  }

  async #apply(
    planned: Planned,
    { client, profile }: Connection,
    login: Login,
    { yes, leaves }: { readonly yes: boolean; readonly leaves: Leaves },
  ): Promise<AppliedDocument> {
    assertShown()
    if (!yes) await confirm(`Apply this plan to ${profile} (${client.url})?`)
    outputFollowsWrites()
    this.tell({ event: 'start', plan: planned.plan })
    const watch = (event: RunEvent) => this.tell(event)
    const applied = await interruptible(
      () => this.tell({ event: 'interrupted' }),
      signal => applyPlanned(planned, client, login, { leaves, signal, watch }),
    )
    if (applied.remaining.length > 0) process.exitCode = ExitCode.partial
    return this.#done(planned.plan, applied)
  }

  #done(plan: Plan, applied: Applied): AppliedDocument {
    const document = appliedJson(plan, applied)
    this.tell({ event: 'applied', document })
    for (const warning of applied.warnings) this.remark(errorText(warning).trimEnd())
    this.print(appliedText(plan, applied, { style: this.styleFor(process.stdout), width: this.columns }))
    return document
  }
}
