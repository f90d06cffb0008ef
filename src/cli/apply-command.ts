import { Flags } from '@oclif/core'
import type { RunEvent } from '../apply/index.js'
import type { Login } from '../hub/index.js'
import { Recorder } from '../journal/index.js'
import { ExitCode } from '../koji/error.js'
import { type Applied, applyPlanned, type Planned } from '../pipeline.js'
import { type Leaves, type Plan, refuseWithoutLeave } from '../plan/index.js'
import {
  type AppliedDocument,
  appliedJson,
  appliedText,
  errorText,
  type PlanTextOptions,
  rehearsedText,
} from '../report/index.js'
import { confirm } from './confirm.js'
import { type Connection, type HubChoice, hubFlags } from './connection.js'
import { eventFlags } from './event-flags.js'
import { HubCommand } from './hub-command.js'
import { interruptible } from './interrupt.js'
import { journalFolder, recordFlags } from './journal-flags.js'
import { type LeaveFlags, leaveFlags, leavesOf } from './leave-flags.js'
import { assertShown, outputFollowsWrites } from './output.js'
import { planFlags } from './plan-flags.js'
import { tellJournal, tellUnfinished } from './recording.js'

/** For every command that applies a plan. */
export const applyFlags = {
  ...hubFlags,
  ...planFlags,
  ...eventFlags,
  ...leaveFlags,
  ...recordFlags,
  'no-rehearsal': Flags.boolean({
    description: 'do not first try the whole plan on a sandbox that holds what was read',
  }),
  yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
}

/** What the flags of `applyFlags` say. */
export interface ApplyChoice extends HubChoice, LeaveFlags {
  readonly consequences: boolean
  readonly notes: boolean
  readonly journal?: string | undefined
  readonly reason?: string | undefined
  readonly 'no-rehearsal': boolean
  readonly yes: boolean
}

/** One plan to apply, and how people are told of it. */
export interface Applying {
  plan(connection: Connection): Promise<Planned>
  /** what is told before anybody is asked */
  show(planned: Planned, options: PlanTextOptions): string
  /** what else is to be known, if anything, and is no part of the plan */
  remark?(planned: Planned): string | undefined
  /** `this plan`, in the question whether it shall be applied */
  readonly what: string
  /** what the hub is to be as, in the report: `the files say` */
  readonly as: string
}

interface Decisions extends Applying {
  readonly yes: boolean
  readonly leaves: Leaves
  readonly recorder: Recorder
}

/** A command that shows a plan, asks, and applies it. */
export abstract class ApplyCommand extends HubCommand {
  protected applyOn(flags: ApplyChoice, applying: Applying): Promise<AppliedDocument> {
    return this.withHub(flags, async connection => {
      // A login that cannot work is told before anybody reviews a plan.
      const login = connection.login()
      const planned = await applying.plan(connection)
      const { plan, aim } = planned
      this.tell({ event: 'plan', plan })
      const recorder = new Recorder({
        folder: journalFolder(flags),
        tool: this.config.version,
        reason: flags.reason,
      })
      tellUnfinished(recorder, plan, (...words) => this.caution(...words))
      const { consequences, notes } = flags
      const leaves = leavesOf(flags)
      const style = this.styleFor(process.stdout)
      this.print(applying.show(planned, { style, width: this.columns, consequences, notes, leaves }))
      const remark = applying.remark?.(planned)
      if (remark !== undefined) this.remark(remark)
      refuseWithoutLeave(plan, leaves)
      if (plan.changes.length === 0) {
        recorder.noteUnchanged({ plan, leaves, desired: aim.desired })
        return this.#document(plan, { results: [], remaining: [] }, recorder)
      }
      if (!flags['no-rehearsal']) await this.#rehearse(planned)
      return this.#apply(planned, connection, login, { ...applying, yes: flags.yes, leaves, recorder })
    })
  }

  async #rehearse(planned: Planned): Promise<void> {
    // Loaded when needed: no other command rehearses.
    const { rehearsePlanned } = await import('../rehearse.js')
    await rehearsePlanned(planned)
    this.remark(rehearsedText(planned.plan))
  }

  async #apply(
    planned: Planned,
    { client, profile }: Connection,
    login: Login,
    { yes, what, as, leaves, recorder }: Decisions,
  ): Promise<AppliedDocument> {
    assertShown()
    const isShown = !this.jsonEnabled() && !this.eventsEnabled()
    if (!yes) await confirm(`Apply ${what} to ${profile} (${client.url})?`, { isShown })
    outputFollowsWrites()
    this.tell({ event: 'start', plan: planned.plan })
    const watch = (event: RunEvent) => this.tell(event)
    try {
      const applied = await interruptible(
        () => this.tell({ event: 'interrupted' }),
        signal => applyPlanned(planned, client, login, { leaves, signal, watch, recorder }),
      )
      return this.#done(planned.plan, applied, { as, recorder })
    } catch (error) {
      this.#tellJournal(recorder)
      throw error
    }
  }

  #done(plan: Plan, applied: Applied, { as, recorder }: Pick<Decisions, 'as' | 'recorder'>): AppliedDocument {
    for (const warning of applied.warnings) this.caution(warning.message, errorText(warning).trimEnd())
    const options = { style: this.styleFor(process.stdout), width: this.columns }
    this.print(appliedText(plan, applied, { ...options, run: recorder.run, as }))
    if (applied.remaining.length > 0 || recorder.problem !== undefined) {
      process.exitCode = ExitCode.partial
      this.#tellJournal(recorder)
    }
    return this.#document(plan, applied, recorder)
  }

  /** What is printed as data, and ends the events. */
  #document(
    plan: Plan,
    applied: Pick<Applied, 'results' | 'remaining'>,
    recorder: Recorder,
  ): AppliedDocument {
    const document = appliedJson(plan, { ...applied, warnings: this.warnings }, recorder)
    this.tell({ event: 'applied', document })
    return document
  }

  #tellJournal(recorder: Recorder): void {
    tellJournal(
      recorder,
      text => this.remark(text),
      (...words) => this.caution(...words),
    )
  }
}
