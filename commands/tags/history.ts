import { Args, Flags } from '@oclif/core'
import { hubFlags } from '../../src/cli/connection.js'
import { journalFlags, journalFolder } from '../../src/cli/journal-flags.js'
import { ReportCommand } from '../../src/cli/report-command.js'
import { reportFiles, reportFlags } from '../../src/cli/report-flags.js'
import { runsAround } from '../../src/cli/runs-around.js'
import { readHistory } from '../../src/pipeline.js'
import { type HistoryDocument, historyCsv, historyJson, historyText } from '../../src/report/index.js'
import { historyReport } from '../../src/report/reports/index.js'

const formats = ['markdown', 'html', 'csv'] as const

export default class TagsHistory extends ReportCommand {
  static override summary = 'tell what changed on a hub, when, and by whom'
  static override description =
    'Each change with its old and its new value, oldest first, by event and by run of this tool. With a tag come the ' +
    'targets that build in it, or for it. Names are those of today: Koji forgets former ones. Reads anonymously.'
  static override strict = false
  static override args = {
    tag: Args.string({ description: 'names or globs of tags; one that was deleted by its name alone' }),
  }
  static override flags = {
    ...hubFlags,
    ...journalFlags,
    target: Flags.string({
      description: 'what became of this build target',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME',
    }),
    repo: Flags.string({
      description: 'what became of this external repo',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME',
    }),
    by: Flags.string({ description: 'only what this user made', helpValue: 'USER' }),
    since: Flags.string({
      description: 'only what came after an event, or after a time such as 2026-11-01 or 2026-11-01T12:00Z',
      helpValue: 'TIME|EVENT',
    }),
    until: Flags.string({
      description: 'only what came before a time, or up to an event',
      helpValue: 'TIME|EVENT',
    }),
    event: Flags.integer({
      description: 'only this event',
      min: 1,
      helpValue: 'N',
      exclusive: ['since', 'until'],
    }),
    builds: Flags.boolean({ description: 'also what was tagged and untagged' }),
    ...reportFlags(formats),
  }
  static override examples = [
    {
      description: 'Who changed the build tag of Fedora 44?',
      command: '<%= config.bin %> <%= command.id %> f44-build --profile koji',
    },
    {
      description: 'What happened to a release in November?',
      command:
        '<%= config.bin %> <%= command.id %> "f44*" --since 2026-11-01 --until 2026-12-01 --profile koji',
    },
    {
      description: 'What did somebody do by hand since an event?',
      command: '<%= config.bin %> <%= command.id %> --by ralph --since 12345678 --profile koji',
    },
    {
      description: 'One event, as tags show names it',
      command: '<%= config.bin %> <%= command.id %> --event 12345678 --profile koji',
    },
    {
      description: 'A table for a spreadsheet',
      command: '<%= config.bin %> <%= command.id %> f44 --format csv --profile koji > f44.csv',
    },
  ]

  async run(): Promise<HistoryDocument> {
    const { argv, flags } = await this.parse(TagsHistory)
    reportFiles(flags, formats)
    const { target = [], repo = [], by, since, until, event, builds } = flags
    const wish = {
      tags: argv.map(String),
      targets: target,
      external_repos: repo,
      user: by,
      since,
      until,
      event,
      builds,
    }
    const folder = journalFolder(flags)
    const told = await this.withHub(flags, ({ client, profile }) =>
      readHistory(client, profile, wish, (url, events) => {
        const { runs, damaged } = runsAround(folder, url, events)
        for (const error of damaged) this.caution(`${error.where}: ${error.message}`)
        return runs
      }),
    )
    const style = this.styleFor(process.stdout)
    await this.printReport(flags, formats, {
      text: () => historyText(told, { style, width: this.columns }),
      report: () => historyReport(told),
      csv: () => historyCsv(told),
    })
    return historyJson(told, this.warnings)
  }
}
