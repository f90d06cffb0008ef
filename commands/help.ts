import { Args, loadHelpClass } from '@oclif/core'
import { BaseCommand } from '../src/cli/base-command.js'

export default class HelpCommand extends BaseCommand {
  static override summary = 'show help for a command or a topic'
  static override enableJsonFlag = false
  static override strict = false
  static override args = {
    command: Args.string({ description: 'the words of the command' }),
  }

  async run(): Promise<void> {
    const { argv } = await this.parse(HelpCommand)
    const Help = await loadHelpClass(this.config)
    await new Help(this.config, this.config.pjson.oclif.helpOptions).showHelp(argv.map(String))
  }
}
