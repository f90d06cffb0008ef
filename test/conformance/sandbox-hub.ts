import type { HubRequest, HubResponse, Transport } from '../../src/hub/index.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { Hub } from './hub.js'
import type { Caller } from './step.js'

/** The callers as the recorded hub knew them. */
const sandboxUsers = [
  { name: 'kojiadmin', permissions: ['fedora-override'] },
  { name: 'releng', permissions: ['tag', 'target'] },
  { name: 'packager', permissions: [] },
]

/** A new embedded hub, set up as the recorded one was. */
export function newSandboxHub(): Hub {
  const sandbox = createSandbox({ users: sandboxUsers, hub: { enableMaven: true } })
  return new Hub(caller => new CallerTransport(sandbox, caller))
}

/** Requests of one caller, whom the web server would have known. */
class CallerTransport implements Transport {
  readonly url = 'sandbox:memory'
  readonly #sandbox: Sandbox
  readonly #caller: Caller

  constructor(sandbox: Sandbox, caller: Caller) {
    this.#sandbox = sandbox
    this.#caller = caller
  }

  async post({ path, headers, body }: HubRequest): Promise<HubResponse> {
    const request = { method: 'POST', path: `/kojihub${path}`, headers, body }
    const { status, headers: answered, body: content } = this.#sandbox.handle(request, { user: this.#caller })
    const lowered = Object.entries(answered).map(([name, value]) => [name.toLowerCase(), value])
    return { status, headers: Object.fromEntries(lowered), body: content.toString() }
  }

  close(): void {
    // Nothing is open.
  }
}
