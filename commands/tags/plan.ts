import { Args, Flags } from '@oclif/core'
import { hubFlags } from '../../src/cli/connection.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { planFlags } from '../../src/cli/plan-flags.js'
import { loadDesired } from '../../src/desired/index.js'
import { ExitCode } from '../../src/koji/error.js'
import { type Planned, planDesired } from '../../src/pipeline.js'
import { notesText, planDiff, planJson, planText, unchangedText } from '../../src/report/index.js'

interface Shown {
  readonly diff: boolean
  readonly consequences: boolean
  readonly notes: boolean
}

export default class TagsPlan extends HubCommand {
  static override summary = 'show what an apply would change on a hub'
  static override description = 'Reads the hub anonymously, never logs in, writes nothing.'
  static override strict = false
  static override args = {
    file: Args.string({ description: 'desired-state files; several make one state', required: true }),
  }
  static override flags = {
    ...hubFlags,
    ...planFlags,
    'detailed-exitcode': Flags.boolean({ description: 'exit with 2 if there is something to change' }),
    diff: Flags.boolean({ description: 'show a unified diff of the live and the desired YAML' }),
  }
  static override examples = [
    {
      description: 'What would f44-flatpak.yaml change on Fedora’s hub?',
      command: '<%= config.bin %> <%= command.id %> f44-flatpak.yaml --profile koji',
    },
    {
      description: 'In a script: 0 is as desired, 2 is to change, 1 is an error',
      command: '<%= config.bin %> <%= command.id %> *.yaml --profile koji --detailed-exitcode',
    },
    {
      description: 'All that builds will notice in every tag that inherits',
      command: '<%= config.bin %> <%= command.id %> f44.yaml --profile koji --consequences',
    },
    {
      description: 'The plan as data',
      command: '<%= config.bin %> <%= command.id %> f44-flatpak.yaml --profile koji --json',
    },
  ]

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(TagsPlan)
    const desired = await loadDesired(argv.map(String))
    const planned = await this.withHub(flags, ({ client, profile }) => planDesired(desired, client, profile))
    this.#show(planned, flags)
    if (flags['detailed-exitcode'] && planned.plan.changes.length > 0) process.exitCode = ExitCode.pending
    return planJson(planned.plan)
  }

  #show({ plan, goal, live, aim: { desired } }: Planned, { diff, consequences, notes }: Shown): void {
    const options = { style: this.styleFor(process.stdout), width: this.columns, consequences, notes }
    if (plan.changes.length === 0) this.print(unchangedText(plan, desired, options))
    else if (diff) {
      this.print(planDiff(goal, live, options.style))
      // A diff may be fed to a program.
      const remarks = notesText(plan.notes, { ...options, style: this.styleFor(process.stderr) })
      if (remarks !== '') this.remark(remarks)
    } else this.print(planText(plan, options))
  }
}
