import { expect } from 'chai'
import {
  type Exchange,
  HttpTransport,
  HubClient,
  passwordLogin,
  Retrier,
  Session,
} from '../../src/hub/index.js'
import {
  createSandbox,
  faultHooks,
  parseFaultRule,
  type ServeOptions,
  serve,
} from '../../src/sandbox/index.js'
import { errorOf } from './local-server.js'

interface Served {
  readonly client: HubClient
  /** the methods of all requests that arrived whole */
  readonly requests: string[]
  readonly exchanges: Exchange[]
}

/** A sandbox behind a web server that fails as told, and a client that does not wait between its tries. */
async function withServed(
  { fail = [], ...options }: ServeOptions & { fail?: readonly string[] },
  test: (served: Served) => Promise<void>,
): Promise<void> {
  const requests: string[] = []
  const exchanges: Exchange[] = []
  const sandbox = createSandbox({
    users: [{ name: 'releng', password: 'open', permissions: ['tag'] }],
    hooks: {
      ...faultHooks(fail.map(parseFaultRule)),
      onRequest: ({ methods }) => requests.push(methods.join(' ')),
    },
  })
  const server = await serve(sandbox, options)
  const retrier = new Retrier({ maxRetries: 5, interval: 20 }, undefined, {
    random: () => 0,
    now: () => 0,
    sleep: async () => undefined,
  })
  const transport = new HttpTransport({ server: server.url })
  const client = new HubClient(transport, exchange => exchanges.push(exchange), retrier)
  try {
    await test({ client, requests, exchanges })
  } finally {
    client.close()
    await server.close()
  }
}

const createTag = { method: 'createTag', params: ['a'] }
const getTag = { method: 'getTag', params: ['a'] }

describe('a write on a connection that was kept, and is closed in its midst', () => {
  // The login opens the connection. Only the hub can tell whether it has done the write that follows.
  const cases: [mode: string, method: string, isDone: boolean][] = [
    ['drop-before', 'createTag', false],
    ['drop-after', 'createTag', true],
    ['drop-before', 'multiCall', false],
    ['drop-after', 'multiCall', true],
  ]
  for (const [mode, method, isDone] of cases) {
    it(`is sent once, and said to be in doubt: ${method} meets ${mode}`, () =>
      withServed({ fail: [`${method}:1=${mode}`] }, async ({ client, requests }) => {
        const session = await Session.open(client, passwordLogin('releng', 'open'))
        const sent = method === 'multiCall' ? session.multiCall([createTag]) : session.call(createTag)
        expect(await errorOf(sent)).to.include({
          message: 'the hub closed the connection before it answered',
          fate: 'unknown',
        })
        expect(requests.filter(methods => methods.includes('createTag'))).to.have.length(1)
        expect((await client.call(getTag)) !== null).to.equal(isDone)
      }))
  }
})

describe('a read from a served sandbox', () => {
  const modes = ['502', '503', '504', 'offline', 'drop-before', 'drop-after', 'truncate']
  for (const mode of modes) {
    it(`is made again where the first and the third fail: ${mode}`, () =>
      withServed({ fail: [`getTag:1=${mode}`, `getTag:3=${mode}`] }, async ({ client }) => {
        expect(await client.call(getTag)).to.equal(null)
        expect(await client.multiCall([getTag, getTag])).to.deep.equal([{ value: null }, { value: null }])
      }))
  }
})

describe('a sandbox that is served with gzip', () => {
  const names = Array.from({ length: 200 }, (_, index) => `some-tag-of-f44-with-a-long-name-${index}`)
  const creations = names.map(name => ({ method: 'createTag', params: [name] }))

  for (const gzip of [true, false]) {
    it(`understands the client, and is understood: ${gzip}`, () =>
      withServed({ gzip }, async ({ client, exchanges }) => {
        const session = await Session.open(client, passwordLogin('releng', 'open'))
        const outcomes = await session.multiCall(creations)
        expect(outcomes.map(outcome => 'value' in outcome && outcome.value)).to.deep.equal(
          names.map((_, i) => i + 1),
        )
        expect(await client.call({ method: 'listTags', params: [] })).to.have.length(200)
        expect(exchanges.map(({ status }) => status)).to.deep.equal([200, 200, 200])
      }))
  }
})
