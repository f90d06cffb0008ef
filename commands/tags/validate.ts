import { Args } from '@oclif/core'
import { BaseCommand } from '../../src/cli/base-command.js'
import { loadDesired } from '../../src/desired/index.js'

export interface Validated {
  readonly valid: true
  readonly files: readonly string[]
  readonly tags: readonly string[]
  readonly targets: readonly string[]
}

export default class TagsValidate extends BaseCommand {
  static override summary = 'check desired-state files without asking a hub'
  static override description =
    'Tells all mistakes at once, each with its place; exits with 1 if there is any.'
  static override strict = false
  static override args = {
    file: Args.string({ description: 'desired-state files; several make one state', required: true }),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> f44-flatpak.yaml',
    '<%= config.bin %> <%= command.id %> releases/*.yaml --json',
  ]

  async run(): Promise<Validated> {
    const { argv } = await this.parse(TagsValidate)
    const files = argv.map(String)
    const { tags, targets } = await loadDesired(files)
    const [tagNames, targetNames] = [[...tags.keys()].sort(), [...targets.keys()].sort()]
    this.print(`${files.join(', ')}: valid; tags ${list(tagNames)}; targets ${list(targetNames)}`)
    return { valid: true, files, tags: tagNames, targets: targetNames }
  }
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(' ')
}
