import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { writeFault, writeResponse } from '../../src/hub/codec/writer.js'
import { HttpTransport, HubClient, passwordLogin, Session, webServerLogin } from '../../src/hub/index.js'
import { type HubRequest, type HubResponse, httpResponse } from '../../src/sandbox/http.js'
import {
  createSandbox,
  type FaultMode,
  faultHooks,
  type RunningServer,
  serve,
} from '../../src/sandbox/index.js'
import { Cli, example } from './cli.js'

const password = 'open-sesame-of-releng'
const tls = (name: string) => fileURLToPath(new URL(`../sandbox/tls/${name}`, import.meta.url))
const privateKey = readFileSync(tls('releng.key'), 'utf8')

/** A served sandbox that notes every secret that passes: session keys and what proves who somebody is. */
class Eavesdropper {
  readonly secrets = new Set<string>([password, ...secretLines(privateKey)])
  #server: RunningServer | undefined

  /** @param intercept what it answers in place of the sandbox */
  async start(
    failure?: { method: string; mode: FaultMode },
    intercept: (request: HubRequest) => HubResponse | undefined = () => undefined,
  ): Promise<string> {
    const rules = failure === undefined ? [] : [{ ...failure, nth: undefined }]
    const sandbox = createSandbox({
      users: [{ name: 'releng', password, permissions: ['tag', 'target', 'admin'] }],
      hooks: faultHooks(rules),
    })
    this.#server = await serve(
      {
        handle: (request, peer) => {
          const response = intercept(request) ?? sandbox.handle(request, peer)
          for (const [key] of response.body.toString().matchAll(/\d+-[A-Za-z0-9]{19}/g)) this.secrets.add(key)
          return response
        },
      },
      {
        tls: {
          cert: readFileSync(tls('localhost.crt'), 'utf8'),
          key: readFileSync(tls('localhost.key'), 'utf8'),
          ca: readFileSync(tls('ca.crt'), 'utf8'),
        },
        host: 'localhost',
      },
    )
    return this.#server.url
  }

  async stop(): Promise<void> {
    await this.#server?.close()
  }

  /** The secrets that a text shows. */
  in(text: string): string[] {
    return [...this.secrets].filter(secret => text.includes(secret))
  }
}

// Any line of a PEM key is enough to notice it.
function secretLines(pem: string): string[] {
  return pem.split('\n').filter(line => line.length > 20 && !line.startsWith('-----'))
}

/** All that was noted. */
function journalsIn({ home }: Cli): string {
  const folder = path.join(home, 'state/koji-releng/journal')
  const files = existsSync(folder) ? readdirSync(folder) : []
  return files.map(file => readFileSync(path.join(folder, file), 'utf8')).join('')
}

/** Every command, as somebody would use it; those that run until they are told to stop are left out. */
const commands: readonly string[][] = [
  ['help'],
  ['hub', 'profiles', '--config', 'koji.conf'],
  ['hub', 'hello'],
  ['schema'],
  ['tags', 'validate', example('fedora-44-base.yaml')],
  ['templates', 'list'],
  ['templates', 'show', 'flatpak'],
  ['tags', 'plan', 'state.yaml'],
  ['tags', 'plan', 'state.yaml', '-o', 'state.plan.json'],
  ['tags', 'plan', '--show', 'state.plan.json'],
  ['tags', 'show', 'a'],
  ['tags', 'graph'],
  ['tags', 'apply', 'state.yaml', '--yes'],
  ['tags', 'apply', 'state.yaml', '--yes'],
  ['tags', 'runs'],
  ['tags', 'runs', 'show', '2'],
  ['tags', 'undo', '2', '--yes', '--allow-delete', '*'],
  ['tags', 'audit', 'state.yaml'],
  ['tags', 'compare', '44', '45'],
  ['tags', 'export', 'a'],
  ['tags', 'history', 'a'],
  ['tags', 'import-script', 'script.sh'],
  ['tags', 'new', '45', '--like', '44'],
  ['tags', 'phase', 'release.yaml', 'active'],
  ['tags', 'retire', '44'],
  ['repos', 'wait', 'a', '--wait-timeout', '0s'],
  ['sandbox', 'reset', '--state', 's.json'],
  ['sandbox', 'load', 'state.yaml', '--state', 's.json'],
  ['sandbox', 'status', '--state', 's.json'],
]
const untilStopped = ['sandbox serve']
const onHub = new Set([
  'tags plan',
  'tags apply',
  'tags undo',
  'tags show',
  'tags graph',
  'tags audit',
  'tags compare',
  'tags export',
  'tags history',
  'tags new',
  'tags phase',
  'tags retire',
  'hub hello',
  'repos wait',
])

const state =
  'version: 1\ntags: {a: {arches: [x86_64]}, b: {inheritance: [a]}}\ntargets: {t: {build_tag: a, dest_tag: b}}\n'

describe('secrets', () => {
  it('are looked for in the output of every command', () => {
    const folder = fileURLToPath(new URL('../../commands', import.meta.url))
    const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts'))
      .map(file =>
        file
          .replace('.ts', '')
          .split(path.sep)
          .join(' ')
          .replace(/ index$/, ''),
      )
      // The longest name first: `tags runs show` is no use of `tags runs`.
      .sort()
      .reverse()
    const tried = commands.map(args => all.find(name => `${args.join(' ')} `.startsWith(`${name} `)))
    expect([...new Set([...tried, ...untilStopped])].sort()).to.deep.equal(all.sort())
  })

  const settings = { password: 'authtype = password', certificate: 'authtype = ssl' }
  const cases: [login: keyof typeof settings, failure?: { method: string; mode: FaultMode }][] = [
    ['password'],
    ['certificate'],
    ['password', { method: 'login', mode: 'truncate' }],
    ['certificate', { method: 'sslLogin', mode: 'truncate' }],
    ['password', { method: 'createTag', mode: 'fault' }],
    ['certificate', { method: 'createTag', mode: 'truncate' }],
    ['password', { method: 'logout', mode: '502' }],
  ]
  for (const [login, failure] of cases) {
    const what = failure === undefined ? 'all is well' : `${failure.method} meets ${failure.mode}`
    it(`do not show where ${what}, with a login by ${login}`, async () => {
      const hub = new Eavesdropper()
      const cli = new Cli()
      try {
        const url = await hub.start(failure)
        cli.file('client.pem', readFileSync(tls('releng.crt'), 'utf8') + privateKey)
        cli.file('state.yaml', state)
        cli.file('script.sh', 'koji add-tag a\n')
        cli.file('release.yaml', 'version: 1\nuse: [{template: fedora-release, with: {release: 44}}]\n')
        cli.file(
          'koji.conf',
          `[hub]\nserver = ${url}\nserverca = ${tls('ca.crt')}\nmax_retries = 1\nretry_interval = 0\n${settings[login]}\ncert = ${path.join(cli.home, 'client.pem')}\n`,
        )
        Object.assign(cli.env, { KOJI_RELENG_USER: 'releng', KOJI_RELENG_PASSWORD: password })
        for (const args of commands) {
          const isOnHub = onHub.has(args.slice(0, 2).join(' '))
          if (failure !== undefined && !isOnHub) continue
          const hubFlags = isOnHub ? ['--profile', 'hub', '--config', 'koji.conf'] : []
          for (const flags of [['--debug'], ['--debug', '--json']]) {
            const { stdout, stderr } = await cli.run(...args, ...hubFlags, ...flags)
            expect(hub.in(stdout + stderr), `${args.join(' ')} ${flags.join(' ')}`).to.deep.equal([])
          }
        }
        expect(hub.in(readFileSync(path.join(cli.home, 'state.plan.json'), 'utf8'))).to.deep.equal([])
        const journals = journalsIn(cli)
        expect(journals !== '' || failure !== undefined, 'there is a journal').to.equal(true)
        expect(hub.in(journals)).to.deep.equal([])
        expect(hub.secrets.size, 'a session key was made').to.be.greaterThan(
          1 + secretLines(privateKey).length,
        )
      } finally {
        await hub.stop()
        cli.remove()
      }
    })
  }

  // What a hub answers in a session with all headers that it was sent.
  const echoes: [string, (sent: string) => HubResponse][] = [
    ['an error page', sent => httpResponse(500, 'text/plain', sent)],
    ['a refusal', sent => httpResponse(403, 'text/html', sent)],
    [
      'a fault',
      sent => httpResponse(200, 'text/xml', writeFault({ faultCode: 1000, faultString: `no: ${sent}` })),
    ],
    ['a traceback', sent => httpResponse(200, 'text/xml', writeFault({ faultCode: 1, faultString: sent }))],
    ['a broken answer', sent => httpResponse(200, 'text/xml', `<methodResponse>${sent}`)],
    [
      'an encoding',
      sent => ({
        status: 200,
        headers: { 'Content-Encoding': JSON.parse(sent)['koji-session-key'] },
        body: '',
      }),
    ],
    ['a value', sent => httpResponse(200, 'text/xml', writeResponse([[sent], [sent], [sent], [sent]]))],
  ]
  for (const [what, answer] of echoes) {
    it(`do not show where the hub tells in ${what} what a write was sent with`, async () => {
      const hub = new Eavesdropper()
      const cli = new Cli()
      try {
        const url = await hub.start(undefined, ({ headers, body }) =>
          'koji-session-key' in headers && body.toString().includes('createTag')
            ? answer(JSON.stringify(headers))
            : undefined,
        )
        cli.file('state.yaml', state)
        cli.file(
          'koji.conf',
          `[hub]\nserver = ${url}\nserverca = ${tls('ca.crt')}\nmax_retries = 0\nauthtype = password\n`,
        )
        Object.assign(cli.env, { KOJI_RELENG_USER: 'releng', KOJI_RELENG_PASSWORD: password })
        const args = ['tags', 'apply', 'state.yaml', '--yes', '--profile', 'hub', '--config', 'koji.conf']
        for (const flags of [['--debug'], ['--debug', '--json']]) {
          const { code, stdout, stderr } = await cli.run(...args, ...flags)
          expect(code).not.to.equal(0)
          expect(hub.in(stdout + stderr), flags.join(' ')).to.deep.equal([])
        }
        expect(journalsIn(cli)).not.to.equal('')
        expect(hub.in(journalsIn(cli))).to.deep.equal([])
        expect(hub.secrets.size, 'a session key was made').to.be.greaterThan(
          1 + secretLines(privateKey).length,
        )
      } finally {
        await hub.stop()
        cli.remove()
      }
    })
  }

  it('do not show in what a debugger or a log makes of the objects', async () => {
    const hub = new Eavesdropper()
    const url = await hub.start()
    const cert = new Cli()
    const file = path.join(
      cert.home,
      cert.file('client.pem', readFileSync(tls('releng.crt'), 'utf8') + privateKey),
    )
    const transport = new HttpTransport({ server: url, serverca: tls('ca.crt'), cert: file })
    const client = new HubClient(transport)
    const logins = [passwordLogin('releng', password), webServerLogin('certificate', 'none')]
    try {
      for (const login of logins) {
        const session = await Session.open(client, login)
        for (const object of [login, session, client, transport]) {
          const shown =
            inspect(object, { depth: null, showHidden: true, getters: true }) + JSON.stringify(object)
          expect(hub.in(shown)).to.deep.equal([])
        }
        await session.close()
      }
    } finally {
      client.close()
      await hub.stop()
      cert.remove()
    }
  })
})
