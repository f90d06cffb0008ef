import { Args, Flags } from '@oclif/core'
import { type HubChoice, hubFlags } from '../../src/cli/connection.js'
import { readDesired, readSaved } from '../../src/cli/given.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { planFlags } from '../../src/cli/plan-flags.js'
import { type TemplateChoice, templateFlags } from '../../src/cli/template-flags.js'
import { ExitCode, RelengError } from '../../src/koji/error.js'
import { type Planned, planDesired } from '../../src/pipeline.js'
import type { Plan } from '../../src/plan/index.js'
import { planFileOf, planOf, writePlanFile } from '../../src/plan-file/index.js'
import {
  desiredDigest,
  guardsText,
  notesText,
  type PlannedDocument,
  type PlanTextOptions,
  planDiff,
  plannedJson,
  planText,
  type Style,
  savedPlanText,
  saveText,
  unchangedText,
} from '../../src/report/index.js'

interface Shown {
  readonly diff: boolean
  readonly consequences: boolean
  readonly full: boolean
  readonly notes: boolean
}

interface PlanChoice extends HubChoice, TemplateChoice, Shown {
  readonly output?: string | undefined
}

/** A plan, and the digest of its file, where there is one. */
interface Told {
  readonly plan: Plan
  readonly digest?: string
}

export default class TagsPlan extends HubCommand {
  static override summary = 'show what an apply would change on a hub'
  static override description = 'Reads the hub anonymously, never logs in, writes nothing.'
  static override strict = false
  static override args = {
    file: Args.string({ description: 'desired-state files; several make one state' }),
  }
  static override flags = {
    ...hubFlags,
    ...planFlags,
    ...templateFlags,
    'detailed-exitcode': Flags.boolean({ description: 'exit with 2 if there is something to change' }),
    diff: Flags.boolean({ description: 'show a unified diff of the live and the desired YAML' }),
    output: Flags.string({
      char: 'o',
      description: 'save the plan in a file, for a review, and for tags apply FILE',
      helpValue: 'FILE.plan.json',
    }),
    show: Flags.string({
      description: 'show the plan of such a file in place of a new one; no hub is asked',
      helpValue: 'FILE.plan.json',
      exclusive: ['output', 'diff', 'template'],
    }),
  }
  static override examples = [
    {
      description: 'What would f44-flatpak.yaml change on Fedora’s hub?',
      command: '<%= config.bin %> <%= command.id %> f44-flatpak.yaml --profile koji',
    },
    {
      description: 'Without a file: what does a template make?',
      command:
        '<%= config.bin %> <%= command.id %> --template fedora-release --set release=44 --profile koji',
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
      description: 'Save a plan, so that what is reviewed is what is applied',
      command: '<%= config.bin %> <%= command.id %> f44.yaml --profile koji -o f44.plan.json',
    },
    {
      description: 'Look at it again',
      command: '<%= config.bin %> <%= command.id %> --show f44.plan.json',
    },
    {
      description: 'The plan as data',
      command: '<%= config.bin %> <%= command.id %> f44-flatpak.yaml --profile koji --json',
    },
  ]

  async run(): Promise<PlannedDocument> {
    const { argv, flags } = await this.parse(TagsPlan)
    const names = argv.map(String)
    const { plan, digest } =
      flags.show === undefined
        ? await this.#plan(names, flags)
        : await this.#showSaved(flags.show, names, flags)
    if (flags['detailed-exitcode'] && plan.changes.length > 0) process.exitCode = ExitCode.pending
    return plannedJson(plan, { digest, warnings: this.warnings })
  }

  async #plan(names: readonly string[], flags: PlanChoice): Promise<Told> {
    const { desired, files } = await readDesired(names, flags)
    const planned = await this.withHub(flags, ({ client, profile }) => planDesired(desired, client, profile))
    const { plan } = planned
    const { bin: name, version } = this.config
    const { output } = flags
    if (output === undefined) {
      this.#show(planned, flags)
      return { plan }
    }
    const made = { tool: { name, version }, desired: { digest: desiredDigest(desired), files } }
    const file = planFileOf(plan, made)
    await writePlanFile(output, file)
    this.#show(planned, flags)
    this.remark(saveText(output, file.digest))
    return { plan, digest: file.digest }
  }

  async #showSaved(name: string, others: readonly string[], shown: Shown): Promise<Told> {
    if (others.length > 0) {
      throw new RelengError(`--show ${name} takes no other files`, {
        where: others[0],
        next: 'take them away',
      })
    }
    const file = await readSaved(name)
    const plan = planOf(file)
    const options = this.#options(shown)
    this.print(
      savedPlanText(file, options) +
        (plan.changes.length === 0 ? unchangedText(plan, undefined, options) : planText(plan, options)),
    )
    return { plan, digest: file.digest }
  }

  #show({ plan, goal, live, aim: { desired } }: Planned, shown: Shown): void {
    const options = this.#options(shown)
    if (plan.changes.length === 0) this.print(unchangedText(plan, desired, options))
    else if (shown.diff) {
      this.print(planDiff(goal, live, options.style))
      // A diff may be fed to a program.
      const aside = { ...options, style: this.styleFor(process.stderr) }
      for (const remark of [notesText(plan.notes, aside), guardsText(plan.guards, aside)])
        if (remark !== '') this.remark(remark)
    } else this.print(planText(plan, options))
  }

  #options({ consequences, full, notes }: Shown): PlanTextOptions & { readonly style: Style } {
    return { style: this.styleFor(process.stdout), width: this.columns, consequences, full, notes }
  }
}
