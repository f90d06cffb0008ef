import { SandboxTransport } from '../src/cli/sandbox-transport.js'
import type { RpcValue } from '../src/hub/codec/value.js'
import { HubClient, type Login, Session, webServerLogin } from '../src/hub/index.js'
import type { DesiredState } from '../src/koji/desired-state.js'
import { RelengError } from '../src/koji/error.js'
import { type Applied, type ApplyOptions, applyPlanned, type Planned, planDesired } from '../src/pipeline.js'
import { rehearsePlanned } from '../src/rehearse.js'
import {
  createSandbox,
  type Hooks,
  type RequestInfo,
  type RunningServer,
  type Sandbox,
  type SandboxOptions,
  serve,
} from '../src/sandbox/index.js'
import { Rpc } from './sandbox/rpc.js'

/** Leave for whatever any guard may find in its plan. */
export const anyLeave: ApplyOptions = {
  leaves: {
    profile: 'test',
    empty: true,
    mass_change: Number.MAX_SAFE_INTEGER,
    mass_delete: Number.MAX_SAFE_INTEGER,
    delete: ['*'],
    protected: ['*'],
    locked: ['*'],
    older: ['*'],
  },
}

/** An embedded hub in memory, with a log of every request it got. */
export class SandboxHub {
  readonly requests: RequestInfo[] = []
  readonly client: HubClient
  /** of the administrator, where it is served */
  readonly password = 'only-for-this-test'
  readonly login: Login = webServerLogin('the test', 'none')
  readonly #sandbox: Sandbox
  #session: Promise<Session> | undefined

  constructor(
    hooks: Hooks = {},
    options: Pick<SandboxOptions, 'hub' | 'permissions' | 'state' | 'users' | 'clock'> = {},
  ) {
    this.#sandbox = createSandbox({
      permissions: ['autosign', 'fedora-override'],
      hub: { enableMaven: true },
      ...options,
      users: [
        { name: 'kojiadmin', password: this.password },
        { name: 'releng', permissions: ['tag'] },
        { name: 'packager' },
        ...(options.users ?? []),
      ],
      hooks: { ...hooks, onRequest: info => this.requests.push(info) },
    })
    this.client = this.clientOf()
  }

  /** @param user who logs in; unless named, the administrator */
  clientOf(user?: string): HubClient {
    return new HubClient(new SandboxTransport('sandbox:memory', this.#sandbox, user))
  }

  /** One call by the administrator, as a colleague would make it by hand; a fault is thrown. */
  async call(
    method: string,
    params: readonly RpcValue[],
    named?: { [name: string]: RpcValue },
  ): Promise<RpcValue> {
    this.#session ??= Session.open(this.client, this.login)
    const session = await this.#session
    return session.call(named === undefined ? { method, params } : { method, params, named })
  }

  /** A build as if it had just been built, by its NVR. */
  build(nvr: string): string {
    const [, name = '', version = '', release = ''] = /^(.+)-([^-]+)-([^-]+)$/.exec(nvr) ?? []
    this.#sandbox.importBuild({ name, version, release })
    return nvr
  }

  /** Lets other programs have it. */
  serve(): Promise<RunningServer> {
    return serve(this.#sandbox)
  }

  /** The number of its last event, at this very moment: nothing happens meanwhile. */
  lastEvent(): number {
    return new Rpc(this.#sandbox).lastEvent()
  }

  /** The methods of all requests since the last time this was asked, one list a request. */
  takeRequests(): (readonly string[])[] {
    return this.requests.splice(0).map(({ methods }) => methods)
  }
}

/** Rehearses the plan, and applies it: as the command does. */
export async function applyRehearsed(
  planned: Planned,
  client: HubClient,
  login: Login,
  options?: ApplyOptions,
): Promise<Applied> {
  await rehearsePlanned(planned)
  return applyPlanned(planned, client, login, options)
}

/** The plan, or nothing where the state does not fit the hub and is rightly refused. */
export async function planOrRefusal(
  { client }: { readonly client: HubClient },
  state: DesiredState,
): Promise<Planned | undefined> {
  try {
    return await planDesired(state, client, 'test')
  } catch (error) {
    if (error instanceof RelengError && !['KojiFault', 'HubError'].includes(error.name)) return undefined
    throw error
  }
}
