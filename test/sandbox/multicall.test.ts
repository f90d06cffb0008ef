import { expect } from 'chai'
import { isStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { fault, kw, Rpc, testSandbox } from './rpc.js'

describe('sandbox: multiCall', () => {
  it('answers each entry in a list of one, or with its fault', () => {
    const rpc = Rpc.as('kojiadmin')
    const calls = [
      { methodName: 'createTag', params: ['a', kw({ arches: 'x86_64' })] },
      { methodName: 'createTag', params: ['a'] },
      { methodName: 'getTagID', params: ['a'] },
      { methodName: 'nope', params: [] },
      { methodName: 'hello' },
      'what',
    ]
    const exists = "A tag with the name 'a' already exists"
    const answers = rpc.call('multiCall', calls)
    expect(Array.isArray(answers) && answers.slice(0, 5)).to.deep.equal([
      [1],
      { faultCode: 1000, faultString: exists, traceback: [`${exists}\n`] },
      [1],
      { faultCode: 1000, faultString: 'Invalid method: nope', traceback: ['Invalid method: nope\n'] },
      { faultCode: 1, faultString: 'params', traceback: ['params\n'] },
    ])
    expect(answers).to.have.nested.property('[5].faultCode', 1)
    expect(rpc.call('system.multicall', [])).to.deep.equal([])
    expect(rpc.call('multiCall')).to.deep.equal(
      fault(1019, "ModXMLRPCRequestHandler.multiCall() missing 1 required positional argument: 'calls'"),
    )
    for (const calls of [1, null]) expect(rpc.call('multiCall', calls)).to.have.nested.property('fault[0]', 1)
  })

  it('gives up where the answers grow too long, and takes everything back', () => {
    const rpc = Rpc.as('kojiadmin')
    const lists = Array.from({ length: 20_000 }, (): [string] => ['system.listMethods'])
    expect(rpc.multiCall(['createTag', 'a'], ...lists)).to.deep.equal(
      fault(1, "<class 'ValueError'>: longer than 50331648 bytes"),
    )
    expect(rpc.call('getTag', 'a')).to.equal(null)
  })

  it('gives each entry that writes an event, and takes a failing one back whole', () => {
    const rpc = Rpc.as('kojiadmin')
    const before = rpc.lastEvent()
    rpc.multiCall(
      ['createTag', 'a'],
      // Writes the rename and the settings before it fails.
      ['editTag2', 'a', kw({ name: 'b', locked: true, remove_extra: ['nope'] })],
      ['getTagID', 'b'],
      ['groupListAdd', 'a', 'build'],
    )
    expect(rpc.call('getTag', 'a')).to.include({ id: 1, name: 'a', locked: false })
    expect(rpc.call('getTagID', 'b')).to.equal(null)
    const events = rpc.call('queryHistory', kw({ tag: 'a', tables: ['tag_config', 'group_config'] }))
    // The failing entry's event is burnt.
    expect(events).to.have.nested.property('tag_config[0].create_event', before + 1)
    expect(events).to.have.nested.property('group_config[0].create_event', before + 3)
    expect(rpc.call('getEvent', before + 2, false)).to.equal(null)
  })

  it('lets later entries see what earlier ones did', () => {
    const rpc = Rpc.as('kojiadmin')
    expect(
      rpc.multiCall(['createTag', 'a'], ['createTag', 'b', 'a'], ['getFullInheritance', 'b']),
    ).to.have.nested.property('[2][0].name', 'a')
  })

  it('reads lazy queries last: they tell the state after all entries', () => {
    const rpc = Rpc.as('kojiadmin')
    rpc.call('createTag', 'a', kw({ arches: 'x86_64' }))
    const answers = rpc.multiCall(
      ['listTags'],
      ['queryHistory', ['tag_config']],
      ['listTags', kw({ queryOpts: { limit: 5 } })],
      ['editTag2', 'a', kw({ arches: 'aarch64' })],
    )
    expect(answers).to.have.nested.property('[0][0].arches', 'aarch64')
    expect(answers).to.have.nested.property('[1].tag_config').with.length(2)
    expect(answers).to.have.nested.property('[2][0].arches', 'x86_64')
  })

  it('loses everything to an error in a lazy query', () => {
    const rpc = Rpc.as('kojiadmin')
    const answer = rpc.multiCall(['createTag', 'a'], ['queryHistory', kw({ after: 'when?' })])
    expect(answer).to.have.nested.property('fault[0]', 1)
    expect(rpc.call('getTag', 'a')).to.equal(null)
  })

  it('keeps what a method committed by itself', () => {
    const rpc = Rpc.as('kojiadmin')
    rpc.multiCall(
      ['createTag', 'a'],
      ['createUser', 'u'],
      ['createTag', 'b'],
      ['queryHistory', kw({ after: 'when?' })],
    )
    expect(rpc.call('getTag', 'a')).to.include({ name: 'a' })
    expect(rpc.call('getUser', 'u')).to.include({ name: 'u' })
    expect(rpc.call('getTag', 'b')).to.equal(null)
  })

  it('keeps what was done before a change of sessions', () => {
    const rpc = Rpc.as('kojiadmin')
    rpc.multiCall(
      ['createTag', 'a'],
      ['subsession'],
      ['createTag', 'b'],
      ['queryHistory', kw({ after: 'when?' })],
    )
    expect(rpc.call('getTag', 'a')).to.include({ name: 'a' })
    expect(rpc.call('getTag', 'b')).to.equal(null)
  })

  it('runs one inside another in its turn, and reads its lazy queries last', () => {
    const entries = (...calls: [string, ...RpcValue[]][]) =>
      calls.map(([methodName, ...params]) => ({ methodName, params }))
    const answers = Rpc.as('kojiadmin').multiCall(
      ['createTag', 'a'],
      ['multiCall', entries(['getTagID', 'a'], ['createTag', 'b'], ['listTags'])],
      ['getTagID', 'b'],
      ['createTag', 'c'],
    )
    expect(answers).to.have.nested.property('[0]', 1)
    expect(answers).to.have.nested.property('[2]', 2)
    expect(answers).to.have.nested.property('[3]', 3)
    expect(answers).to.have.deep.nested.property('[1][0]', [1])
    expect(answers).to.have.nested.property('[1][2][0]').with.length(3)
  })

  it('nests', () => {
    const rpc = Rpc.as('kojiadmin')
    const inner = {
      methodName: 'multiCall',
      params: [
        [
          { methodName: 'createTag', params: ['a'] },
          { methodName: 'x', params: [] },
        ],
      ],
    }
    const answers = rpc.call('multiCall', [inner])
    expect(answers).to.have.nested.property('[0][0][0][0]', 1)
    expect(answers).to.have.nested.property('[0][0][1].faultString', 'Invalid method: x')
  })

  it('takes back ten thousand changes of a failing call', () => {
    const rpc = Rpc.as('kojiadmin')
    rpc.call('createTag', 'a')
    const extra = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, index]))
    const [failed] = [rpc.call('editTag2', 'a', kw({ extra, block_extra: ['x', 'x'] }))]
    expect(failed).to.have.nested.property('fault[0]', 1)
    const tag = rpc.call('getTag', 'a')
    expect(isStruct(tag) && tag.extra).to.deep.equal({})
  })
})

describe('sandbox: hooks', () => {
  it('log each request with the methods of a multicall', () => {
    const log: string[] = []
    const sandbox = testSandbox({
      hooks: { onRequest: ({ path, methods, status }) => log.push(`${status} ${path} ${methods.join(' ')}`) },
    })
    const rpc = Rpc.as('kojiadmin', sandbox)
    rpc.multiCall(['getTag', 'a'], ['hello'])
    rpc.post('nonsense')
    expect(log).to.deep.equal([
      '200 /kojihub/ssllogin sslLogin',
      '200 /kojihub multiCall getTag hello',
      '400 /kojihub ',
    ])
  })

  it('put faults in the place of calls, and other responses in the place of true ones', () => {
    const down = { status: 503, headers: {}, body: 'down' }
    let isLost = false
    const sandbox = testSandbox({
      hooks: {
        interceptCall: ({ method }) =>
          method === 'hello' ? { faultCode: 1014, faultString: 'server is offline' } : undefined,
        interceptRequest: ({ methods }) => (methods.includes('echo') ? down : undefined),
        interceptResponse: ({ methods }) => (isLost && methods.includes('createTag') ? down : undefined),
      },
    })
    const rpc = Rpc.as('kojiadmin', sandbox)
    expect(rpc.multiCall(['hello'], ['getAPIVersion'])).to.deep.equal([fault(1014, 'server is offline'), 1])
    expect(() => rpc.call('echo')).to.throw()
    isLost = true
    expect(() => rpc.call('createTag', 'a')).to.throw()
    expect(rpc.call('getTag', 'a')).to.include({ name: 'a' })
  })
})
