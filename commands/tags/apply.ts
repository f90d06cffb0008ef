import { Args, Flags } from '@oclif/core'
import { ApplyCommand, type Applying } from '../../src/cli/apply-command.js'
import { applyFlags } from '../../src/cli/apply-flags.js'
import { readGiven } from '../../src/cli/given.js'
import { templateFlags } from '../../src/cli/template-flags.js'
import type { LoadedFiles } from '../../src/desired/index.js'
import { RelengError } from '../../src/koji/error.js'
import { planDesired, planSaved } from '../../src/pipeline.js'
import { type PlanFile, refuseOtherDigest, shortDigest } from '../../src/plan-file/index.js'
import {
  type AppliedDocument,
  planText,
  savedPlanText,
  seenOtherwiseText,
  unchangedText,
} from '../../src/report/index.js'

export default class TagsApply extends ApplyCommand {
  static override summary = 'make a hub as the files say'
  static override description =
    'Shows the plan, rehearses it, asks, runs its stages, and reads everything back. ' +
    'Applying again completes what was interrupted. A plan file (tags plan -o) is applied as it stands, ' +
    'or not at all.'
  static override strict = false
  static override args = {
    file: Args.string({
      description: 'desired-state files; several make one state. Or one plan file',
    }),
  }
  static override flags = {
    ...applyFlags,
    ...templateFlags,
    digest: Flags.string({
      description:
        'do not ask, and apply no plan file but the one with this digest, or this beginning of one',
      helpValue: 'SHA256',
    }),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> f44-flatpak.yaml --profile koji',
    {
      description: 'Without a terminal, after a review of the plan',
      command: '<%= config.bin %> <%= command.id %> f44-flatpak.yaml --profile koji --yes',
    },
    {
      description: 'The very plan that was reviewed, of which the first 12 digits of its digest are enough',
      command: '<%= config.bin %> <%= command.id %> f44.plan.json --profile koji --digest 4f1c2a9b0d3e',
    },
    {
      description: 'A template, without a file',
      command:
        '<%= config.bin %> <%= command.id %> --template side-target --set name=f44-kde --set base=f44-build --set ticket=releng#12345 -p koji',
    },
    {
      description: 'Until builds see all of it',
      command: '<%= config.bin %> <%= command.id %> f44-flatpak.yaml --profile koji --wait-repos',
    },
    {
      description:
        'Where files say that something shall be absent: nothing is deleted unless it is allowed by name',
      command: '<%= config.bin %> <%= command.id %> eol.yaml --profile koji --allow-delete "f20-*"',
    },
  ]

  async run(): Promise<AppliedDocument> {
    const { argv, flags } = await this.parse(TagsApply)
    this.connectAhead(flags)
    const given = await readGiven(argv.map(String), flags)
    if ('saved' in given) {
      if (flags.digest !== undefined) refuseOtherDigest(given.saved, flags.digest)
      return this.applyOn({ ...flags, yes: flags.yes || flags.digest !== undefined }, ofPlanFile(given.saved))
    }
    if (flags.digest === undefined) return this.applyOn(flags, ofFiles(given))
    throw new RelengError('--digest is for plan files: what files say is planned anew each time', {
      next: 'save the plan (koji-releng tags plan FILE -o FILE.plan.json), and apply that',
    })
  }
}

function ofFiles({ desired }: LoadedFiles): Applying {
  return {
    plan: ({ client, profile }) => planDesired(desired, client, profile),
    show: ({ plan }, options) =>
      plan.changes.length === 0 ? unchangedText(plan, desired, options) : planText(plan, options),
    what: 'this plan',
    as: 'the files say',
  }
}

function ofPlanFile(saved: PlanFile): Applying {
  return {
    plan: ({ client, profile }) => planSaved(saved, client, profile),
    show: ({ plan }, options) =>
      savedPlanText(saved, options) +
      (plan.changes.length === 0 ? unchangedText(plan, undefined, options) : planText(plan, options)),
    remark: ({ plan }) => seenOtherwiseText(saved, plan),
    what: `plan ${saved.digest.slice(0, shortDigest)}`,
    as: 'the plan says',
  }
}
