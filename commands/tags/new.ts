import { resolve } from 'node:path'
import { Args, Flags } from '@oclif/core'
import { canAsk, chooseFrom } from '../../src/cli/choose.js'
import { type Connection, hubFlags } from '../../src/cli/connection.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { refuseExisting, writeNewFile } from '../../src/cli/new-file.js'
import { settingsOf } from '../../src/cli/settings.js'
import { nodeIo } from '../../src/desired/index.js'
import { RelengError } from '../../src/koji/error.js'
import type { LiveState } from '../../src/koji/live-state.js'
import {
  type Chosen,
  type Fit,
  fitTemplate,
  newRelease,
  ReleaseTemplate,
  readReleases,
} from '../../src/pipeline.js'
import { type Release, releaseName, releaseNumber } from '../../src/release/index.js'
import {
  type NewReleaseDocument,
  newReleaseJson,
  optionsOf,
  releaseSummary,
  unsaidText,
} from '../../src/report/index.js'

interface Hub {
  readonly live: LiveState
  readonly profile: string
  readonly fit?: Fit | undefined
}

export default class TagsNew extends HubCommand {
  static override summary = 'write the desired-state file of a new release'
  static override description =
    'The file uses a template, says its parameters and what they are otherwise, and is ready for tags plan. With ' +
    '--like, what a release on the hub has otherwise than the template makes it is carried over to the new number. ' +
    'A hub is asked with --like, and where one is named: it tells whether the release is there already. Reads ' +
    'anonymously.'
  static override args = {
    release: Args.string({ description: 'the number of the new release', required: true }),
  }
  static override flags = {
    ...hubFlags,
    template: Flags.string({
      char: 't',
      description: 'a built-in template, or a file such as ./layout.yaml',
      default: 'fedora-release',
      helpValue: 'NAME',
    }),
    set: Flags.string({
      description: 'a value for a parameter of the template',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'PARAMETER=VALUE',
    }),
    like: Flags.string({
      description: 'carry over what this release has otherwise than the template makes it',
      helpValue: 'RELEASE',
    }),
    ask: Flags.boolean({
      description: 'list what --like would carry over, and ask of each; take none where nobody can be asked',
      dependsOn: ['like'],
    }),
    output: Flags.string({ char: 'o', description: 'write it into a file', helpValue: 'FILE' }),
    force: Flags.boolean({ description: 'replace a file that is there', dependsOn: ['output'] }),
  }
  static override examples = [
    {
      description: 'Fedora 45 by the book',
      command: '<%= config.bin %> <%= command.id %> 45 -o f45.yaml',
    },
    {
      description: 'Like Fedora 44, with all that was changed there by hand',
      command: '<%= config.bin %> <%= command.id %> 45 --like 44 --profile koji -o f45.yaml',
    },
    {
      description: 'The same, deciding on each difference',
      command: '<%= config.bin %> <%= command.id %> 45 --like 44 --ask --profile koji -o f45.yaml',
    },
    {
      description: 'Without modules, and for fewer architectures',
      command: '<%= config.bin %> <%= command.id %> 45 --set modular=false --set arches=x86_64,aarch64',
    },
  ]

  async run(): Promise<NewReleaseDocument> {
    const { args, flags } = await this.parse(TagsNew)
    const number = releaseNumber(args.release)
    const like = flags.like === undefined ? undefined : releaseNumber(flags.like)
    if (like === number)
      throw new RelengError(`release ${number} cannot be made like itself`, {
        next: 'name another one with --like',
      })
    const { output, force } = flags
    if (output !== undefined) await refuseExisting(output, { force })
    const io = nodeIo()
    const template = await ReleaseTemplate.open(flags.template, number, settingsOf(flags.set ?? []), io)
    const release = template.releaseOf(number, await template.expand(number))
    const isHubWanted = like !== undefined || flags.profile !== undefined
    const hub = isHubWanted
      ? await this.withHub(flags, connection => this.#look(connection, template, release, like))
      : undefined
    const chosen = hub?.fit && (await this.#choose(hub.fit, flags.ask))
    const made = await newRelease({
      template,
      number,
      path: resolve(output ?? `${releaseName(release)}.yaml`),
      io,
      hub,
      like: hub?.fit && chosen && { fit: hub.fit, chosen },
    })
    for (const warning of made.file.warnings) this.caution(warning)
    if (output === undefined) this.print(made.text)
    else await writeNewFile(output, made.text, { force })
    const summary = releaseSummary(made, hub?.fit, output)
    if (summary !== '') this.remark(summary)
    return newReleaseJson(made, hub?.fit, { output, warnings: this.warnings })
  }

  async #look(
    { client, profile }: Connection,
    template: ReleaseTemplate,
    release: Release,
    like: string | undefined,
  ): Promise<Hub> {
    if (like === undefined) return { live: await readReleases(client, profile, [release]), profile }
    const other = { ...release, number: like }
    const live = await readReleases(client, profile, [release, other])
    const fit = await fitTemplate(template, other, live)
    for (const one of fit.like.unsaid)
      this.caution(`not carried over, since no file could say it: ${unsaidText(one)}`)
    return { live, profile, fit }
  }

  /** All, unless each is asked for. */
  async #choose(fit: Fit, ask: boolean): Promise<Chosen> {
    if (!ask) return fit
    const options = optionsOf(fit)
    if (options.length === 0) return fit
    if (canAsk() && !this.jsonEnabled()) {
      const taken = new Set(await chooseFrom(options))
      return {
        switches: new Map([...fit.switches].filter(([name]) => taken.has(name))),
        differences: fit.differences.filter(difference => taken.has(difference)),
      }
    }
    for (const { lines } of options) this.remark(lines.join('\n'))
    this.caution('nobody is there to ask: nothing of it was taken over; without --ask, all is')
    return { switches: new Map(), differences: [] }
  }
}
