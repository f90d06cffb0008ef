import { existsSync } from 'node:fs'
import { Args, Flags } from '@oclif/core'
import { type HubChoice, hubFlags } from '../../src/cli/connection.js'
import { readDesired } from '../../src/cli/given.js'
import { ReportCommand } from '../../src/cli/report-command.js'
import { reportFiles, reportFlags } from '../../src/cli/report-flags.js'
import { ExitCode } from '../../src/koji/error.js'
import type { LiveState } from '../../src/koji/live-state.js'
import { compareSides, onlyRelease, readReleases, type SideChoice } from '../../src/pipeline.js'
import { releaseNamed, unknownHub } from '../../src/release/index.js'
import {
  type ComparisonDocument,
  comparisonJson,
  comparisonText,
  unsaidText,
} from '../../src/report/index.js'
import { comparisonReport } from '../../src/report/reports/index.js'

const formats = ['markdown', 'html', 'csv'] as const

export default class TagsCompare extends ReportCommand {
  static override summary = 'compare two releases, modulo their number'
  static override description =
    'Each of the two is a number, and then what the hub has of that release, or a desired-state file. Names, ' +
    'parents, targets, URLs and extra settings are the same where only the number differs; f43 beside f44 is as ' +
    'f44 beside f45. Side tags and package lists of the hub are left out, and what a file does not manage.'
  static override args = {
    a: Args.string({ description: 'a release, such as 44 or epel9, or FILE, or FILE#44', required: true }),
    b: Args.string({ description: 'the other', required: true }),
  }
  static override flags = {
    ...hubFlags,
    ...reportFlags(formats),
    'detailed-exitcode': Flags.boolean({ description: 'exit with 2 if they differ' }),
  }
  static override examples = [
    {
      description: 'Does the new release have all that the last one has?',
      command: '<%= config.bin %> <%= command.id %> 44 45 --profile koji',
    },
    {
      description: 'The same before it is made',
      command: '<%= config.bin %> <%= command.id %> 44 f45.yaml --profile koji',
    },
    {
      description: 'Two releases in one file; no hub is asked',
      command: '<%= config.bin %> <%= command.id %> fedora.yaml#44 fedora.yaml#45 --detailed-exitcode',
    },
  ]

  async run(): Promise<ComparisonDocument> {
    const { args, flags } = await this.parse(TagsCompare)
    reportFiles(flags, formats)
    const choices = [await choiceOf(args.a), await choiceOf(args.b)] as const
    const { sides, compared, states } = compareSides(choices, await this.#live(choices, flags))
    for (const { unsaid } of states)
      for (const one of unsaid) this.caution(`not compared, since no file could say it: ${unsaidText(one)}`)
    if (flags['detailed-exitcode'] && compared.differences.length > 0) process.exitCode = ExitCode.pending
    const style = this.styleFor(process.stdout)
    await this.printReport(flags, formats, {
      text: () => comparisonText(sides, compared, { style, width: this.columns }),
      report: () => comparisonReport(sides, compared),
    })
    return comparisonJson(sides, compared, this.warnings)
  }

  async #live(choices: readonly SideChoice[], flags: HubChoice): Promise<LiveState> {
    const releases = choices.filter(({ file }) => file === undefined).map(({ release }) => release)
    if (releases.length === 0) return unknownHub
    return this.withHub(flags, ({ client, profile }) => readReleases(client, profile, releases))
  }
}

/** A release by its number, unless there is a file of that name. */
async function choiceOf(text: string): Promise<SideChoice> {
  const release = existsSync(text) ? undefined : releaseNamed(text)
  if (release !== undefined) return { release }
  const [, part, number] = existsSync(text) ? [] : (/^(.+)#([^#]+)$/.exec(text) ?? [])
  const named = number === undefined ? undefined : releaseNamed(number)
  const name = part !== undefined && named !== undefined ? part : text
  const { desired } = await readDesired([name])
  return { release: named ?? onlyRelease(name, desired), file: { name, desired } }
}
