import { expect } from 'chai'
import { Cli } from '../commands/cli.js'
import { Kdc, missingForKerberos } from './kdc.js'

describe('the commands with Kerberos', () => {
  const cli = new Cli()
  let kdc: Kdc
  let stop: () => void

  before(async function () {
    const missing = await missingForKerberos()
    if (missing !== undefined) {
      console.log(`      skipped: ${missing}`)
      this.skip()
    }
    kdc = await Kdc.start()
    Object.assign(cli.env, kdc.env)
    const keytab = kdc.addPrincipal('HTTP/localhost')
    cli.file('users.yaml', 'releng: {permissions: [tag]}\n')
    await cli.run('sandbox', 'reset', '--state', 's.json')
    const served = cli.start([
      ...['sandbox', 'serve', '--state', 's.json', '--keytab', keytab, '--users', 'users.yaml', '--json'],
    ])
    stop = () => served.kill('SIGTERM')
    const { url } = JSON.parse(String(await new Promise(resolve => served.stdout?.once('data', resolve))))
    cli.file(
      'koji.conf',
      `[hub]\nserver = ${String(url).replace('127.0.0.1', 'localhost')}\nauthtype = kerberos\nmax_retries = 0\n`,
    )
  })
  after(() => {
    stop?.()
    kdc?.stop()
    cli.remove()
  })

  it('serve the sandbox, say who one is there, and plan and apply', async () => {
    cli.env.KRB5CCNAME = kdc.kinit('releng', kdc.addPrincipal('releng'))
    const hub = ['--profile', 'hub', '--config', 'koji.conf']
    const hello = await cli.run('hub', 'hello', ...hub)
    expect(hello.stdout)
      .to.contain('Hello, releng!')
      .and.to.match(/logged in +by Kerberos/)
    cli.file('state.yaml', 'version: 1\ntags: {a: {arches: [x86_64]}}\n')
    const applied = await cli.run('tags', 'apply', 'state.yaml', '--yes', ...hub)
    expect(applied.stdout).to.contain('1 tag created')
    expect(applied.code).to.equal(0)
  })

  it('say what to do without a ticket', async () => {
    cli.env.KRB5CCNAME = `FILE:${kdc.file('nothing')}`
    const { code, stderr } = await cli.run('hub', 'hello', '--profile', 'hub', '--config', 'koji.conf')
    expect(stderr).to.contain('error: there is no Kerberos ticket').and.to.contain('kinit USER@REALM')
    expect(code).to.equal(1)
  })
})
