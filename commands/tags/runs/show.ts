import { Args } from '@oclif/core'
import { BaseCommand } from '../../../src/cli/base-command.js'
import { journalFlags, journalFolder } from '../../../src/cli/journal-flags.js'
import { planFlags } from '../../../src/cli/plan-flags.js'
import { isAlive, settledBy } from '../../../src/journal/index.js'
import { runJson, runText } from '../../../src/report/index.js'

export default class TagsRunsShow extends BaseCommand {
  static override summary = 'tell one run: who, why, its plan, and what became of each call'
  static override description = 'Reads its journal on this machine; asks no hub.'
  static override args = {
    run: Args.string({ description: 'its ID, or so much of it that no other begins so', required: true }),
  }
  static override flags = { ...journalFlags, ...planFlags }
  static override examples = ['<%= config.bin %> <%= command.id %> 20261122-0710']

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(TagsRunsShow)
    const folder = journalFolder(flags)
    const id = folder.find(args.run)
    const told = folder.read(id)
    const context = { lives: isAlive(told.opened.process), followedBy: settledBy(folder.ends()).get(id) }
    const document = runJson(told, context)
    const { consequences, full, notes } = flags
    const options = { style: this.styleFor(process.stdout), width: this.columns, consequences, full, notes }
    this.print(runText(document, options))
    return document
  }
}
