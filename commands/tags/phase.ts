import { resolve } from 'node:path'
import { Args, Flags } from '@oclif/core'
import { type HubChoice, hubFlags } from '../../src/cli/connection.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { planFlags } from '../../src/cli/plan-flags.js'
import { assertReplaceable, replaceText } from '../../src/cli/replace-file.js'
import { loadDesired, nodeIo, type PhaseEdit, phaseEdit, withFiles } from '../../src/desired/index.js'
import type { DesiredState } from '../../src/koji/desired-state.js'
import { planDesired } from '../../src/pipeline.js'
import {
  cleanLine,
  fileDiff,
  type PhaseDocument,
  type PlannedDocument,
  phaseText,
  plannedJson,
  planText,
  unchangedText,
} from '../../src/report/index.js'

interface PhaseChoice extends HubChoice {
  readonly consequences: boolean
  readonly full: boolean
  readonly notes: boolean
}

export default class TagsPhase extends HubCommand {
  static override summary = 'say in a file that a release is in another phase, and show what that changes'
  static override description =
    'Edits one word of the file, and nothing else in it: comments and layout stay. Then it plans, anonymously, and ' +
    'writes the file if that went well. It never writes to a hub: tags apply FILE does.'
  static override args = {
    file: Args.string({
      description: 'a desired-state file that uses a template with phases',
      required: true,
    }),
    phase: Args.string({
      description: 'a phase of the template, such as rawhide, branched, active, released or eol',
      required: true,
    }),
  }
  static override flags = {
    ...hubFlags,
    ...planFlags,
    'dry-run': Flags.boolean({
      description: 'show a diff of the file, and write nothing',
      exclusive: ['no-plan'],
    }),
    'no-plan': Flags.boolean({ description: 'write the file without asking a hub what that changes' }),
    release: Flags.string({ description: 'which release, where the file has several', helpValue: 'NUMBER' }),
  }
  static override examples = [
    {
      description: 'Bodhi activation: one edit, and one apply, which is one transaction',
      command: '<%= config.bin %> <%= command.id %> f44.yaml active --profile koji',
    },
    '<%= config.bin %> tags apply f44.yaml --profile koji',
    {
      description: 'One of the releases of a file',
      command: '<%= config.bin %> <%= command.id %> fedora.yaml eol --release 42 --profile koji',
    },
    {
      description: 'What would be written?',
      command: '<%= config.bin %> <%= command.id %> f44.yaml released --dry-run',
    },
  ]

  async run(): Promise<PhaseDocument> {
    const { args, flags } = await this.parse(TagsPhase)
    const { file } = args
    await assertReplaceable(file)
    const edit = await phaseEdit(file, args.phase, { release: flags.release })
    // A file that would be wrong is not written, whether a hub is asked or not.
    const bytes = new Map([[resolve(file), new TextEncoder().encode(edit.text)]])
    const desired = await loadDesired([file], withFiles(nodeIo(), bytes))
    const style = this.styleFor(process.stdout)
    this.print(phaseText(edit.uses, style))
    if (flags['dry-run']) {
      if (edit.text !== edit.before) this.print(fileDiff(file, edit.before, edit.text, style))
      return this.#document(file, edit, false, null)
    }
    const plan = flags['no-plan'] ? null : await this.#planFirst(desired, file, flags)
    const written = edit.text !== edit.before
    if (written) await replaceText(file, edit.before, edit.text)
    this.#tellNext(file, written, plan, flags)
    return this.#document(file, edit, written, plan)
  }

  async #planFirst(desired: DesiredState, file: string, flags: PhaseChoice): Promise<PlannedDocument> {
    try {
      return await this.#plan(desired, flags)
    } catch (error) {
      this.remark(`${cleanLine(file)} is left as it was: there is no plan; --no-plan writes it without one`)
      throw error
    }
  }

  #plan(desired: DesiredState, flags: PhaseChoice): Promise<PlannedDocument> {
    return this.withHub(flags, async ({ client, profile }) => {
      const { plan } = await planDesired(desired, client, profile)
      const { consequences, full, notes } = flags
      const options = { style: this.styleFor(process.stdout), width: this.columns, consequences, full, notes }
      const text = plan.changes.length === 0 ? unchangedText(plan, desired, options) : planText(plan, options)
      this.print(`\n${text}`)
      return plannedJson(plan, { warnings: this.warnings })
    })
  }

  #tellNext(file: string, written: boolean, plan: PlannedDocument | null, { profile }: PhaseChoice): void {
    const name = cleanLine(file)
    this.remark(written ? `${name} is written` : `${name} says so already, and is left as it is`)
    if (plan?.changes.length === 0) return
    const on = profile === undefined ? '' : ` --profile ${cleanLine(profile)}`
    this.remark(`next: koji-releng tags apply ${name}${on}`)
  }

  #document(
    file: string,
    { uses }: PhaseEdit,
    written: boolean,
    plan: PlannedDocument | null,
  ): PhaseDocument {
    return { file, uses, written, plan }
  }
}
