import { Flags } from '@oclif/core'
import { defaultStateFile, hubFlags } from '../../src/cli/connection.js'
import { newSandbox } from '../../src/cli/new-sandbox.js'
import { SandboxCommand } from '../../src/cli/sandbox-command.js'
import { loadDesired } from '../../src/desired/index.js'

export interface ResetResult {
  readonly state: string
  readonly from: readonly string[]
  readonly tags: number
  readonly targets: number
}

export default class SandboxReset extends SandboxCommand {
  static override summary = 'start a new sandbox, empty or as desired-state files say'
  static override description =
    'The sandbox is an embedded Koji hub in one file; use it as --profile sandbox. ' +
    'What was in the file is kept beside it, with .old added. Permissions and owners that the files name are made.'
  static override flags = {
    from: Flags.string({
      description: 'a desired-state file to fill it from',
      multiple: true,
      helpValue: 'FILE',
    }),
    state: hubFlags.state,
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --from examples/fedora-44-base.yaml',
  ]

  async run(): Promise<ResetResult> {
    const { flags } = await this.parse(SandboxReset)
    const { from = [], state = defaultStateFile() } = flags
    const desired = from.length === 0 ? undefined : await loadDesired(from)
    await newSandbox(state, desired, async draft => {
      if (desired !== undefined) await this.fill(desired, draft)
    })
    this.print(
      `The sandbox is new: ${state}${desired === undefined ? ', empty' : `, filled from ${from.join(', ')}`}`,
    )
    return { state, from, tags: desired?.tags.size ?? 0, targets: desired?.targets.size ?? 0 }
  }
}
