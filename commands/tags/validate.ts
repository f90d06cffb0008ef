import { Args } from '@oclif/core'
import { BaseCommand } from '../../src/cli/base-command.js'
import { readDesired } from '../../src/cli/given.js'
import { templateFlags } from '../../src/cli/template-flags.js'
import { type Note, redundantEntries } from '../../src/plan/index.js'
import { noteText } from '../../src/report/index.js'

export interface Validated {
  readonly valid: true
  readonly files: readonly string[]
  readonly tags: readonly string[]
  readonly targets: readonly string[]
  readonly external_repos: readonly string[]
  /** what is not wrong, and could be left out */
  readonly findings: readonly Note[]
}

export default class TagsValidate extends BaseCommand {
  static override summary = 'check desired-state files without asking a hub'
  static override description =
    'Tells all mistakes at once, each with its place; exits with 1 if there is any. Of a valid file it says what ' +
    'could be left out: entries that an ancestor in the same files gives already.'
  static override strict = false
  static override args = {
    file: Args.string({ description: 'desired-state files; several make one state' }),
  }
  static override flags = templateFlags
  static override examples = [
    '<%= config.bin %> <%= command.id %> f44-flatpak.yaml',
    '<%= config.bin %> <%= command.id %> releases/*.yaml --json',
  ]

  async run(): Promise<Validated> {
    const { argv, flags } = await this.parse(TagsValidate)
    const { desired, files: read } = await readDesired(argv.map(String), flags)
    const files = flags.template === undefined ? argv.map(String) : read.slice(0, 1).map(({ file }) => file)
    const findings = redundantEntries(desired)
    const tags = namesOf(desired.tags)
    const targets = namesOf(desired.targets)
    const external_repos = namesOf(desired.external_repos)
    this.print(
      `${files.join(', ')}: valid; tags ${list(tags)}; targets ${list(targets)}; ` +
        `external repos ${list(external_repos)}`,
    )
    for (const finding of findings) this.print(noteText(finding))
    return { valid: true, files, tags, targets, external_repos, findings }
  }
}

function namesOf(resources: ReadonlyMap<string, unknown>): string[] {
  return [...resources.keys()].sort()
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(' ')
}
