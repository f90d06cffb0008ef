import path from 'node:path'
import { openState } from '../../src/sandbox/index.js'
import type { SandboxHub } from '../sandbox-hub.js'
import { hubWith } from '../templates/fedora-hub.js'
import { Cli, type Outcome } from './cli.js'

/** The command beside a sandbox as Fedora's hub is on the day before a release is branched. */
export class FedoraCli {
  readonly cli = new Cli()
  #hub: SandboxHub | undefined

  /** @param release the last one that was branched */
  async start(release: number): Promise<void> {
    this.#hub = await hubWith(release, { state: openState(this.#state) })
  }

  /** The same hub, in this process: only before the command has changed it. */
  get hub(): SandboxHub {
    if (this.#hub === undefined) throw new Error('it was not started')
    return this.#hub
  }

  /** `tags …` on that hub. */
  tags(...args: string[]): Promise<Outcome> {
    return this.cli.run('tags', ...args, '--profile', 'sandbox', '--state', this.#state)
  }

  /** The hub's last event: it moves with every write. */
  async event(): Promise<number> {
    const { stdout } = await this.cli.run('sandbox', 'status', '--state', this.#state, '--json')
    return JSON.parse(stdout).event
  }

  get #state(): string {
    return path.join(this.cli.home, 'fedora.json')
  }
}
