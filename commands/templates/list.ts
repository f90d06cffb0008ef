import { BaseCommand } from '../../src/cli/base-command.js'
import { listTemplates, type TemplateInfo } from '../../src/desired/index.js'
import { parameterText } from '../../src/report/index.js'

export default class TemplatesList extends BaseCommand {
  static override summary = 'list the layouts that come with the tool'
  static override description = 'A desired-state file uses one by name: use: [{template: NAME, with: {…}}].'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ]

  async run(): Promise<readonly TemplateInfo[]> {
    await this.parse(TemplatesList)
    const templates = await listTemplates()
    const width = Math.max(...templates.map(({ name }) => name.length))
    for (const { name, description, parameters } of templates) {
      this.print(`${name.padEnd(width)}  ${description}`)
      for (const parameter of parameters) this.print(`${' '.repeat(width)}    ${parameterText(parameter)}`)
    }
    return templates
  }
}
