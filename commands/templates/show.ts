import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../src/cli/base-command.js'
import { settingsOf } from '../../src/cli/template-flags.js'
import { expandTemplate, listTemplates, templateText } from '../../src/desired/index.js'
import { desiredYaml, parameterText } from '../../src/report/index.js'

export default class TemplatesShow extends BaseCommand {
  static override summary = 'show a layout: its parameters and text, or what it makes'
  static override args = {
    name: Args.string({
      description: 'a built-in template, or a file such as ./layout.yaml',
      required: true,
    }),
  }
  static override flags = {
    set: Flags.string({
      description: 'a value for a parameter; with any, the result is shown instead of the text',
      multiple: true,
      helpValue: 'NAME=VALUE',
    }),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> flatpak',
    '<%= config.bin %> <%= command.id %> flatpak --set release=44',
    '<%= config.bin %> <%= command.id %> flatpak --set release=44 --set arches=x86_64,aarch64',
  ]

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(TemplatesShow)
    if (flags.set !== undefined) return this.#showResult(args.name, flags.set)
    const text = await templateText(args.name)
    const info = (await listTemplates()).find(({ name }) => name === args.name)
    for (const parameter of info?.parameters ?? []) this.print(`# parameter ${parameterText(parameter)}`)
    this.print(text)
    return { name: args.name, ...info, text }
  }

  async #showResult(name: string, settings: readonly string[]): Promise<unknown> {
    const state = await expandTemplate(name, settingsOf(settings))
    const yaml = desiredYaml(state)
    this.print(yaml.text)
    return yaml.document
  }
}
