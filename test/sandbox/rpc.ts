import { expect } from 'chai'
import { MessageReader } from '../../src/hub/codec/reader.js'
import { type Fault, isStruct, type RpcStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { writeCall } from '../../src/hub/codec/writer.js'
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js'

/** A clock that a test sets by hand. */
export class TestClock {
  now = 1_800_000_000.25

  readonly read = () => this.now
}

/** Bytes that are the same in every run. */
export function testRandom(): (size: number) => Uint8Array {
  let next = 0
  return size => Uint8Array.from({ length: size }, () => next++ % 256)
}

export function testSandbox(options: SandboxOptions = {}): Sandbox {
  return createSandbox({ clock: new TestClock().read, random: testRandom(), ...options })
}

/** Keyword arguments, as Koji's clients send them. */
export function kw(named: RpcStruct): RpcStruct {
  return { ...named, __starstar: true }
}

/** A client in the same process: what it calls goes through the XML, both ways. */
export class Rpc {
  readonly #sandbox: Sandbox
  headers: Record<string, string> = {}

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
  }

  /** Someone who the web server says is `user`, logged in. */
  static as(user: string, sandbox: Sandbox = testSandbox()): Rpc {
    const rpc = new Rpc(sandbox)
    rpc.login(user)
    return rpc
  }

  login(user: string): void {
    const answer = this.send('sslLogin', [], { path: '/kojihub/ssllogin', user })
    this.useSession('value' in answer ? answer.value : null)
  }

  useSession(info: RpcValue): void {
    if (!isStruct(info)) throw new Error('no session')
    this.headers = {
      'Koji-Session-Id': String(info['session-id']),
      'Koji-Session-Key': String(info['session-key']),
    }
  }

  post(sent: string | Uint8Array, { path = '/kojihub', method = 'POST', user = '' } = {}) {
    const request = { method, path, headers: this.headers, body: sent }
    const { status, headers, body } = this.#sandbox.handle(request, user === '' ? {} : { user })
    return { status, headers, body: body.toString() }
  }

  send(method: string, params: readonly RpcValue[], where = {}): { value: RpcValue } | { fault: Fault } {
    const { body } = this.post(writeCall(method, params), where)
    return new MessageReader({ maxDepth: 3000 }).write(body).response()
  }

  /** The answer, or the fault as `{ fault: [code, text] }`. */
  call(method: string, ...params: RpcValue[]): RpcValue {
    const answer = this.send(method, params)
    return 'value' in answer ? answer.value : { fault: [answer.fault.faultCode, answer.fault.faultString] }
  }

  /** Calls several methods in one request; answers as `call` gives them. */
  multiCall(...calls: [string, ...RpcValue[]][]): RpcValue {
    const entries = calls.map(([methodName, ...params]) => ({ methodName, params }))
    const answers = this.call('multiCall', entries)
    if (!Array.isArray(answers)) return answers
    return answers.map(answer =>
      isStruct(answer) ? { fault: [answer.faultCode ?? null, answer.faultString ?? null] } : answer[0],
    )
  }

  /** The number of the last event: calls that change nothing leave it alone. */
  lastEvent(): number {
    const event = this.call('getLastEvent')
    return isStruct(event) && typeof event.id === 'number' ? event.id : 0
  }
}

/** A fault as `Rpc.call` tells it. */
export function fault(code: number, text: string): RpcValue {
  return { fault: [code, text] }
}

/** Calls and what they answer, one line a call, in order. */
export type Case = readonly [method: string, params: readonly RpcValue[], answer: RpcValue]

/** Makes the calls, and compares what each answers. */
export function runCases(rpc: Rpc, cases: readonly Case[]): void {
  for (const [method, params, answer] of cases) {
    expect(rpc.call(method, ...params), `${method}(${JSON.stringify(params)})`).to.deep.equal(answer)
  }
}
