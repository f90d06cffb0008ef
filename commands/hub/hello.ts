import { hubFlags } from '../../src/cli/connection.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { greet } from '../../src/hub/index.js'
import { errorText, type HelloDocument, helloJson, helloText } from '../../src/report/index.js'

export default class HubHello extends HubCommand {
  static override summary = 'try a hub and its login: who am I there, and may I apply plans?'
  static override description =
    'Asks the hub for its version, logs in as the profile says (unless that is noauth), tells which permissions ' +
    'the user has and which an apply would need, and logs out. Changes nothing.'
  static override flags = hubFlags
  static override examples = [
    '<%= config.bin %> <%= command.id %> --profile koji',
    '<%= config.bin %> <%= command.id %> --profile koji --json',
  ]

  async run(): Promise<HelloDocument> {
    const { flags } = await this.parse(HubHello)
    return this.withHub(flags, async ({ client, profile, authtype, login, warnings }) => {
      const greeted = await greet(client, authtype === 'noauth' ? undefined : login())
      for (const warning of greeted.warnings) this.remark(errorText(warning).trimEnd())
      const messages = [...warnings, ...greeted.warnings.map(({ message }) => message)]
      const hello = helloJson(greeted.greeting, { profile, warnings: messages })
      this.print(helloText(hello, this.styleFor(process.stdout)))
      return hello
    })
  }
}
