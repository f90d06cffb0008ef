import { Args, Flags } from '@oclif/core'
import type { RunEvent } from '../../src/apply/index.js'
import { confirm } from '../../src/cli/confirm.js'
import { type Connection, hubFlags } from '../../src/cli/connection.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { interruptible } from '../../src/cli/interrupt.js'
import { journalFolder, recordFlags } from '../../src/cli/journal-flags.js'
import { leaveFlags, leavesOf } from '../../src/cli/leave-flags.js'
import { assertShown, outputFollowsWrites } from '../../src/cli/output.js'
import { planFlags } from '../../src/cli/plan-flags.js'
import { stageRunner } from '../../src/cli/progress.js'
import { tellJournal, tellUnfinished } from '../../src/cli/recording.js'
import { loadDesired } from '../../src/desired/index.js'
import type { Login } from '../../src/hub/index.js'
import { Recorder } from '../../src/journal/index.js'
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
  unchangedText,
} from '../../src/report/index.js'

interface Decisions {
  readonly yes: boolean
  readonly leaves: Leaves
  readonly recorder: Recorder
}

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
    ...leaveFlags,
    ...recordFlags,
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
      const recorder = new Recorder({
        folder: journalFolder(flags),
        tool: this.config.version,
        reason: flags.reason,
      })
      tellUnfinished(recorder, planned.plan, text => this.remark(text))
      const { consequences, notes } = flags
      const leaves = leavesOf(flags)
      const style = this.styleFor(process.stdout)
      const options = { style, width: this.columns, consequences, notes, leaves }
      const isDone = planned.plan.changes.length === 0
      this.print(isDone ? unchangedText(planned.plan, desired, options) : planText(planned.plan, options))
      refuseWithoutLeave(planned.plan, leaves)
      if (isDone) {
        recorder.noteUnchanged({ plan: planned.plan, leaves, desired })
        return appliedJson(planned.plan, { results: [], remaining: [] }, recorder)
      }
      return this.#apply(planned, connection, login, { yes: flags.yes, leaves, recorder })
    })
  }

  async #apply(
    planned: Planned,
    { client, profile }: Connection,
    login: Login,
    { yes, leaves, recorder }: Decisions,
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
    try {
      const applied = await interruptible(tell, signal =>
        applyPlanned(planned, client, login, { leaves, runStages, signal, watch, recorder }),
      )
      this.#tell(planned, applied, recorder)
      return appliedJson(planned.plan, applied, recorder)
    } catch (error) {
      tellJournal(recorder, tell)
      throw error
    }
  }

  #tell({ plan }: Planned, applied: Applied, recorder: Recorder): void {
    for (const warning of applied.warnings) this.remark(errorText(warning).trimEnd())
    const options = { style: this.styleFor(process.stdout), width: this.columns, run: recorder.run }
    this.print(appliedText(plan, applied, options))
    if (applied.remaining.length === 0 && recorder.problem === undefined) return
    process.exitCode = ExitCode.partial
    tellJournal(recorder, text => this.remark(text))
  }
}
