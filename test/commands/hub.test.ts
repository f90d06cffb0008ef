import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { Cli } from './cli.js'
import { ServedHub } from './served-hub.js'

const pem = (name: string) => readFileSync(new URL(`../sandbox/tls/${name}`, import.meta.url), 'utf8')
const lines = (text: string) => text.trimEnd().split('\n')

describe('hub profiles', () => {
  const cli = new Cli()
  const config = ['--config', 'koji.conf']
  before(() =>
    cli.file(
      'koji.conf',
      '[koji]\nserver = http://h/kojihub\nauthtype = password\n[wrong]\ntimeout = soon\n',
    ),
  )
  after(() => cli.remove())

  it('lists them with what is wrong, the default, and the files', async () => {
    const { code, stdout, stderr } = await cli.run('hub', 'profiles', ...config)
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
    expect(stdout).to.match(/^\* koji +http:\/\/h\/kojihub +password +koji\.conf:1$/m)
    expect(stdout).to.match(/^ {2}wrong +\? +\? +koji\.conf:4$/m)
    expect(stdout).to.contain(
      '    wrong: the value "soon" of timeout is not understood\n    where: koji.conf:5\n',
    )
    expect(stdout).to.match(/^ {2}sandbox +the embedded hub +.*make it: koji-releng sandbox reset\)$/m)
    expect(stdout).to.match(/^The default is koji \(Koji's own default\)\.$/m)
    expect(lines(stdout).at(-1)).to.equal('  koji.conf')
  })

  it('takes the default from KOJI_PROFILE', async () => {
    cli.env.KOJI_PROFILE = 'wrong'
    const { stdout } = await cli.run('hub', 'profiles', ...config, '--json')
    delete cli.env.KOJI_PROFILE
    expect(JSON.parse(stdout)).to.include({ default: 'wrong', default_from_environment: true })
  })

  it('tells of a section that the sandbox hides', async () => {
    cli.file('hidden.conf', '[sandbox]\nserver = http://h\n')
    const { stdout } = await cli.run('hub', 'profiles', '--config', 'hidden.conf')
    expect(stdout).to.contain('wrong: no command can use this profile: sandbox is the embedded hub')
  })

  it('refuses a file that Koji would refuse', async () => {
    cli.file('twice.conf', '[koji]\nserver = http://a\nserver = http://b\n')
    const { code, stderr } = await cli.run('hub', 'profiles', '--config', 'twice.conf')
    expect(code).to.equal(1)
    expect(lines(stderr).slice(0, 2)).to.deep.equal([
      'error: the key server stands twice in [koji]',
      'where: twice.conf:3',
    ])
  })
})

describe('hub hello', () => {
  const viewer = { name: 'viewer', password: 'open' }
  const boss = { name: 'boss', password: 'open', permissions: ['admin'] }

  describe('on a served hub', () => {
    const hub = new ServedHub()
    before(() => hub.start({}, [viewer, boss]))
    after(() => hub.stop())
    const hello = (...flags: string[]) => hub.run('hub', 'hello', ...flags)

    it('greets whoever has some permissions', async () => {
      const { code, stdout, stderr } = await hello()
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
      expect(lines(stdout).slice(0, 6)).to.deep.equal([
        'Hello, releng!',
        '',
        `hub          ${hub.url} (profile hub)`,
        'Koji         1.35.3, API 1, Maven off',
        'logged in    by password',
        'permissions  tag, target',
      ])
      expect(stdout).to.contain('no: koji grant-permission admin releng')
      expect(hub.methods.at(-1)).to.equal('logout')
    })

    it('greets whoever has none, and an administrator', async () => {
      hub.logInAs(viewer)
      const none = await hello()
      expect(none.code).to.equal(0)
      expect(none.stdout).to.contain('You may not apply any plan yet:')
      expect(none.stdout).to.contain('Ask an administrator of the hub for what is missing: boss, kojiadmin.')
      hub.logInAs(boss)
      expect((await hello()).stdout).to.contain('You may apply any plan.')
    })

    it('does not log in where the profile says noauth', async () => {
      hub.profile(hub.url, 'noauth')
      hub.methods.splice(0)
      const { code, stdout } = await hello()
      expect(code).to.equal(0)
      expect(stdout).to.match(/^Hello!\n[\s\S]*You are not logged in/)
      expect(hub.methods).to.not.include('login')
      hub.profile(hub.url)
    })

    it('fails where the hub refuses the login', async () => {
      hub.logInAs({ name: 'viewer', password: 'wrong' })
      const { code, stdout, stderr } = await hello()
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' })
      expect(stderr).to.contain('the hub refuses the login with user viewer and password')
    })

    it('fails where there is no hub', async () => {
      hub.profile('http://127.0.0.1:1/kojihub')
      const { code, stderr } = await hello()
      expect(code).to.equal(1)
      expect(stderr).to.contain('where: http://127.0.0.1:1/kojihub')
    })
  })

  describe('without a check of the certificate', () => {
    const hub = new ServedHub()
    const warning = /^warning: the hub's certificate is not checked.*no_ssl_verify/
    before(() => hub.start({}, [], { tls: { cert: pem('localhost.crt'), key: pem('localhost.key') } }))
    after(() => hub.stop())

    it('warns on standard error, and in JSON', async () => {
      hub.profile(hub.url, 'password', 'no_ssl_verify = yes')
      const { code, stdout, stderr } = await hub.run('hub', 'hello')
      expect(code).to.equal(0)
      expect(stdout).to.match(/^Hello, releng!/)
      expect(stderr).to.match(warning)
      const json = await hub.run('hub', 'hello', '--json')
      expect(json.stderr).to.equal('')
      expect(JSON.parse(json.stdout).warnings[0]).to.match(/certificate is not checked/)
    })

    it('refuses the hub where no_ssl_verify says no, or serverca names somebody else', async () => {
      hub.cli.file('ca.crt', pem('releng.crt'))
      for (const keys of ['no_ssl_verify = no', 'no_ssl_verify = yes\nserverca = ca.crt']) {
        hub.profile(hub.url, 'password', keys)
        const { code, stderr } = await hub.run('hub', 'hello')
        expect(code, keys).to.equal(1)
        expect(stderr, keys).to.match(/^error: the hub's certificate is not trusted/)
      }
    })

    it('trusts the hub by serverca, and then warns of nothing', async () => {
      hub.cli.file('ca.crt', pem('ca.crt'))
      hub.profile(hub.url, 'password', 'no_ssl_verify = yes\nserverca = ca.crt')
      expect(await hub.run('hub', 'hello')).to.deep.include({ code: 0, stderr: '' })
    })
  })

  it('greets on the sandbox, too', async () => {
    const cli = new Cli()
    await cli.run('sandbox', 'reset')
    const { code, stdout } = await cli.run('hub', 'hello', '--profile', 'sandbox')
    cli.remove()
    expect(code).to.equal(0)
    expect(stdout).to.match(/^Hello, kojiadmin!/)
  })
})
