import { existsSync } from 'node:fs'
import type { HubRequest, HubResponse, Transport } from '../hub/index.js'
import { RelengError } from '../koji/error.js'
import { createSandbox, openState, type Sandbox } from '../sandbox/index.js'

/** Who works on the embedded hub unless somebody else is named. */
const administrator = 'kojiadmin'

/** Carries requests straight into an embedded hub, byte for byte what a served one would get. */
export class SandboxTransport implements Transport {
  readonly url: string
  readonly #sandbox: Sandbox
  readonly #user: string

  /** @param user who logs in, as if a web server had checked a certificate */
  constructor(url: string, sandbox: Sandbox, user = administrator) {
    this.url = url
    this.#sandbox = sandbox
    this.#user = user
  }

  async post({ path, headers, body }: HubRequest): Promise<HubResponse> {
    const request = { method: 'POST', path: `/kojihub${path}`, headers, body }
    const { status, headers: answered, body: content } = this.#sandbox.handle(request, { user: this.#user })
    const lowered = Object.entries(answered).map(([name, value]) => [name.toLowerCase(), value])
    return { status, headers: Object.fromEntries(lowered), body: content.toString() }
  }

  close(): void {
    // Nothing is open: the state was written with each request.
  }
}

/** The hub of the profile `sandbox`. Throws where none was set up: a rehearsal begins with a known state. */
export function sandboxTransport(stateFile: string): Transport {
  if (!existsSync(stateFile)) {
    throw new RelengError('there is no sandbox yet', {
      where: stateFile,
      next: `make one: koji-releng sandbox reset --state ${stateFile}`,
    })
  }
  return new SandboxTransport(`sandbox:${stateFile}`, createSandbox({ state: openState(stateFile) }))
}
