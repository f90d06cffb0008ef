import { resolve } from 'node:path'
import { Args, Flags } from '@oclif/core'
import { type HubChoice, hubFlags } from '../../src/cli/connection.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { planFlags } from '../../src/cli/plan-flags.js'
import { releaseLayouts } from '../../src/cli/release-layouts.js'
import { writeNew } from '../../src/cli/replace-file.js'
import { settingsOf } from '../../src/cli/settings.js'
import { templateFlags } from '../../src/cli/template-flags.js'
import { loadFiles, nodeIo, withFiles } from '../../src/desired/index.js'
import { readGraph } from '../../src/hub/index.js'
import { planDesired } from '../../src/pipeline.js'
import { type Plan, retirementOf } from '../../src/plan/index.js'
import { planFileOf, writePlanFile } from '../../src/plan-file/index.js'
import {
  cleanLine,
  desiredDigest,
  plannedJson,
  planText,
  type RetiredDocument,
  retirementYaml,
  saveText,
  unchangedText,
} from '../../src/report/index.js'

interface RetireChoice extends HubChoice {
  readonly consequences: boolean
  readonly full: boolean
  readonly notes: boolean
  readonly output?: string | undefined
  readonly 'save-plan'?: string | undefined
}

export default class TagsRetire extends HubCommand {
  static override summary = 'show what ends with a release: its targets go, what was released is locked'
  static override description =
    'Finds on the hub, anonymously, every target that builds in the tags of the release, or for them, or in a tag ' +
    'that inherits from its build tags, such as side tags. Writes nothing to the hub: -o writes the file that says ' +
    'so, for a review and for tags apply. Refused (exit code 3) while rawhide, or another release, stands on it.'
  static override args = {
    release: Args.string({ description: 'the number of the release, such as 42', required: true }),
  }
  static override flags = {
    ...hubFlags,
    ...planFlags,
    ...templateFlags,
    template: Flags.string({
      helpGroup: 'TEMPLATE',
      helpValue: 'NAME',
      description: 'what tells the names of the release, and what is locked: a template with phases',
      default: 'fedora-release',
    }),
    output: Flags.string({
      char: 'o',
      description: 'write a desired-state file that says so; there must be none of that name',
      helpValue: 'FILE',
    }),
    'save-plan': Flags.string({
      description: 'save the plan, as tags plan -o does',
      helpValue: 'FILE.plan.json',
    }),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> 42 --profile koji',
    {
      description: 'Write it down, review it, do it',
      command: '<%= config.bin %> <%= command.id %> 42 --profile koji -o f42-eol.yaml',
    },
    "<%= config.bin %> tags apply f42-eol.yaml --profile koji --allow-delete 'f42*'",
    {
      description: 'A release of EPEL',
      command:
        '<%= config.bin %> <%= command.id %> 8 --template epel-release --set arches=x86_64,aarch64 --profile koji',
    },
  ]

  async run(): Promise<RetiredDocument> {
    const { args, flags } = await this.parse(TagsRetire)
    const { release } = args
    const layouts = await releaseLayouts(release, {
      name: flags.template,
      values: settingsOf(flags.set ?? []),
    })
    return this.withHub(flags, async ({ client, profile }) => {
      const live = await readGraph(client, profile, { withTargets: true })
      const retirement = retirementOf(layouts, live)
      const text = retirementYaml(retirement, live)
      const name = flags.output ?? `tags retire ${release}`
      const file = new Map([[resolve(name), new TextEncoder().encode(text)]])
      const loaded = await loadFiles([name], withFiles(nodeIo(), file))
      const { plan } = await planDesired(loaded.desired, client, profile)
      this.#show(plan, flags)
      if (flags.output !== undefined) await writeNew(flags.output, text)
      const digest = await this.#save(plan, loaded, flags)
      this.#tellNext(flags)
      const planned = plannedJson(plan, { digest, warnings: this.warnings })
      return { ...retirement, state: text, file: flags.output ?? null, plan: planned }
    })
  }

  #show(plan: Plan, { consequences, full, notes }: RetireChoice): void {
    const options = { style: this.styleFor(process.stdout), width: this.columns, consequences, full, notes }
    this.print(plan.changes.length === 0 ? unchangedText(plan, undefined, options) : planText(plan, options))
  }

  async #save(
    plan: Plan,
    { desired, files }: Awaited<ReturnType<typeof loadFiles>>,
    { 'save-plan': name }: RetireChoice,
  ): Promise<string | undefined> {
    if (name === undefined) return undefined
    const { bin, version } = this.config
    const made = { tool: { name: bin, version }, desired: { digest: desiredDigest(desired), files } }
    const file = planFileOf(plan, made)
    await writePlanFile(name, file)
    this.remark(saveText(name, file.digest))
    return file.digest
  }

  #tellNext({ output, 'save-plan': saved }: RetireChoice): void {
    if (output !== undefined) this.remark(`${cleanLine(output)} is written`)
    const file = saved ?? output
    this.remark(
      file === undefined
        ? 'nothing was written; -o FILE writes a file that says so, for tags apply'
        : `next: koji-releng tags apply ${cleanLine(file)}, with the leaves that are named above`,
    )
  }
}
