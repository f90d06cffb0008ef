import { copyFileSync, rmSync } from 'node:fs'
import { Args } from '@oclif/core'
import { defaultStateFile, hubFlags } from '../../src/cli/connection.js'
import { SandboxCommand } from '../../src/cli/sandbox-command.js'
import { loadDesired } from '../../src/desired/index.js'
import { isStateFile, openState, refuseForeignFile, replaceState } from '../../src/sandbox/index.js'

export interface LoadResult {
  readonly state: string
  readonly from: string
}

export default class SandboxLoad extends SandboxCommand {
  static override summary = 'load a desired-state file, or another sandbox’s state, into the sandbox'
  static override description =
    'A desired-state file is applied to what is there; a state takes its place, and what was there is kept beside it, with .old added.'
  static override args = {
    file: Args.string({
      description: 'a desired-state file, or the state file of a sandbox',
      required: true,
    }),
  }
  static override flags = { state: hubFlags.state }
  static override examples = [
    '<%= config.bin %> <%= command.id %> f44-flatpak.yaml',
    '<%= config.bin %> <%= command.id %> rehearsal.json --state mine.json',
  ]

  async run(): Promise<LoadResult> {
    const { args, flags } = await this.parse(SandboxLoad)
    const state = flags.state ?? defaultStateFile()
    if (isStateFile(args.file)) this.#replace(args.file, state)
    else await this.fill(await loadDesired([args.file]), state)
    this.print(`Loaded ${args.file} into the sandbox ${state}`)
    return { state, from: args.file }
  }

  #replace(file: string, state: string): void {
    refuseForeignFile(state)
    const draft = `${state}.new`
    try {
      copyFileSync(file, draft)
      // Opening it shows that it is whole, and of a format that is known.
      openState(draft)
      replaceState(state, draft)
    } finally {
      rmSync(draft, { force: true })
    }
  }
}
