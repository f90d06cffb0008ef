import { Args, Flags } from '@oclif/core'
import { hubFlags } from '../../src/cli/connection.js'
import { eventFlags } from '../../src/cli/event-flags.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { waitFlags } from '../../src/cli/repo-flags.js'
import { awaitRepos } from '../../src/cli/repo-waiting.js'
import { errorText, type ReposDocument, readyText } from '../../src/report/index.js'

export default class ReposWait extends HubCommand {
  static override summary = 'wait until builds see all that has changed in tags'
  static override description =
    'Looks whether the repos of these tags show their last change, and that of all they inherit from. Asks the hub ' +
    'for those that do not, which takes a login, but no permission, and waits. Ctrl-C leaves them to the hub.'
  static override strict = false
  static override args = {
    tag: Args.string({ description: 'names of build tags', required: true }),
  }
  static override flags = {
    ...hubFlags,
    ...eventFlags,
    ...waitFlags,
    'no-request': Flags.boolean({
      description: 'ask for nothing, and wait for what others ask for; needs no login',
    }),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> f44-build --profile koji',
    {
      description: 'Is it up to date now? 0 is yes',
      command: '<%= config.bin %> <%= command.id %> f44-build --no-request --wait-timeout 0s --profile koji',
    },
  ]

  async run(): Promise<ReposDocument> {
    const { argv, flags } = await this.parse(ReposWait)
    return this.withHub(flags, async ({ client, profile, login }) => {
      const { repos, warnings } = await awaitRepos(argv.map(String), client, {
        timeout: flags['wait-timeout'],
        login: flags['no-request'] ? undefined : login,
        tell: event => this.tell(event),
      })
      for (const warning of warnings) this.caution(warning.message, errorText(warning).trimEnd())
      const document = { profile, hub: client.url, repos, warnings: this.warnings }
      this.tell({ event: 'ready', document })
      this.print(readyText(repos))
      return document
    })
  }
}
