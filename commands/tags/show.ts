import { Args, Flags } from '@oclif/core'
import { hubFlags } from '../../src/cli/connection.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { readTagViews } from '../../src/hub/index.js'
import { type TagViewsDocument, tagViewsJson, tagViewsText } from '../../src/report/index.js'

export default class TagsShow extends HubCommand {
  static override summary = 'show tags as builds see them, now or in the past'
  static override description =
    'Reads the hub anonymously. Each value is told with the tag it comes from; the tag’s own, with who set it, ' +
    'unless it came with the tag itself. Koji keeps no history of names: tags of the past have today’s.'
  static override strict = false
  static override args = {
    tag: Args.string({ description: 'names of tags', required: true }),
  }
  static override flags = {
    ...hubFlags,
    at: Flags.string({
      description: 'show them as of an event, or of a time such as 2026-11-01 or 2026-11-01T12:00Z',
      helpValue: 'EVENT|TIME',
    }),
    groups: Flags.boolean({ description: 'name the packages of groups' }),
    packages: Flags.boolean({ description: 'name the packages of the package list' }),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> f44-app-build --profile koji',
    {
      description: 'What was in the build root a week ago?',
      command: '<%= config.bin %> <%= command.id %> f44-build --groups --at 2026-11-15 --profile koji',
    },
    {
      description: 'Where does a setting come from? (jq reads JSON)',
      command: '<%= config.bin %> <%= command.id %> f44-build --profile koji --json | jq ".tags[].extra"',
    },
  ]

  async run(): Promise<TagViewsDocument> {
    const { argv, flags } = await this.parse(TagsShow)
    const { at, packages: withPackages, groups: withGroups } = flags
    const views = await this.withHub(flags, ({ client, profile }) =>
      readTagViews(client, profile, argv.map(String), { at, withPackages }),
    )
    const document = tagViewsJson(views, this.warnings)
    const style = this.styleFor(process.stdout)
    this.print(tagViewsText(document, { style, width: this.columns, withGroups }))
    return document
  }
}
