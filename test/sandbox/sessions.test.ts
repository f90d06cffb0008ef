import { expect } from 'chai'
import { fault, kw, Rpc, TestClock, testSandbox } from './rpc.js'

const callnum = (rpc: Rpc, number: number | string) => {
  rpc.headers['Koji-Session-Callnum'] = String(number)
  return rpc
}

describe('sandbox: logging in', () => {
  it('takes whom the web server verified, at /ssllogin only', () => {
    const rpc = new Rpc(testSandbox())
    expect(rpc.send('sslLogin', [], { user: 'kojiadmin' })).to.deep.equal({
      fault: { faultCode: 1002, faultString: 'could not verify client: None' },
    })
    rpc.login('kojiadmin')
    expect(rpc.call('getLoggedInUser')).to.include({ name: 'kojiadmin' })
    expect(rpc.call('sslLogin')).to.deep.equal(fault(1002, 'Already logged in'))
  })

  it('makes a user of whom it does not know, unless told not to', () => {
    expect(Rpc.as('stranger').call('getLoggedInUser')).to.include({ id: 2, name: 'stranger' })
    const closed = new Rpc(testSandbox({ hub: { loginCreatesUser: false } }))
    expect(closed.send('sslLogin', [], { path: '/kojihub/ssllogin', user: 'stranger' })).to.deep.equal({
      fault: { faultCode: 1002, faultString: 'Unknown user: stranger' },
    })
  })

  it('takes passwords', () => {
    const rpc = new Rpc(testSandbox({ users: [{ name: 'someone', password: 'secret' }] }))
    for (const password of ['wrong', '', null, 5]) {
      expect(rpc.call('login', 'someone', password)).to.deep.equal(
        fault(1002, 'invalid username or password'),
      )
    }
    expect(rpc.call('login', 'kojiadmin', 'secret')).to.deep.equal(
      fault(1002, 'invalid username or password'),
    )
    rpc.useSession(rpc.call('login', 'someone', 'secret'))
    expect(rpc.call('getLoggedInUser')).to.include({ name: 'someone', authtype: 0 })
    expect(rpc.call('login', 'someone')).to.have.nested.property('fault[0]', 1)
  })

  it('gives keys of the form that Koji gives', () => {
    const rpc = new Rpc(testSandbox({ users: [{ name: 'someone', password: 'secret' }] }))
    const info = rpc.call('login', 'someone', 'secret')
    expect(info).to.have.all.keys('session-id', 'session-key', 'header-auth')
    expect(info)
      .to.have.property('session-key')
      .that.matches(/^2-[A-Za-z0-9]{19}$/)
  })

  it('refuses credentials that are wrong, half, or closed, for reads too', () => {
    const rpc = Rpc.as('kojiadmin')
    const { 'Koji-Session-Id': id = '', 'Koji-Session-Key': key = '' } = rpc.headers
    const invalid = fault(1002, 'Invalid session or bad credentials')
    rpc.headers = { 'Koji-Session-Id': id, 'Koji-Session-Key': 'x' }
    expect(rpc.call('hello')).to.deep.equal(invalid)
    rpc.headers = { 'Koji-Session-Id': id }
    expect(rpc.call('hello')).to.have.nested.property('fault[0]', 1)
    rpc.headers = { 'Koji-Session-Id': 'x', 'Koji-Session-Key': key }
    expect(rpc.call('hello')).to.have.nested.property('fault[0]', 1)
    rpc.headers = { 'koji-session-id': id, 'KOJI-SESSION-KEY': key }
    expect(rpc.call('logout')).to.equal(null)
    expect(rpc.call('hello')).to.deep.equal(invalid)
    rpc.headers = {}
    expect(rpc.call('logout')).to.deep.equal(fault(1002, 'Not logged in'))
  })

  it('reads old credentials from the query', () => {
    const rpc = Rpc.as('kojiadmin')
    const query = `session-id=${rpc.headers['Koji-Session-Id']}&session-key=${rpc.headers['Koji-Session-Key']}`
    rpc.headers = {}
    const send = (path: string) => rpc.send('getPerms', [], { path: `/kojihub?${path}` })
    expect(send(query)).to.deep.equal({ value: ['admin'] })
    expect(send('a=b')).to.have.nested.property(
      'fault.faultString',
      "'session-id' not specified in session args",
    )
    expect(send('session-id=1')).to.have.nested.property(
      'fault.faultString',
      "'session-key' not specified in session args",
    )
    expect(send(`${query}&callnum=x`)).to.have.nested.property('fault.faultString', "Invalid callnum: 'x'")
    expect(send('nonsense')).to.have.nested.property('fault.faultCode', 1)
  })
})

describe('sandbox: call numbers', () => {
  it('are stored by what writes, and then must rise', () => {
    const rpc = callnum(Rpc.as('kojiadmin'), 5)
    expect(rpc.call('createTag', 'a')).to.equal(1)
    expect(rpc.call('getTag', 'a')).to.deep.equal(
      fault(1009, `unable to retry call 5 (method getTag) for session ${rpc.headers['Koji-Session-Id']}`),
    )
    expect(callnum(rpc, 4).call('getTag', 'a')).to.deep.equal(
      fault(1008, `5 > 4 (session ${rpc.headers['Koji-Session-Id']})`),
    )
    expect(callnum(rpc, 9).call('createTag', 'b')).to.equal(2)
    expect(callnum(rpc, 'x').call('hello')).to.have.nested.property('fault[0]', 1)
  })

  it('are not stored by reads, faults, and writes that change nothing', () => {
    const rpc = callnum(Rpc.as('kojiadmin'), 1)
    rpc.call('createTag', 'a')
    callnum(rpc, 2)
    for (let time = 0; time < 2; time += 1) {
      expect(rpc.call('getTagID', 'a')).to.equal(1)
      expect(rpc.call('createTag', 'a')).to.have.nested.property('fault[0]', 1000)
      expect(rpc.call('editTag2', 'a')).to.equal(null)
    }
  })

  it('are stored by every multicall, even one that only reads', () => {
    const rpc = callnum(Rpc.as('kojiadmin'), 1)
    expect(rpc.multiCall(['hello'])).to.deep.equal(['Hello World'])
    expect(rpc.call('hello')).to.have.nested.property('fault[0]', 1009)
  })
})

describe('sandbox: sessions over time', () => {
  it('expire after a day, and are renewed by logging in with them', () => {
    const clock = new TestClock()
    const sandbox = testSandbox({ clock: clock.read })
    const rpc = Rpc.as('kojiadmin', sandbox)
    const id = rpc.headers['Koji-Session-Id']
    callnum(rpc, 7).call('createTag', 'a')
    clock.now += 1440 * 60 + 1
    callnum(rpc, 8)
    for (const method of ['hello', 'logout']) {
      expect(rpc.call(method)).to.deep.equal(fault(1007, `session "${id}" has expired`))
    }
    const answer = rpc.send('sslLogin', [kw({ renew: true })], {
      path: '/kojihub/ssllogin',
      user: 'kojiadmin',
    })
    rpc.useSession('value' in answer ? answer.value : null)
    expect(rpc.headers['Koji-Session-Id']).to.equal(id)
    // Koji forgets to start the numbers anew.
    expect(callnum(rpc, 0).call('hello')).to.deep.equal(fault(1008, `7 > 0 (session ${id})`))
    expect(callnum(rpc, 8).call('hello')).to.equal('Hello World')
  })

  it('can be exclusive, until forced open', () => {
    const sandbox = testSandbox()
    const [one, two] = [Rpc.as('kojiadmin', sandbox), Rpc.as('kojiadmin', sandbox)]
    expect(one.call('exclusiveSession')).to.equal(null)
    expect(two.call('hello')).to.deep.equal(fault(1006, 'User locked by another session'))
    expect(two.call('exclusiveSession')).to.deep.equal(fault(1006, 'Cannot get exclusive session'))
    expect(two.call('exclusiveSession', true)).to.equal(null)
    expect(one.call('hello')).to.deep.equal(fault(1002, 'Invalid session or bad credentials'))
    expect(two.call('sharedSession')).to.equal(null)
    expect(Rpc.as('kojiadmin', sandbox).call('hello')).to.equal('Hello World')
  })

  it('have subsessions, which close with them', () => {
    const sandbox = testSandbox()
    const rpc = Rpc.as('kojiadmin', sandbox)
    const child = new Rpc(sandbox)
    child.useSession(rpc.call('subsession'))
    expect(child.call('getSessionInfo', true)).to.include({
      master: Number(rpc.headers['Koji-Session-Id']),
      user_id: 1,
    })
    expect(child.call('exclusiveSession')).to.deep.equal(fault(1000, 'subsessions cannot become exclusive'))
    rpc.call('logout')
    expect(child.call('hello')).to.deep.equal(fault(1002, 'Invalid session or bad credentials'))
  })

  it('tell of themselves', () => {
    const rpc = callnum(Rpc.as('kojiadmin'), 3)
    rpc.multiCall(['hello'])
    // As they were before the call.
    expect(callnum(rpc, 4).call('getSessionInfo')).to.deep.equal({
      user_id: 1,
      authtype: 2,
      callnum: 3,
      exclusive: null,
      expired: false,
      master: null,
      start_time: '2027-01-15 08:00:00.250000+00:00',
      start_ts: 1_800_000_000.25,
      update_time: '2027-01-15 08:00:00.250000+00:00',
      update_ts: 1_800_000_000.25,
      renew_time: null,
      renew_ts: null,
    })
  })

  it("of others close only an admin's word", () => {
    const sandbox = testSandbox()
    const [admin, other] = [Rpc.as('kojiadmin', sandbox), Rpc.as('other', sandbox)]
    const id = (rpc: Rpc) => Number(rpc.headers['Koji-Session-Id'])
    expect(other.call('logout', id(admin))).to.deep.equal(fault(1000, 'query returned no rows'))
    expect(admin.call('logout', id(other))).to.equal(null)
    expect(other.call('hello')).to.deep.equal(fault(1002, 'Invalid session or bad credentials'))
  })
})
