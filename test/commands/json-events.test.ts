import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { writeFault } from '../../src/hub/codec/writer.js'
import { outputSchemas } from '../../src/report/index.js'
import type { Hooks } from '../../src/sandbox/index.js'
import { example } from './cli.js'
import { ServedHub } from './served-hub.js'

const base = example('fedora-44-base.yaml')
const validate = new Ajv2020({ strict: false }).compile(outputSchemas.get('json-events') ?? false)

interface Told {
  readonly code: number | null
  readonly events: readonly { readonly event: string; readonly [key: string]: unknown }[]
}

/** Applies to a hub with these hooks; all that is printed must be events, each as its schema says. */
async function apply(hooks: Hooks, ...args: string[]): Promise<Told> {
  const hub = new ServedHub()
  await hub.start(hooks)
  try {
    const { code, stdout, stderr } = await hub.run('tags', 'apply', base, '--json-events', ...args)
    expect(stderr).to.equal('')
    const events = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    for (const event of events) {
      validate(event)
      expect(validate.errors ?? [], JSON.stringify(event)).to.deep.equal([])
    }
    return { code, events }
  } finally {
    await hub.stop()
  }
}

const names = ({ events }: Told) => events.map(({ event }) => event)
const stage = ['stage', 'sending', 'answered', 'stage-done']
/** Steps in at the first request that carries a method. */
function once<T>(method: string, answer: T) {
  let seen = false
  return ({ methods }: { readonly methods: readonly string[] }): T | undefined => {
    if (seen || !methods.includes(method)) return undefined
    seen = true
    return answer
  }
}

const offline = {
  status: 200,
  headers: {},
  body: writeFault({ faultCode: 1014, faultString: 'server is offline' }),
}
const gone = { status: 503, headers: {}, body: '' }

describe('--json-events', () => {
  it('tells what happens, one event a line; the last one says what came of it', async () => {
    const told = await apply({}, '--yes')
    expect(told.code).to.equal(0)
    expect(names(told)).to.deep.equal(['plan', 'start', ...stage, ...stage, ...stage, 'applied'])
    expect(told.events[1]).to.deep.include({
      stages: [
        { stage: 'create', calls: 5, requests: 1 },
        { stage: 'fill', calls: 32, requests: 1 },
        { stage: 'switch', calls: 2, requests: 1 },
      ],
    })
    expect(told.events[3]).to.deep.include({ event: 'sending', stage: 'create', calls: [0, 1, 2, 3, 4] })
    expect(told.events.at(-1)).to.deep.include({ remaining: [] })
  })

  it('tells of a request that was not taken, and is made again', async () => {
    const told = await apply({ interceptRequest: once('createTag', offline) }, '--yes')
    expect(told.code).to.equal(0)
    const again = ['stage', 'sending', 'refused', 'retry', 'sending', 'answered', 'stage-done']
    expect(names(told)).to.deep.equal(['plan', 'start', ...again, ...stage, ...stage, 'applied'])
    expect(told.events[5]).to.deep.include({ event: 'retry', number: 1, of: 3 })
  })

  it('tells of an answer that was lost, and what reading back told', async () => {
    const told = await apply({ interceptResponse: once('createTag', gone) }, '--yes')
    expect(told.code).to.equal(0)
    const lost = ['stage', 'sending', 'lost', 'read-back', 'stage-done']
    expect(names(told)).to.deep.equal(['plan', 'start', ...lost, ...stage, ...stage, 'applied'])
    expect(told.events[5]).to.deep.include({ event: 'read-back', stage: 'create', done: 5, not_done: 0 })
  })

  it('ends with the error where the run fails', async () => {
    const interceptCall: Hooks['interceptCall'] = ({ method }) =>
      method === 'groupListAdd' ? { faultCode: 1000, faultString: 'out of luck' } : undefined
    const told = await apply({ interceptCall }, '--yes')
    expect(told.code).to.equal(4)
    expect(names(told).slice(-3)).to.deep.equal(['sending', 'answered', 'error'])
    expect(told.events.at(-1)).to.have.nested.property('error.exit_code', 4)
  })

  it('asks nobody: without --yes nothing is written', async () => {
    const told = await apply({})
    expect(told.code).to.equal(3)
    expect(names(told)).to.deep.equal(['plan', 'error'])
    expect(told.events[1])
      .to.have.nested.property('error.next')
      .that.matches(/add --yes/)
  })

  it('tells mistakes of usage likewise', async () => {
    const told = await apply({}, '--no-such-flag')
    expect(told.code).to.equal(1)
    expect(names(told)).to.deep.equal(['error'])
  })

  it('does not go with --json, which prints one document', async () => {
    const hub = new ServedHub()
    await hub.start()
    const { code, stdout } = await hub.run('tags', 'apply', base, '--json', '--json-events')
    await hub.stop()
    expect(code).to.equal(1)
    expect(JSON.parse(stdout).error.message).to.match(/--json.*--json-events|--json-events.*--json/)
  })
})
