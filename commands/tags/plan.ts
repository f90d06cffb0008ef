import { Args, Flags } from '@oclif/core'
import { type HubChoice, hubFlags } from '../../src/cli/connection.js'
import { readDesired, readSaved } from '../../src/cli/given.js'
import { kojiClient } from '../../src/cli/koji-client.js'
import { planFlags } from '../../src/cli/plan-flags.js'
import { ReportCommand } from '../../src/cli/report-command.js'
import { type ReportChoice, reportFiles, reportFlags } from '../../src/cli/report-flags.js'
import { type TemplateChoice, templateFlags } from '../../src/cli/template-flags.js'
import { ExitCode, RelengError } from '../../src/koji/error.js'
import type { Tag } from '../../src/koji/tag.js'
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
import { planReport, type ReportLink } from '../../src/report/reports/index.js'
import { commandsText, type PlanCommand, planCommands } from '../../src/script/index.js'

const formats = ['markdown', 'html', 'csv'] as const

interface Shown extends HubChoice, ReportChoice {
  readonly diff: boolean
  readonly 'as-koji-commands': boolean
  readonly consequences: boolean
  readonly full: boolean
  readonly notes: boolean
}

interface PlanChoice extends TemplateChoice, Shown {
  readonly show?: string | undefined
  readonly output?: string | undefined
}

/** A plan, and the digest of its file, where there is one. */
interface Told {
  readonly plan: Plan
  readonly digest?: string
  /** the tags after it, where they are known */
  readonly tags?: ReadonlyMap<string, Tag>
}

/** The document of `--json`; with `--as-koji-commands` they are part of it. */
type PlanOutput = PlannedDocument & { readonly koji_commands?: readonly PlanCommand[] }

export default class TagsPlan extends ReportCommand {
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
    ...reportFlags(formats),
    'detailed-exitcode': Flags.boolean({ description: 'exit with 2 if there is something to change' }),
    'as-koji-commands': Flags.boolean({
      description: 'show the commands of Koji’s own client that do the same, as a shell script',
      exclusive: ['diff'],
    }),
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
      description: 'What would have to be typed without this tool?',
      command: '<%= config.bin %> <%= command.id %> f44.yaml --profile koji --as-koji-commands',
    },
    {
      description: 'As a comment for a pull request, and as a page to look at',
      command:
        '<%= config.bin %> <%= command.id %> f44.yaml --profile koji --format markdown --report plan.html',
    },
    {
      description: 'The plan as data',
      command: '<%= config.bin %> <%= command.id %> f44-flatpak.yaml --profile koji --json',
    },
  ]

  async run(): Promise<PlanOutput> {
    const { argv, flags } = await this.parse(TagsPlan)
    const names = argv.map(String)
    reportFiles(flags, formats)
    refuseTwoWays(flags)
    const told =
      flags.show === undefined
        ? await this.#plan(names, flags)
        : await this.#showSaved(flags.show, names, flags)
    const { plan, digest } = told
    if (flags['detailed-exitcode'] && plan.changes.length > 0) process.exitCode = ExitCode.pending
    const document = plannedJson(plan, { digest, warnings: this.warnings })
    if (!flags['as-koji-commands']) return document
    return { ...document, koji_commands: commandsOf(told, flags) }
  }

  async #plan(names: readonly string[], flags: PlanChoice): Promise<Told> {
    this.connectAhead(flags)
    const { desired, files } = await readDesired(names, flags)
    const planned = await this.withHub(flags, ({ client, profile }) => planDesired(desired, client, profile))
    const { plan, goal } = planned
    const { bin: name, version } = this.config
    const { output } = flags
    if (output === undefined) {
      await this.#show(planned, flags)
      return { plan, tags: goal.tags }
    }
    const made = { tool: { name, version }, desired: { digest: desiredDigest(desired), files } }
    const file = planFileOf(plan, made)
    await writePlanFile(output, file)
    await this.#show(planned, flags)
    this.remark(saveText(output, file.digest))
    return { plan, digest: file.digest, tags: goal.tags }
  }

  async #showSaved(name: string, others: readonly string[], shown: PlanChoice): Promise<Told> {
    if (others.length > 0) {
      throw new RelengError(`--show ${name} takes no other files`, {
        where: others[0],
        next: 'take them away',
      })
    }
    const file = await readSaved(name)
    const plan = planOf(file)
    const options = this.#options(shown)
    if (shown['as-koji-commands']) this.#showCommands({ plan }, shown)
    const text = plan.changes.length === 0 ? unchangedText(plan, undefined, options) : planText(plan, options)
    await this.#tell(plan, shown, savedPlanText(file, options) + text)
    return { plan, digest: file.digest }
  }

  async #show({ plan, goal, live, aim: { desired } }: Planned, shown: PlanChoice): Promise<void> {
    const options = this.#options(shown)
    const isDiff = shown.diff && plan.changes.length > 0
    if (shown['as-koji-commands']) this.#showCommands({ plan, tags: goal.tags }, shown)
    if (isDiff) {
      this.print(planDiff(goal, live, options.style))
      this.#remarkAside(plan, options)
    }
    const text = plan.changes.length === 0 ? unchangedText(plan, desired, options) : planText(plan, options)
    await this.#tell(plan, shown, isDiff ? null : text, linksOf(goal.tags))
  }

  /** @param text nothing where the plan was shown otherwise already */
  async #tell(
    plan: Plan,
    shown: PlanChoice,
    text: string | null,
    links?: readonly ReportLink[],
  ): Promise<void> {
    const isShown = text === null || shown['as-koji-commands']
    await this.printReport(shown, formats, {
      text: isShown ? null : () => text,
      report: () => planReport(plan, links),
    })
  }

  #showCommands(told: Told, shown: PlanChoice): void {
    this.print(commandsText(told.plan, commandsOf(told, shown)))
    this.#remarkAside(told.plan, this.#options(shown))
  }

  // A diff, or a script, may be fed to a program.
  #remarkAside(plan: Plan, options: PlanTextOptions): void {
    const aside = { ...options, style: this.styleFor(process.stderr) }
    for (const remark of [notesText(plan.notes, aside), guardsText(plan.guards, aside)])
      if (remark !== '') this.remark(remark)
  }

  #options({ consequences, full, notes }: Shown): PlanTextOptions & { readonly style: Style } {
    return { style: this.styleFor(process.stdout), width: this.columns, consequences, full, notes }
  }
}

/** Who inherits from whom when the plan is done. */
function linksOf(tags: ReadonlyMap<string, Tag>): ReportLink[] {
  return [...tags.values()].flatMap(({ name: child, inheritance }) =>
    inheritance.map(link => ({ ...link, child })),
  )
}

function refuseTwoWays({ format, diff, 'as-koji-commands': commands }: PlanChoice): void {
  if (format === 'text' || format === 'json' || !(diff || commands)) return
  throw new RelengError(
    `--format ${format} and ${diff ? '--diff' : '--as-koji-commands'} both say how to show the plan`,
    {
      next: 'leave one of them out, or write the report to a file: --report plan.md',
    },
  )
}

function commandsOf({ plan, tags }: Told, choice: PlanChoice): PlanCommand[] {
  return planCommands(
    plan,
    kojiClient(choice, choice.show === undefined ? undefined : plan.hub.profile),
    tags,
  )
}
