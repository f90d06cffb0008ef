import { BaseCommand } from '../src/cli/base-command.js'
import { desiredStateSchema } from '../src/desired/index.js'

export default class Schema extends BaseCommand {
  static override summary = 'print the JSON Schema of desired-state files'
  static override description =
    'Save it, and name it in the first line of a file, so that editors check and complete it.'
  static override examples = ['<%= config.bin %> <%= command.id %> > desired-state.v1.json']

  async run(): Promise<object> {
    await this.parse(Schema)
    this.print(JSON.stringify(desiredStateSchema, null, 2))
    return desiredStateSchema
  }
}
