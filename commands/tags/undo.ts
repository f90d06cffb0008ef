import { Args, Flags } from '@oclif/core'
import { ApplyCommand, type Applying } from '../../src/cli/apply-command.js'
import { applyFlags } from '../../src/cli/apply-flags.js'
import { journalFolder } from '../../src/cli/journal-flags.js'
import { type JournaledRun, readJournal } from '../../src/journal/index.js'
import { RefusedError, RelengError } from '../../src/koji/error.js'
import type { EventRange } from '../../src/koji/touched.js'
import { planUndo, planUndoOfEvents } from '../../src/pipeline.js'
import { type AppliedDocument, undoText } from '../../src/report/index.js'

export default class TagsUndo extends ApplyCommand {
  static override summary = 'take back what a run changed, or what happened on a hub'
  static override description =
    'Plans the way back from the run’s journal, against the hub as it is now; shows it, asks, and applies it as any ' +
    'plan. What others have changed since is left alone, and named.'
  static override args = {
    run: Args.string({
      description: 'its ID, or so much of it that no other begins so; or the file of a journal',
    }),
  }
  static override flags = {
    ...applyFlags,
    events: Flags.string({
      description: 'undo what the hub’s own history tells of these events, whatever tool made them',
      helpValue: 'FIRST..LAST',
      exclusive: ['run'],
    }),
    by: Flags.string({
      description: 'of these events, only what this user made',
      helpValue: 'USER',
      dependsOn: ['events'],
    }),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> 20261122-0710 --profile koji',
    {
      description: 'New tags go again: deleting needs leave, as always',
      command: '<%= config.bin %> <%= command.id %> 20261122-0710 --profile koji --allow-delete "f44-*"',
    },
    {
      description: 'What somebody did by hand',
      command: '<%= config.bin %> <%= command.id %> --events 12345678..12345690 --by ralph --profile koji',
    },
  ]

  async run(): Promise<AppliedDocument> {
    const { args, flags } = await this.parse(TagsUndo)
    const { events, by } = flags
    if (args.run === undefined && events === undefined)
      throw new RelengError('what shall be undone?', {
        next: 'name a run (koji-releng tags runs lists them), or events: --events FIRST..LAST',
      })
    if (args.run !== undefined && events !== undefined)
      throw new RelengError('a run and --events were given: only one can be undone at a time', {
        next: 'leave out one of them',
      })
    if (events !== undefined) {
      return this.applyOn(
        { ...flags, reason: flags.reason ?? `undo of events ${events}` },
        ofEvents(rangeOf(events), by),
      )
    }
    const run = this.#read(args.run ?? '', flags)
    return this.applyOn({ ...flags, reason: flags.reason ?? `undo of run ${run.opened.run}` }, ofRun(run))
  }

  #read(run: string, flags: { readonly journal?: string | undefined }): JournaledRun {
    if (run.endsWith('.jsonl')) return readJournal(run)
    const folder = journalFolder(flags)
    return folder.read(folder.find(run))
  }
}

function ofRun({ opened: { run, time, user, reason, plan: made } }: JournaledRun): Applying {
  // Where the files stand that it came from, the opposite is written.
  const changes = made.changes.map((change, index) => {
    return { ...change, source: { file: run, line: index + 1, column: 1 } }
  })
  return {
    plan: async ({ client, profile }) => {
      if (client.url !== made.hub.url) {
        throw new RefusedError(`run ${run} was on another hub: ${made.hub.url}`, {
          where: client.url,
          next: `undo it with a profile of that hub; it was made with ${made.hub.profile}`,
        })
      }
      return planUndo(changes, client, profile)
    },
    show: ({ plan }, options) => undoText(plan, { run, began: time, user, reason }, options),
    what: `this undo of run ${run}`,
    as: 'the plan says',
  }
}

function ofEvents(range: EventRange, user: string | undefined): Applying {
  return {
    plan: ({ client, profile }) => planUndoOfEvents(range, user, client, profile),
    show: ({ plan }, options) => undoText(plan, { ...range, user: user ?? null }, options),
    what: `this undo of events ${range.first} to ${range.last}`,
    as: 'the plan says',
  }
}

/** `120..125`, or `120` alone. */
function rangeOf(text: string): EventRange {
  const [, first, last = first] = /^(\d{1,15})(?:\.\.(\d{1,15}))?$/.exec(text) ?? []
  const range = { first: Number(first), last: Number(last) }
  if (first !== undefined && range.first > 0 && range.first <= range.last) return range
  throw new RelengError(`${text} names no events`, {
    where: '--events',
    next: 'write the first and the last of them: --events 12345678..12345690',
  })
}
