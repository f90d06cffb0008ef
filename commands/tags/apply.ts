import { Args, Flags } from '@oclif/core'
import { RepoWaitError, type RunEvent } from '../../src/apply/index.js'
import type { CommandEvent } from '../../src/cli/command-event.js'
import { confirm } from '../../src/cli/confirm.js'
import { type Connection, hubFlags } from '../../src/cli/connection.js'
import { eventFlags } from '../../src/cli/event-flags.js'
import { type Given, readGiven } from '../../src/cli/given.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { interruptible } from '../../src/cli/interrupt.js'
import { journalFolder, recordFlags } from '../../src/cli/journal-flags.js'
import { leaveFlags, leavesOf } from '../../src/cli/leave-flags.js'
import { assertShown, outputFollowsWrites } from '../../src/cli/output.js'
import { planFlags } from '../../src/cli/plan-flags.js'
import { tellJournal, tellUnfinished } from '../../src/cli/recording.js'
import { waitFlags } from '../../src/cli/repo-flags.js'
import { awaitRepos } from '../../src/cli/repo-waiting.js'
import type { HubClient, Login } from '../../src/hub/index.js'
import { Recorder } from '../../src/journal/index.js'
import { ExitCode, RelengError } from '../../src/koji/error.js'
import { type Applied, applyPlanned, type Planned, planDesired, planSaved } from '../../src/pipeline.js'
import { type Leaves, type Plan, refuseWithoutLeave } from '../../src/plan/index.js'
import { type PlanFile, refuseOtherDigest, shortDigest } from '../../src/plan-file/index.js'
import {
  type AppliedDocument,
  type AwaitedRepos,
  appliedJson,
  appliedText,
  errorText,
  planText,
  readyText,
  savedPlanText,
  seenOtherwiseText,
  unchangedText,
} from '../../src/report/index.js'

interface Decisions {
  readonly yes: boolean
  /** the plan file that is applied, if one is */
  readonly saved: PlanFile | undefined
  readonly leaves: Leaves
  readonly recorder: Recorder
  /** how long to wait for repos, in seconds, if at all */
  readonly timeout: number | undefined
}

export default class TagsApply extends HubCommand {
  static override summary = 'make a hub as the files say'
  static override description =
    'Shows the plan, asks, runs its stages, and reads everything back. ' +
    'Applying again completes what was interrupted. A plan file (tags plan -o) is applied as it stands, ' +
    'or not at all.'
  static override strict = false
  static override args = {
    file: Args.string({
      description: 'desired-state files; several make one state. Or one plan file',
      required: true,
    }),
  }
  static override flags = {
    ...hubFlags,
    ...planFlags,
    ...eventFlags,
    ...leaveFlags,
    ...recordFlags,
    ...waitFlags,
    'wait-repos': Flags.boolean({
      description: 'ask for new repos of the build tags that changed, and wait until they are ready',
      helpGroup: 'REPOS',
    }),
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
    digest: Flags.string({
      description:
        'do not ask, and apply no plan file but the one with this digest, or this beginning of one',
      helpValue: 'SHA256',
    }),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> f44-flatpak.yaml --profile koji',
    {
      description: 'Without a terminal, after a review of the plan',
      command: '<%= config.bin %> <%= command.id %> f44-flatpak.yaml --profile koji --yes',
    },
    {
      description: 'The very plan that was reviewed, of which the first 12 digits of its digest are enough',
      command: '<%= config.bin %> <%= command.id %> f44.plan.json --profile koji --digest 4f1c2a9b0d3e',
    },
    {
      description: 'Until builds see all of it',
      command: '<%= config.bin %> <%= command.id %> f44-flatpak.yaml --profile koji --wait-repos',
    },
    {
      description:
        'Where files say that something shall be absent: nothing is deleted unless it is allowed by name',
      command: '<%= config.bin %> <%= command.id %> eol.yaml --profile koji --allow-delete "f20-*"',
    },
  ]

  async run(): Promise<AppliedDocument> {
    const { argv, flags } = await this.parse(TagsApply)
    const given = await readGiven(argv.map(String))
    const saved = savedIn(given, flags.digest)
    return this.withHub(flags, async connection => {
      // A login that cannot work is told before anybody reviews a plan.
      const login = connection.login()
      const planned = await this.#planned(given, connection)
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
      const options = {
        style: this.styleFor(process.stdout),
        width: this.columns,
        consequences,
        notes,
        leaves,
      }
      const isDone = plan.changes.length === 0
      const desired = saved === undefined ? aim.desired : undefined
      if (saved !== undefined) this.print(savedPlanText(saved, options))
      this.print(isDone ? unchangedText(plan, desired, options) : planText(plan, options))
      const otherwise = saved && seenOtherwiseText(saved, plan)
      if (otherwise !== undefined) this.remark(otherwise)
      refuseWithoutLeave(plan, leaves)
      if (isDone) {
        recorder.noteUnchanged({ plan, leaves, desired: aim.desired })
        return this.#document(plan, { results: [], remaining: [] }, recorder)
      }
      const yes = flags.yes || flags.digest !== undefined
      const timeout = flags['wait-repos'] ? flags['wait-timeout'] : undefined
      return this.#apply(planned, connection, login, { yes, saved, leaves, recorder, timeout })
    })
  }

  #planned(given: Given, { client, profile }: Connection): Promise<Planned> {
    return 'saved' in given
      ? planSaved(given.saved, client, profile)
      : planDesired(given.desired, client, profile)
  }

  async #apply(
    planned: Planned,
    { client, profile }: Connection,
    login: Login,
    decisions: Decisions,
  ): Promise<AppliedDocument> {
    const { yes, saved, leaves, recorder, timeout } = decisions
    assertShown()
    const plan = saved === undefined ? 'this plan' : `plan ${saved.digest.slice(0, shortDigest)}`
    const isShown = !this.jsonEnabled() && !this.eventsEnabled()
    if (!yes) await confirm(`Apply ${plan} to ${profile} (${client.url})?`, { isShown })
    outputFollowsWrites()
    this.tell({ event: 'start', plan: planned.plan })
    const watch = (event: RunEvent) => this.tell(event)
    try {
      const applied = await interruptible(
        () => this.tell({ event: 'interrupted', text: stopping }),
        signal => applyPlanned(planned, client, login, { leaves, signal, watch, recorder }),
      )
      this.#showDone(planned.plan, applied, { saved, recorder })
      const isWaiting = timeout !== undefined && applied.remaining.length === 0
      const awaited = isWaiting ? await this.#waitForRepos(planned.plan, client, login, timeout) : {}
      return this.#document(planned.plan, { ...applied, ...awaited }, recorder)
    } catch (error) {
      this.#tellJournal(recorder)
      throw error
    }
  }

  #showDone(plan: Plan, applied: Applied, { saved, recorder }: Pick<Decisions, 'saved' | 'recorder'>): void {
    for (const warning of applied.warnings) this.caution(warning.message, errorText(warning).trimEnd())
    const options = { style: this.styleFor(process.stdout), width: this.columns }
    const about = { run: recorder.run, saved: saved !== undefined }
    this.print(appliedText(plan, applied, { ...options, ...about }))
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

const stopping = 'interrupted: stopping after the request under way; Ctrl-C again ends at once'

function savedIn(given: Given, digest: string | undefined): PlanFile | undefined {
  if ('saved' in given) {
    if (digest !== undefined) refuseOtherDigest(given.saved, digest)
    return given.saved
  }
  if (digest === undefined) return undefined
  throw new RelengError('--digest is for plan files: what files say is planned anew each time', {
    next: 'save the plan (koji-releng tags plan FILE -o FILE.plan.json), and apply that',
  })
}
