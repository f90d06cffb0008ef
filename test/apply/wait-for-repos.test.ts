import { expect } from 'chai'
import { type RepoEvent, RepoWaitError, type WaitOptions, waitForRepos } from '../../src/apply/index.js'
import { SandboxTransport } from '../../src/cli/sandbox-transport.js'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { writeResponse } from '../../src/hub/codec/writer.js'
import { HubClient, Retrier, webServerLogin } from '../../src/hub/index.js'
import { RelengError } from '../../src/koji/error.js'
import { createSandbox, type Hooks, type Sandbox } from '../../src/sandbox/index.js'
import { kw, Rpc, TestClock } from '../sandbox/rpc.js'

const login = () => webServerLogin('the test', 'none')

/** A hub with the build tags `a` and `b`, where a repo takes a minute; whoever waits moves its clock. */
class Hub {
  readonly clock = new TestClock()
  readonly pauses: number[] = []
  readonly requests: string[] = []
  readonly told: string[] = []
  readonly rpc: Rpc
  readonly client: HubClient
  /** what others do meanwhile, by the pause in which they do it */
  meanwhile: { readonly [pause: number]: (hub: Hub) => void } = {}

  constructor(hooks: Hooks = {}) {
    const sandbox: Sandbox = createSandbox({
      clock: this.clock.read,
      users: [{ name: 'packager' }],
      hub: { repoSeconds: 60 },
      hooks: {
        ...hooks,
        onRequest: ({ methods }) => this.requests.push([...new Set(methods)].filter(notMulti).join(' ')),
      },
    })
    this.rpc = Rpc.as('kojiadmin', sandbox)
    for (const tag of ['a', 'b']) this.rpc.call('createTag', tag)
    this.requests.splice(0)
    const transport = new SandboxTransport('sandbox:memory', sandbox, 'packager')
    this.client = new HubClient(transport, undefined, new Retrier({ maxRetries: 3, interval: 0 }))
  }

  async wait(tags: readonly string[], options: Partial<WaitOptions> = {}) {
    return waitForRepos(tags, this.client, {
      timeout: 3600,
      login,
      watch: event => this.told.push(textOf(event)),
      ...options,
      time: { now: this.clock.read, sleep: async (seconds, signal) => this.#pass(seconds, signal) },
    })
  }

  #pass(seconds: number, signal: AbortSignal | undefined): void {
    this.meanwhile[this.pauses.length]?.(this)
    signal?.throwIfAborted()
    this.pauses.push(seconds)
    this.clock.now += seconds
  }

  /** The error that waiting ends with. */
  async fails(tags: readonly string[], options: Partial<WaitOptions> = {}): Promise<RepoWaitError> {
    try {
      await this.wait(tags, options)
    } catch (error) {
      if (error instanceof RepoWaitError) return error
      throw error
    }
    throw new Error('it did not fail')
  }
}

const notMulti = (method: string) => method !== 'multiCall'

/** `a: waiting, request 1, no task yet` */
function textOf(event: RepoEvent): string {
  if (event.event === 'repos') return `wanted: ${event.tags.join(' ')}`
  const { tag, state, repo, request, task } = event
  return `${tag}: ${state} ${repo ?? `request ${request} task ${task}`}`
}

const read = 'getTag tagLastChangeEvent'
const asked = [read, 'repo.get', 'sslLogin', 'repo.request', 'logout']
const fault = (faultCode: number, faultString: string) => ({ faultCode, faultString })

describe('waiting for repos', () => {
  it('that are there: nobody logs in, and nothing is waited for', async () => {
    const hub = new Hub()
    hub.rpc.call('repo.request', 'a', 'last')
    hub.clock.now += 60
    hub.requests.splice(0)
    const { repos } = await hub.wait(['a'])
    expect(repos).to.have.length(1)
    expect(repos[0]).to.include({ tag: 'a', state: 'ready', repo: 1 })
    expect(hub.requests).to.deep.equal([read, 'repo.get'])
    expect(hub.pauses).to.deep.equal([])
    expect(hub.told).to.deep.equal(['wanted: a', 'a: ready 1'])
  })

  it('asks for them, and looks again at growing intervals, all in one request', async () => {
    const hub = new Hub()
    const { repos } = await hub.wait(['a', 'b', 'a'])
    expect(repos.map(({ tag, state, repo }) => [tag, state, repo])).to.deep.equal([
      ['a', 'ready', 1],
      ['b', 'ready', 2],
    ])
    expect(hub.pauses).to.deep.equal([1, 2, 4, 8, 10, 10, 10, 10, 10])
    expect(hub.requests).to.deep.equal([...asked, ...hub.pauses.map(() => 'repo.checkRequest')])
    expect(hub.told).to.deep.equal([
      'wanted: a b',
      'a: waiting request 1 task null',
      'b: waiting request 2 task null',
      'a: ready 1',
      'b: ready 2',
    ])
  })

  it('takes no repo that is older than the last change', async () => {
    const hub = new Hub()
    hub.rpc.call('repo.request', 'a', 'last')
    hub.clock.now += 61
    hub.rpc.call('editTag2', 'a', kw({ arches: 'x86_64' }))
    const { repos } = await hub.wait(['a'])
    expect(repos[0]).to.include({ repo: 2, min_event: hub.rpc.lastEvent() })
  })

  it('takes a request for its own that somebody made before', async () => {
    const hub = new Hub()
    hub.rpc.call('repo.request', 'a', 'last')
    await hub.wait(['a'])
    expect(hub.told[1]).to.equal('a: waiting request 1 task null')
  })

  it('asks for nothing without a login, and waits for what others ask for', async () => {
    const hub = new Hub()
    hub.meanwhile = { 2: ({ rpc }) => rpc.call('repo.request', 'a', 'last') }
    await hub.wait(['a'], { login: undefined })
    expect(hub.told).to.deep.equal(['wanted: a', 'a: ready 1'])
    expect(new Set(hub.requests)).to.deep.equal(new Set([read, 'repo.get', 'repo.request']))
    expect(hub.requests.filter(request => request === 'repo.request')).to.have.length(1)
  })

  it('ends when it takes too long, and names those that are not ready', async () => {
    const hub = new Hub()
    hub.rpc.call('repo.request', 'b', 'last')
    hub.clock.now += 40
    const error = await hub.fails(['a', 'b'], { timeout: 30 })
    expect(error.message).to.equal(
      'not all repos are ready: it took more than 30 s\nthe repo of a is not ready (request 2, no task yet)',
    )
    expect(error.next).to.equal('the hub goes on making them; to wait again: koji-releng repos wait a')
    expect(error.exitCode).to.equal(1)
    expect(error.data).to.have.nested.property('repos[1].state', 'ready')
    // The last pause is cut, so that the last look is when time is over.
    expect(hub.pauses).to.deep.equal([1, 2, 4, 8, 10, 5])
  })

  it('looks once where there is no time at all', async () => {
    const hub = new Hub()
    const error = await hub.fails(['a'], { timeout: 0, login: undefined })
    expect(error.message).to.contain('the repo of a is not ready (nobody has asked for it)')
    expect(error.next).to.equal('to ask for them and wait again: koji-releng repos wait a')
    expect(hub.requests).to.deep.equal([read, 'repo.get'])
  })

  it('tells what the hub has given up, once the others are ready', async () => {
    const hub = new Hub()
    hub.meanwhile = { 1: ({ rpc }) => rpc.call('deleteTag', 'a') }
    const error = await hub.fails(['a', 'b'])
    expect(error.message).to.equal('the repo of a will not come: the hub has given up request 1')
    expect(error.next).to.equal('to ask for them and wait again: koji-releng repos wait a')
    expect(hub.told.slice(-2)).to.deep.equal(['a: failed request 1 task null', 'b: ready 1'])
  })

  it('tells the task that makes a repo, and the one that failed', async () => {
    // The sandbox makes repos without tasks; a hub with builders answers so.
    const tasks: [number, boolean][] = [
      [71, true],
      [72, true],
      [72, false],
    ]
    const interceptResponse: Hooks['interceptResponse'] = ({ methods }, response) => {
      if (!methods.includes('repo.checkRequest')) return undefined
      const [task_id = 0, active = false] = tasks.shift() ?? []
      const request: RpcValue = { id: 1, task_id, active }
      return { ...response, body: writeResponse([[{ repo: null, request, task: { id: task_id } }]]) }
    }
    const hub = new Hub({ interceptResponse })
    const error = await hub.fails(['a'])
    expect(error.message).to.equal(
      'the repo of a will not come: the hub has given up request 1; see its last task, 72',
    )
    expect(hub.told.slice(1)).to.deep.equal([
      'a: waiting request 1 task null',
      'a: waiting request 1 task 71',
      'a: waiting request 1 task 72',
      'a: failed request 1 task 72',
    ])
  })

  it('tells what the hub does not permit, in its words, and waits for the others', async () => {
    const interceptCall: Hooks['interceptCall'] = ({ method, params }) =>
      method === 'repo.request' && params[0] === 'a' ? fault(1004, 'policy violation') : undefined
    const hub = new Hub({ interceptCall })
    const error = await hub.fails(['a', 'b'])
    expect(error.message).to.equal('the repo of a will not come: policy violation')
    expect(hub.told.at(-1)).to.equal('b: ready 1')
  })

  it('looks for the repo itself where the hub has forgotten the request', async () => {
    let looks = 0
    const interceptCall: Hooks['interceptCall'] = ({ method }) =>
      method === 'repo.checkRequest' && ++looks > 2 ? fault(1000, 'No such request') : undefined
    const hub = new Hub({ interceptCall })
    const { repos } = await hub.wait(['a'])
    expect(repos[0]).to.include({ state: 'ready', repo: 1 })
  })

  it('is told of tags that do not exist before it logs in', async () => {
    const hub = new Hub()
    const error = await hub.wait(['a', 'bb', 'zzz']).catch((caught: unknown) => caught)
    expect(error).to.be.instanceOf(RelengError).and.to.include({ next: 'check the names' })
    expect(String(error)).to.contain('there is no tag bb; did you mean b?\nthere is no tag zzz')
    expect(hub.requests).to.deep.equal([read, 'listTags'])
  })

  it('is told of a hub that knows no such requests', async () => {
    const interceptCall: Hooks['interceptCall'] = ({ method }) =>
      method.startsWith('repo.') ? fault(1000, `Invalid method: ${method}`) : undefined
    const error = await new Hub({ interceptCall }).fails(['a'])
    expect(error.message).to.equal(
      'the repo of a will not come: Invalid method: repo.get: the hub is older than Koji 1.35',
    )
  })

  describe('of a hub that is gone', () => {
    const gone = { status: 503, headers: {}, body: '' }
    /** From the nth look on, so many answers are lost. */
    const away = (nth: number, times: number): Hooks => {
      let looks = 0
      return {
        interceptRequest: ({ methods }) => {
          if (!methods.includes('repo.checkRequest')) return undefined
          looks += 1
          return looks >= nth && looks < nth + times ? gone : undefined
        },
      }
    }

    it('for a while goes on when it is back', async () => {
      const { repos } = await new Hub(away(3, 3)).wait(['a'])
      expect(repos[0]).to.include({ state: 'ready' })
    })

    it('for good ends, and says what was waited for', async () => {
      const error = await new Hub(away(3, 99)).fails(['a', 'b'])
      expect(error.message).to.equal(
        'not all repos are ready: the hub answers HTTP 503\n' +
          'the repo of a is not ready (request 1, no task yet)\n' +
          'the repo of b is not ready (request 2, no task yet)',
      )
      expect(error.next).to.contain('koji-releng repos wait a b')
    })

    it('when it was asked: it is asked again, and takes both for one request', async () => {
      let requests = 0
      const interceptResponse: Hooks['interceptResponse'] = ({ methods }) =>
        methods.includes('repo.request') && ++requests === 1 ? gone : undefined
      const hub = new Hub({ interceptResponse })
      await hub.wait(['a'])
      expect(hub.told[1]).to.equal('a: waiting request 1 task null')
      expect(hub.requests.filter(request => request === 'repo.request')).to.have.length(2)
    })
  })

  it('ends when it is told so; the hub goes on', async () => {
    const controller = new AbortController()
    const hub = new Hub()
    hub.meanwhile = { 2: () => controller.abort(new RelengError('interrupted')) }
    const error = await hub.fails(['a'], { signal: controller.signal })
    expect(error.message).to.equal(
      'not all repos are ready: interrupted\nthe repo of a is not ready (request 1, no task yet)',
    )
    expect(hub.rpc.call('repo.checkRequest', 1)).to.have.nested.property('request.active', true)
  })
})
