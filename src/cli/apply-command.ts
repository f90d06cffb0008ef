import { RepoWaitError, type RunEvent } from '../apply/index.js'
import type { HubClient, Login } from '../hub/index.js'
import { Recorder } from '../journal/index.js'
import { ExitCode, RelengError } from '../koji/error.js'
import { type Applied, applyPlanned, type Planned } from '../pipeline.js'
import { type Leaves, type Plan, refuseWithoutLeave } from '../plan/index.js'
import {
  type AppliedDocument,
  type AwaitedRepos,
  appliedJson,
  appliedText,
  errorText,
  type PlanTextOptions,
  readyText,
  rehearsedText,
} from '../report/index.js'
import type { ApplyChoice } from './apply-flags.js'
import type { CommandEvent } from './command-event.js'
import { confirm } from './confirm.js'
import type { Connection } from './connection.js'
import { HubCommand } from './hub-command.js'
import { interruptible } from './interrupt.js'
import { journalFolder } from './journal-flags.js'
import { leavesOf } from './leave-flags.js'
import { assertShown, outputFollowsWrites } from './output.js'
import { tellJournal, tellUnfinished } from './recording.js'
import { awaitRepos } from './repo-waiting.js'

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
  /** how long to wait for repos, in seconds, if at all */
  readonly timeout: number | undefined
}

const stopping = 'interrupted: stopping after the request under way; Ctrl-C again ends at once'

/** A command that shows a plan, asks, and applies it. */
export abstract class ApplyCommand extends HubCommand {
  protected applyOn(flags: ApplyChoice, applying: Applying): Promise<AppliedDocument> {
    return this.withHub(flags, async connection => {
      // A login that cannot work is told before anybody reviews a plan.
      const login = connection.login()
      // Where nobody is asked, there will soon be one, if there is anything to do.
      if (flags.yes) this.prepare(connection, login.path)
      const planned = await applying.plan(connection)
      const { plan, aim } = planned
      this.tell({ event: 'plan', plan })
      const recorder = new Recorder({
        folder: journalFolder(flags),
        tool: this.config.version,
        reason: flags.reason,
      })
      tellUnfinished(recorder, plan, (...words) => this.caution(...words))
      const { consequences, full, notes } = flags
      const leaves = leavesOf(flags)
      const style = this.styleFor(process.stdout)
      this.print(applying.show(planned, { style, width: this.columns, consequences, full, notes, leaves }))
      const remark = applying.remark?.(planned)
      if (remark !== undefined) this.remark(remark)
      refuseWithoutLeave(plan, leaves)
      if (plan.changes.length === 0) {
        recorder.noteUnchanged({ plan, leaves, desired: aim.desired })
        return this.#document(plan, { results: [], remaining: [] }, recorder)
      }
      if (!flags['no-rehearsal']) await this.#rehearse(planned)
      const timeout = flags['wait-repos'] ? flags['wait-timeout'] : undefined
      const { yes } = flags
      return this.#apply(planned, connection, login, { ...applying, yes, leaves, recorder, timeout })
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
    { yes, what, as, leaves, recorder, timeout }: Decisions,
  ): Promise<AppliedDocument> {
    assertShown()
    const isShown = !this.jsonEnabled() && !this.eventsEnabled()
    if (!yes) await confirm(`Apply ${what} to ${profile} (${client.url})?`, { isShown })
    outputFollowsWrites()
    const { plan } = planned
    this.tell({ event: 'start', plan })
    const watch = (event: RunEvent) => this.tell(event)
    try {
      const applied = await interruptible(
        () => this.tell({ event: 'interrupted', text: stopping }),
        signal => applyPlanned(planned, client, login, { leaves, signal, watch, recorder }),
      )
      this.#showDone(plan, applied, { as, recorder })
      const isWaiting = timeout !== undefined && applied.remaining.length === 0
      const awaited = isWaiting ? await this.#waitForRepos(plan, client, login, timeout) : {}
      return this.#document(plan, { ...applied, ...awaited }, recorder)
    } catch (error) {
      this.#tellJournal(recorder)
      throw error
    }
  }

  #showDone(plan: Plan, applied: Applied, { as, recorder }: Pick<Decisions, 'as' | 'recorder'>): void {
    for (const warning of applied.warnings) this.caution(warning.message, errorText(warning).trimEnd())
    const options = { style: this.styleFor(process.stdout), width: this.columns }
    this.print(appliedText(plan, applied, { ...options, run: recorder.run, as }))
    if (applied.remaining.length > 0 || recorder.problem !== undefined) {
      process.exitCode = ExitCode.partial
      this.#tellJournal(recorder)
    }
  }

  /** An apply whose repos do not come is done all the same, but not all that was asked for. */
  async #waitForRepos(plan: Plan, client: HubClient, login: Login, timeout: number): Promise<AwaitedRepos> {
    const tags = plan.repos.tags.map(({ tag }) => tag)
    if (tags.length === 0) return { repos: [] }
    try {
      const tell = (event: CommandEvent) => this.tell(event)
      const { repos, warnings } = await awaitRepos(tags, client, { timeout, login: () => login, tell })
      for (const warning of warnings) this.caution(warning.message, errorText(warning).trimEnd())
      this.print(readyText(repos))
      return { repos }
    } catch (error) {
      if (!(error instanceof RelengError)) throw error
      const { where, next, details } = error
      const message = `the apply is done, but ${error.message}`
      const told = new RelengError(message, { where, next, details, cause: error })
      process.exitCode = ExitCode.partial
      this.remark(errorText(told, { style: this.styleFor(process.stderr), debug: this.debugging }).trimEnd())
      return { repos: error instanceof RepoWaitError ? error.repos : [], error: told }
    }
  }

  /** What is printed as data, and ends the events. */
  #document(
    plan: Plan,
    applied: Pick<Applied, 'results' | 'remaining'> & Partial<AwaitedRepos>,
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
