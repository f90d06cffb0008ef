import { Flags } from '@oclif/core'
import { BaseCommand } from '../../../src/cli/base-command.js'
import { journalFlags, journalFolder } from '../../../src/cli/journal-flags.js'
import type { JournalFolder } from '../../../src/journal/index.js'
import { isAlive, settledBy } from '../../../src/journal/index.js'
import { RelengError } from '../../../src/koji/error.js'
import { errorText, type RunRow, runRow, runsJson, runsText } from '../../../src/report/index.js'

interface Wanted {
  readonly profile?: string | undefined
  readonly hub?: string | undefined
  readonly limit: number
}

export default class TagsRuns extends BaseCommand {
  static override summary = 'list what applies have done, newest first'
  static override description = 'Reads the journals on this machine; asks no hub.'
  static override flags = {
    ...journalFlags,
    profile: Flags.string({ char: 'p', description: 'only runs that used this profile', helpValue: 'NAME' }),
    hub: Flags.string({ description: 'only runs on the hub of this URL', helpValue: 'URL' }),
    limit: Flags.integer({ description: 'at most so many', default: 20, min: 1, helpValue: 'N' }),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'The last run on one hub, as data',
      command: '<%= config.bin %> <%= command.id %> --profile koji --limit 1 --json',
    },
  ]

  async run(): Promise<unknown> {
    const { flags } = await this.parse(TagsRuns)
    const { rows, damaged } = rowsOf(journalFolder(flags), flags)
    this.print(runsText(rows, this.styleFor(process.stdout)))
    for (const error of damaged) this.remark(errorText(error).trimEnd())
    return runsJson(rows, damaged)
  }
}

function rowsOf(folder: JournalFolder, { profile, hub, limit }: Wanted) {
  const rows: RunRow[] = []
  const damaged: RelengError[] = []
  const settled = settledBy(folder.ends())
  for (const id of folder.ids()) {
    if (rows.length === limit) break
    try {
      const told = folder.read(id)
      const row = runRow(told, { lives: isAlive(told.opened.process), followedBy: settled.get(id) })
      if ((profile ?? row.hub.profile) === row.hub.profile && (hub ?? row.hub.url) === row.hub.url)
        rows.push(row)
    } catch (error) {
      if (!(error instanceof RelengError)) throw error
      damaged.push(error)
    }
  }
  return { rows, damaged }
}
