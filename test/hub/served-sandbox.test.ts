import { expect } from 'chai'
import {
  type Exchange,
  HttpTransport,
  HubClient,
  KojiFault,
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
  // The login opens the connection. What happens to the write that follows; how it ends; what the hub executed.
  const writes: [string, number | undefined][] = [
    ['before the hub has it: it is done by the second try', undefined],
    ['after the hub has done it: the second try is refused, because its number is used up (1009)', 1009],
  ]
  for (const [what, code] of writes) {
    const mode = code === undefined ? 'drop-before' : 'drop-after'

    it(`a call, ${what}`, () =>
      withServed({ fail: [`createTag:1=${mode}`] }, async ({ client, requests }) => {
        const session = await Session.open(client, passwordLogin('releng', 'open'))
        const outcome = await session.call(createTag).catch((error: unknown) => error)
        if (code === undefined) expect(outcome).to.equal(1)
        else expect(outcome).to.be.an.instanceof(KojiFault).and.include({ code })
        expect(requests).to.deep.equal(['login', 'createTag', 'createTag'])
        expect(await client.call(getTag)).to.include({ id: 1 })
        expect(await client.call({ method: 'queryHistory', params: [['tag_config']] }))
          .to.have.property('tag_config')
          .that.has.length(1)
      }))

    it(`a multicall, ${what}`, () =>
      withServed({ fail: [`multiCall:1=${mode}`] }, async ({ client, requests }) => {
        const session = await Session.open(client, passwordLogin('releng', 'open'))
        const outcome = await session.multiCall([createTag]).catch((error: unknown) => error)
        if (code === undefined) expect(outcome).to.deep.equal([{ value: 1 }])
        else expect(outcome).to.be.an.instanceof(KojiFault).and.include({ code })
        expect(requests).to.deep.equal(['login', 'multiCall createTag', 'multiCall createTag'])
        expect(await client.call(getTag)).to.include({ id: 1 })
      }))
  }

  it('ends as it is where the second connection is closed as well', () =>
    withServed({ fail: ['createTag=drop-after'] }, async ({ client, requests }) => {
      const session = await Session.open(client, passwordLogin('releng', 'open'))
      expect(await errorOf(session.call(createTag))).to.include({
        message: 'the hub closed the connection before it answered',
        wasSent: true,
      })
      expect(requests).to.deep.equal(['login', 'createTag', 'createTag'])
    }))
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
