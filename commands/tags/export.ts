import { basename, dirname, extname, join } from 'node:path'
import { Args, Flags } from '@oclif/core'
import { type Connection, hubFlags } from '../../src/cli/connection.js'
import { exportState } from '../../src/cli/export-state.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { refuseExisting, writeNewFile } from '../../src/cli/new-file.js'
import { nodeIo } from '../../src/desired/index.js'
import { RelengError } from '../../src/koji/error.js'
import { type DraftFile, type Exported, proveExport, readExport } from '../../src/pipeline.js'
import {
  type ExportDocument,
  type ExportSubject,
  exportJson,
  exportSummary,
  exportText,
  type TemplatedExport,
  templatedExport,
  unsaidText,
} from '../../src/report/index.js'

interface Choice {
  readonly packages: boolean
  readonly 'side-tags': boolean
  readonly 'as-template': boolean
  readonly 'as-state': boolean
  readonly output?: string | undefined
  readonly force: boolean
}

/** What comes out: the files in the order in which they are written, the desired-state file last. */
interface Made {
  readonly subject: ExportSubject
  readonly files: readonly DraftFile[]
  readonly templated?: TemplatedExport | undefined
}

export default class TagsExport extends HubCommand {
  static override summary = 'write what a hub has as a desired-state file'
  static override description =
    'The file says all of the tags, targets and external repos that match, and of the targets that build in these ' +
    'tags or for them. Parents and other tags that they build on are named in `requires`. A plan of it changes ' +
    'nothing: that is tried before it is written. Reads anonymously.'
  static override strict = false
  static override args = {
    pattern: Args.string({
      description: 'names or globs of tags, targets and external repos, such as "f44*"',
      required: true,
    }),
  }
  static override flags = {
    ...hubFlags,
    output: Flags.string({ char: 'o', description: 'write it into a file', helpValue: 'FILE' }),
    force: Flags.boolean({ description: 'replace files that are there', dependsOn: ['output'] }),
    packages: Flags.boolean({ description: 'package lists, too: they may be long' }),
    'side-tags': Flags.boolean({ description: 'side tags, too, which belong to packagers' }),
    'as-template': Flags.boolean({
      description: 'say what releases have in common once, in a template beside the file',
      dependsOn: ['output'],
    }),
    'as-state': Flags.boolean({
      description:
        'write the state of a sandbox that holds all this and what is around it, for rehearsals (sandbox load)',
      dependsOn: ['output'],
      exclusive: ['as-template'],
    }),
  }
  static override examples = [
    {
      description: 'Take Fedora 44, which a script made, under management',
      command: '<%= config.bin %> <%= command.id %> "f44*" "module-f44*" --profile koji -o f44.yaml',
    },
    {
      description: 'Two releases, with what they have in common said once',
      command:
        '<%= config.bin %> <%= command.id %> "f43*" "f44*" --as-template --profile koji -o fedora.yaml',
    },
    {
      description: 'A sandbox to rehearse on',
      command:
        '<%= config.bin %> <%= command.id %> "f44*" --packages --as-state --profile koji -o f44-state.json',
    },
  ]

  async run(): Promise<ExportDocument> {
    const { argv, flags } = await this.parse(TagsExport)
    const { output, force } = flags
    const paths =
      output === undefined ? [] : [output, ...(flags['as-template'] ? [templatePath(output)] : [])]
    for (const path of paths) await refuseExisting(path, { force })
    const made = await this.withHub(flags, connection => this.#make(connection, argv.map(String), flags))
    const { subject, files } = made
    for (const one of subject.unsaid)
      this.caution(`no file can say this, and it stays as it is: ${unsaidText(one)}`)
    if (output === undefined) this.print(files.at(-1)?.text ?? '')
    else for (const { path, text } of files) await writeNewFile(path, text, { force })
    this.remark(exportSummary(made, paths, flags.profile))
    return exportJson(made, { paths, warnings: this.warnings })
  }

  async #make({ client, profile }: Connection, patterns: readonly string[], choice: Choice): Promise<Made> {
    const { packages, output, force } = choice
    const exported = await readExport(client, profile, { patterns, packages, sideTags: choice['side-tags'] })
    const subject = subjectOf(exported, patterns, packages)
    if (choice['as-state'] && output !== undefined) {
      await exportState(exported, output, { force })
      return { subject, files: [] }
    }
    const made =
      choice['as-template'] && output !== undefined ? templated(subject, output) : plain(subject, output)
    await proveExport(exported, [...made.files].reverse(), client, nodeIo())
    return made
  }
}

function subjectOf(
  { live, desired, unsaid, sideTags }: Exported,
  patterns: readonly string[],
  packages: boolean,
) {
  return { patterns, hub: live.hub, event: live.event, desired, unsaid, sideTags, packages }
}

function plain(subject: ExportSubject, output = 'export.yaml'): Made {
  return { subject, files: [{ path: output, text: exportText(subject) }] }
}

function templated(subject: ExportSubject, output: string): Made {
  const path = templatePath(output)
  const made = templatedExport(subject, `./${basename(path)}`)
  if (made === undefined)
    throw new RelengError('no name in this export bears the number of a release', {
      where: output,
      next: 'leave out --as-template: nothing repeats that it knows',
    })
  const files = [
    { path, text: made.template },
    { path: output, text: made.file },
  ]
  return { subject, files, templated: made }
}

/** `fedora-template.yaml` beside `fedora.yaml` */
function templatePath(output: string): string {
  const ending = extname(output)
  return join(dirname(output), `${basename(output, ending)}-template.yaml`)
}
