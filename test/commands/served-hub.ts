import { SandboxTransport } from '../../src/cli/sandbox-transport.js'
import { HubClient } from '../../src/hub/index.js'
import {
  createSandbox,
  type Hooks,
  type RunningServer,
  type Sandbox,
  type SandboxOptions,
  type SeedUser,
  type ServeOptions,
  serve,
} from '../../src/sandbox/index.js'
import { Cli, type Outcome } from './cli.js'

const releng = { name: 'releng', password: 'secret-of-releng', permissions: ['tag', 'target'] }

/** A served sandbox that the user `releng` may change, as a profile of the command. */
export class ServedHub {
  readonly cli = new Cli()
  readonly methods: string[] = []
  #server: RunningServer | undefined
  #sandbox: Sandbox | undefined

  async start(
    hooks: Hooks = {},
    users: readonly SeedUser[] = [],
    tls: ServeOptions = {},
    options: Pick<SandboxOptions, 'store' | 'clock' | 'hub'> = {},
  ): Promise<void> {
    const sandbox = createSandbox({
      ...options,
      permissions: ['fedora-override'],
      users: [releng, ...users],
      hooks: { ...hooks, onRequest: ({ methods }) => this.methods.push(...methods) },
    })
    this.#sandbox = sandbox
    this.#server = await serve(sandbox, tls)
    this.profile(this.#server.url, 'password', 'max_retries = 3\nretry_interval = 0')
    this.logInAs(releng)
  }

  get url(): string {
    return this.#server?.url ?? ''
  }

  /** The same hub, reached by another user within this process: what is asked is done before any request comes in. */
  clientOf(user: string): HubClient {
    if (this.#sandbox === undefined) throw new Error('it was not started')
    return new HubClient(new SandboxTransport(this.url, this.#sandbox, user))
  }

  profile(server: string, authtype = 'password', more = ''): void {
    this.cli.file('koji.conf', `[hub]\nserver = ${server}\nauthtype = ${authtype}\n${more}\n`)
  }

  logInAs({ name, password = '' }: SeedUser): void {
    Object.assign(this.cli.env, { KOJI_RELENG_USER: name, KOJI_RELENG_PASSWORD: password })
  }

  run(...args: string[]): Promise<Outcome> {
    return this.cli.run(...args, '--profile', 'hub', '--config', 'koji.conf')
  }

  async stop(): Promise<void> {
    await this.#server?.close()
    this.cli.remove()
  }
}
