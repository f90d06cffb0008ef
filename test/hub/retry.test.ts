import { expect } from 'chai'
import fc from 'fast-check'
import { writeFault, writeResponse } from '../../src/hub/codec/writer.js'
import {
  HttpTransport,
  HubClient,
  HubError,
  type HubRequest,
  type HubResponse,
  KojiFault,
  passwordLogin,
  Retrier,
  Session,
} from '../../src/hub/index.js'
import { delays, type Patience, type Retry, type Surroundings } from '../../src/hub/retry.js'
import type { Outlook, Transport } from '../../src/hub/transport.js'
import { errorOf } from './local-server.js'

const koji: Patience = { maxRetries: 30, interval: 20 }

describe('the waits between tries', () => {
  it('may grow to twice the one before, up to the interval', () => {
    expect([...delays({ maxRetries: 8, interval: 20 }, () => 1)]).to.deep.equal([1, 2, 4, 8, 16, 20, 20, 20])
  })

  it('are a random part of that', () => {
    let turn = 0
    const random = () => [0, 0.5, 0.25, 1][turn++ % 4] ?? 0
    expect([...delays({ maxRetries: 4, interval: 3 }, random)]).to.deep.equal([0, 1, 0.75, 3])
  })

  it('are as many as may be, none longer than the interval', () => {
    const patience = fc.record({ maxRetries: fc.nat(2000), interval: fc.nat(100_000) })
    fc.assert(
      fc.property(patience, fc.double({ min: 0, max: 1, noNaN: true }), (some, chance) => {
        const all = [...delays(some, () => chance)]
        expect(all).to.have.length(some.maxRetries)
        for (const wait of all) expect(wait).to.be.within(0, some.interval)
      }),
    )
  })
})

/** Time that passes only in waits, each as long as it may be, and is written down. */
class Clock implements Surroundings {
  readonly told: Retry[] = []
  seconds = 0
  readonly random = () => 1
  readonly now = () => this.seconds
  readonly sleep = async (seconds: number) => {
    this.seconds += seconds
  }

  retrier(patience = koji): Retrier {
    return new Retrier(patience, retry => this.told.push(retry), this)
  }

  get waits(): number[] {
    return this.told.map(({ seconds }) => seconds)
  }
}

const failing = (outlook: Outlook, retryAfter?: number) => new HubError('no', { outlook, retryAfter })
const fault = (code: number) => new KojiFault(code, 'no', 'hello', 'http://hub.test')
const always = () => true

/** Fails in turn with each of these, and then answers. */
function failingWith(...errors: readonly (Error | undefined)[]): () => Promise<string> {
  let turn = 0
  return async () => {
    const error = errors[turn++]
    if (error !== undefined) throw error
    return 'answer'
  }
}

describe('Retrier', () => {
  it('has nothing to do where there is an answer', async () => {
    const clock = new Clock()
    expect(await clock.retrier().run(failingWith(), always)).to.equal('answer')
    expect(clock.told).to.deep.equal([])
  })

  it('tells of each retry before it waits', async () => {
    const clock = new Clock()
    const error = failing('temporary')
    expect(await clock.retrier().run(failingWith(error, error), always)).to.equal('answer')
    expect(clock.told).to.deep.equal([
      { error, number: 1, of: 30, seconds: 1 },
      { error, number: 2, of: 30, seconds: 2 },
    ])
  })

  // What happens again and again; the number of retries where no hub has answered yet, and where one has.
  const endless: [string, Error, number, number][] = [
    ['a passing trouble', failing('temporary'), 30, 30],
    ['what may be a mistake in the profile', failing('doubtful'), 2, 30],
    ['what will not pass', failing('permanent'), 0, 0],
    ['a hub that is offline (1014)', fault(1014), 30, 30],
    ['another fault', fault(1000), 0, 0],
    ['an internal error of the hub', fault(1), 0, 0],
    ['a mistake of the program', new TypeError('oops'), 0, 0],
  ]
  for (const [what, error, first, later] of endless) {
    it(`gives up: ${what}, ${first} retries at first, ${later} later`, async () => {
      const errors = Array.from({ length: 100 }, () => error)
      const clock = new Clock()
      expect(await errorOf(clock.retrier().run(failingWith(...errors), always))).to.equal(error)
      expect(clock.told.map(({ of }) => of)).to.deep.equal(Array.from({ length: first }, () => first))

      const second = new Clock()
      const retrier = second.retrier()
      await retrier.run(failingWith(), always)
      expect(await errorOf(retrier.run(failingWith(...errors), always))).to.equal(error)
      expect(second.told.map(({ number }) => number)).to.deep.equal(
        Array.from({ length: later }, (_, index) => index + 1),
      )
    })
  }

  it('has no doubt any more once a hub has said anything, be it no', async () => {
    const clock = new Clock()
    const retrier = clock.retrier()
    await errorOf(retrier.run(failingWith(fault(1000)), always))
    await errorOf(retrier.run(failingWith(...Array.from({ length: 99 }, () => failing('doubtful'))), always))
    expect(clock.told).to.have.length(30)
  })

  it('makes no request again that may have done something', async () => {
    const clock = new Clock()
    const error = failing('temporary')
    expect(await errorOf(clock.retrier().run(failingWith(error), told => told !== error))).to.equal(error)
    expect(clock.told).to.deep.equal([])
  })

  it('begins no try later than max_retries × retry_interval after the first failed', async () => {
    const clock = new Clock()
    const begins: number[] = []
    const slow = async () => {
      begins.push(clock.seconds)
      clock.seconds += 60
      throw failing('temporary')
    }
    await errorOf(clock.retrier().run(slow, always))
    expect(begins).to.deep.equal([0, 61, 123, 187, 255, 331, 411, 491, 571, 651])
  })

  const patience: [Patience, number[]][] = [
    [{ maxRetries: 0, interval: 20 }, []],
    [{ maxRetries: 3, interval: 0 }, [0, 0, 0]],
    [{ maxRetries: 1, interval: 20 }, [1]],
  ]
  for (const [some, waits] of patience) {
    it(`is as patient as told: ${some.maxRetries} retries, ${some.interval} s between`, async () => {
      const clock = new Clock()
      const errors = Array.from({ length: 9 }, () => failing('temporary'))
      await errorOf(clock.retrier(some).run(failingWith(...errors), always))
      expect(clock.waits).to.deep.equal(waits)
    })
  }

  const asked: [number, number[]][] = [
    [0, [1]],
    [5, [5]],
    [600, [600]],
    // Longer than all retries may take: to come back earlier would be in vain.
    [601, []],
    [1e12, []],
  ]
  for (const [seconds, waits] of asked) {
    it(`leaves a hub alone that asks for ${seconds} s: ${waits.length === 0 ? 'gives up' : `waits ${waits}`}`, async () => {
      const clock = new Clock()
      await clock
        .retrier()
        .run(failingWith(failing('temporary', seconds)), always)
        .catch(() => undefined)
      expect(clock.waits).to.deep.equal(waits)
    })
  }

  it('waits for no hub where it is told to wait for nothing', async () => {
    for (const [seconds, waits] of [
      [0, [0]],
      [1, []],
      [86_400, []],
    ] as const) {
      const clock = new Clock()
      const request = failingWith(failing('temporary', seconds))
      await clock
        .retrier({ maxRetries: 30, interval: 0 })
        .run(request, always)
        .catch(() => undefined)
      expect(clock.waits).to.deep.equal(waits)
    }
  })

  it('ends its waiting when it is closed', async () => {
    const retrier: Retrier = new Retrier(
      { maxRetries: 30, interval: 1e6 },
      () => setImmediate(() => retrier.close()),
      {
        random: () => 1,
        now: () => 0,
        sleep: (_seconds, signal) => new Promise((_, reject) => signal.addEventListener('abort', reject)),
      },
    )
    let requests = 0
    const request = async () => {
      requests += 1
      throw failing('temporary')
    }
    await retrier.run(request, always).then(
      () => expect.fail('it answered'),
      () => expect(requests).to.equal(1),
    )
    expect(await errorOf(retrier.run(request, always))).to.include({ message: 'no' })
    expect(requests).to.equal(2)
  })
})

/** Answers what it is told, one after the other, and then as a hub. */
class Answers implements Transport {
  readonly url = 'http://hub.test/kojihub'
  readonly requests: HubRequest[] = []
  readonly #answers: (Partial<HubResponse> | Error)[]

  constructor(...answers: (Partial<HubResponse> | Error)[]) {
    this.#answers = answers
  }

  async post(request: HubRequest): Promise<HubResponse> {
    this.requests.push(request)
    const answer = this.#answers.shift() ?? {}
    if (answer instanceof Error) throw answer
    return {
      status: 200,
      headers: {},
      body: writeResponse({ 'session-id': 1, 'session-key': 'k' }),
      ...answer,
    }
  }

  close(): void {
    // Nothing is open.
  }
}

const offline = writeFault({ faultCode: 1014, faultString: 'server is offline' })
const unsent = new HubError('the hub refuses the connection', { fate: 'not-sent', outlook: 'doubtful' })
const lost = new HubError('the hub closed the connection before it answered', { outlook: 'temporary' })

describe('a read', () => {
  const hello = { method: 'hello', params: [] }
  // What the hub answers at first; how long it is waited for.
  const again: [string, Partial<HubResponse> | Error, number][] = [
    ['no connection', unsent, 1],
    ['a connection that was cut', lost, 1],
    ['502', { status: 502, body: '<html>' }, 1],
    ['503', { status: 503, body: '' }, 1],
    ['503 and when to come back', { status: 503, headers: { 'retry-after': '7' } }, 7],
    ['503 and nonsense', { status: 503, headers: { 'retry-after': 'soon' } }, 1],
    [
      '503 and a time gone by',
      { status: 503, headers: { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' } },
      1,
    ],
    ['504', { status: 504 }, 1],
    ['half an answer', { body: writeResponse('x').slice(0, 60) }, 1],
    ['nothing', { body: '' }, 1],
    ['that it is offline', { body: offline }, 1],
  ]
  for (const [what, answer, wait] of again) {
    it(`is made again after ${what}`, async () => {
      const clock = new Clock()
      const transport = new Answers(answer)
      const client = new HubClient(transport, undefined, clock.retrier())
      expect(await client.call(hello)).to.include({ 'session-id': 1 })
      expect(clock.waits).to.deep.equal([wait])
      const [first, second] = transport.requests.map(({ take, ...request }) => request)
      expect(second).to.deep.equal(first)
    })
  }

  const final: [string, Partial<HubResponse>][] = [
    ['400', { status: 400 }],
    ['401', { status: 401 }],
    ['404', { status: 404 }],
    ['408', { status: 408 }],
    ['429', { status: 429, headers: { 'retry-after': '1' } }],
    ['500', { status: 500 }],
    ['302', { status: 302 }],
    ['a web page', { body: '<!doctype html><h1>Welcome</h1>' }],
    ['a fault', { body: writeFault({ faultCode: 1000, faultString: 'no' }) }],
  ]
  for (const [what, answer] of final) {
    it(`is not made again after ${what}`, async () => {
      const clock = new Clock()
      const transport = new Answers(answer)
      await errorOf(new HubClient(transport, undefined, clock.retrier()).call(hello))
      expect(transport.requests).to.have.length(1)
    })
  }

  it('tells when a hub wants to be asked again that does so after too long a time', async () => {
    const transport = new Answers({ status: 503, headers: { 'retry-after': '3600' } })
    const error = await errorOf(new HubClient(transport, undefined, new Clock().retrier()).call(hello))
    expect(error).to.include({ next: 'the hub asks to be left alone for 3600 seconds; try again then' })
    expect(transport.requests).to.have.length(1)
  })

  it('waits until the date that a hub names', async () => {
    const clock = new Clock()
    const date = new Date(Date.now() + 100_000).toUTCString()
    const transport = new Answers({ status: 503, headers: { 'retry-after': date } })
    await new HubClient(transport, undefined, clock.retrier()).call(hello)
    expect(clock.seconds).to.be.within(50, 101)
  })

  it('is given up soon where nobody ever listened', async () => {
    const clock = new Clock()
    const transport = new HttpTransport({ server: 'http://127.0.0.1:1/kojihub' })
    const error = await errorOf(new HubClient(transport, undefined, clock.retrier()).call(hello))
    expect(error).to.include({ message: 'the hub refuses the connection' })
    expect(clock.told.map(({ number, of }) => [number, of])).to.deep.equal([
      [1, 2],
      [2, 2],
    ])
  })
})

const login = passwordLogin('releng', 'secret')

// What becomes of a request that may be a write.
const troubles: [string, Partial<HubResponse> | Error][] = [
  ['a connection that was cut', lost],
  ['503', { status: 503 }],
  ['that the hub is offline', { body: offline }],
  ['an empty answer', { body: '' }],
]

describe('a login', () => {
  const unreached: [string, Error] = ['no connection', unsent]
  for (const [what, answer] of [unreached, ...troubles]) {
    it(`is made again after ${what}: at worst it leaves a session that nobody uses`, async () => {
      const transport = new Answers(answer)
      await Session.open(new HubClient(transport, undefined, new Clock().retrier()), login)
      expect(transport.requests).to.have.length(2)
    })
  }
})

describe('a call in a session', () => {
  const unreached: [string, Error] = ['no connection', unsent]
  for (const [what, answer] of [unreached, ...troubles]) {
    it(`is not made again after ${what}`, async () => {
      const transport = new Answers({}, answer)
      const client = new HubClient(transport, undefined, new Clock().retrier())
      const session = await Session.open(client, login)
      await errorOf(session.call({ method: 'createTag', params: ['a'] }))
      expect(transport.requests).to.have.length(2)
    })
  }
})

describe('work of several requests', () => {
  it('is repeated as a whole, a session in it too', async () => {
    const clock = new Clock()
    const transport = new Answers({}, unsent, {}, { status: 503 })
    const client = new HubClient(transport, undefined, clock.retrier())
    const session = await Session.open(client, login)
    const made: string[] = []
    await client.persist(async () => {
      for (const name of ['a', 'b']) {
        await session.call({ method: 'createTag', params: [name] })
        made.push(name)
      }
    })
    expect(made).to.deep.equal(['a', 'a', 'b'])
    expect(clock.told.map(({ error }) => error.message)).to.deep.equal([
      'the hub refuses the connection',
      'the hub answers HTTP 503',
    ])
  })

  it('ends with what will not pass', async () => {
    const client = new HubClient(new Answers({ status: 403 }, {}), undefined, new Clock().retrier())
    const work = () => client.call({ method: 'hello', params: [] })
    expect(await errorOf(client.persist(work))).to.include({ message: 'the hub answers HTTP 403' })
  })
})
