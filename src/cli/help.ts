import { Errors, Help } from '@oclif/core'
import { tellUnknownCommand } from './unknown-command.js'

/** oclif's help, for `--help` and for the command `help`; an unknown command is told as everywhere. */
export default class HelpOrNearest extends Help {
  override async showHelp(argv: string[]): Promise<void> {
    try {
      await super.showHelp(argv)
    } catch (error) {
      if (!(error instanceof Errors.CLIError)) throw error
      const words = argv.filter(word => !word.startsWith('-'))
      tellUnknownCommand(words.join(':'), { config: this.config, argv })
    }
  }
}
