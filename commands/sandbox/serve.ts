import { readFileSync } from 'node:fs'
import { Flags } from '@oclif/core'
import { BaseCommand } from '../../src/cli/base-command.js'
import { defaultStateFile, hubFlags } from '../../src/cli/connection.js'
import { ticketChecker } from '../../src/cli/ticket-checker.js'
import { readUsers } from '../../src/cli/users-file.js'
import { RelengError } from '../../src/koji/error.js'
import {
  boundYoungGeneration,
  createSandbox,
  faultHooks,
  faultTexts,
  openState,
  parseFaultRule,
  type ServeOptions,
  serve,
} from '../../src/sandbox/index.js'

export default class SandboxServe extends BaseCommand {
  static override summary = 'serve the sandbox over HTTP, as a hub for any Koji client'
  static override description =
    'Listens on the loopback address alone. Ctrl-C ends it; its state stays in the file.\n\n' +
    '--fail METHOD=MODE misbehaves in every request that carries a call of the method, alone or among others; ' +
    '--fail METHOD:N=MODE in the N-th of them alone. The method * is any. Of several rules that fit a request ' +
    `the first counts. The modes:\n${modesText()}`
  static override flags = {
    port: Flags.integer({
      description: 'port to listen on; 0 takes a free one',
      default: 0,
      min: 0,
      max: 65535,
    }),
    state: hubFlags.state,
    latency: Flags.integer({
      description: 'milliseconds that every answer takes longer',
      default: 0,
      min: 0,
      helpValue: 'MS',
    }),
    gzip: Flags.boolean({ description: 'offer gzip both ways, as hubs usually do not' }),
    fail: Flags.string({
      description: 'misbehave on purpose, as told above; can be given several times',
      multiple: true,
      helpValue: 'METHOD[:N]=MODE',
    }),
    users: Flags.string({
      description: 'YAML file of users: NAME: {password: …, permissions: [tag, target]}',
      helpValue: 'FILE',
    }),
    'tls-cert': Flags.string({
      description: 'PEM certificate: serve HTTPS',
      dependsOn: ['tls-key'],
      helpValue: 'FILE',
    }),
    'tls-key': Flags.string({
      description: 'PEM key of that certificate',
      dependsOn: ['tls-cert'],
      helpValue: 'FILE',
    }),
    'client-ca': Flags.string({
      description: 'PEM authorities whose client certificates log users in',
      dependsOn: ['tls-cert'],
      helpValue: 'FILE',
    }),
    keytab: Flags.string({
      description: "file with the web server's Kerberos keys: tickets log users in",
      helpValue: 'FILE',
    }),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> --port 8080 --users users.yaml',
    {
      description: 'A hub that loses the answer to the first request that makes a tag',
      command: '<%= config.bin %> <%= command.id %> --fail createTag:1=drop-after',
    },
    {
      description: 'A hub whose third request, whatever it is, meets a web server in trouble',
      command: '<%= config.bin %> <%= command.id %> --fail "*:3=503"',
    },
    '<%= config.bin %> <%= command.id %> --tls-cert hub.crt --tls-key hub.key --client-ca ca.crt',
  ]

  async run(): Promise<void> {
    boundYoungGeneration()
    const { flags } = await this.parse(SandboxServe)
    const state = flags.state ?? defaultStateFile()
    const users = flags.users === undefined ? [] : readUsers(flags.users)
    const kerberos = flags.keytab === undefined ? {} : { kerberos: await ticketChecker(flags.keytab) }
    const { 'tls-cert': cert, 'tls-key': key, 'client-ca': ca } = flags
    const tls = cert !== undefined && key !== undefined ? { tls: tlsFiles(cert, key, ca) } : {}
    const hooks = faultHooks((flags.fail ?? []).map(parseFaultRule))
    const sandbox = createSandbox({ state: openState(state), users, hooks })
    const server = await serve(sandbox, {
      port: flags.port,
      latency: flags.latency,
      gzip: flags.gzip,
      ...tls,
      ...kerberos,
    })
    const end = interrupted()
    if (this.jsonEnabled()) this.logJson({ url: server.url, state })
    else this.print(`Serving the sandbox ${state} at ${server.url}; Ctrl-C ends it.`)
    await end
    await server.close()
  }
}

/** One line a mode. */
function modesText(): string {
  const width = Math.max(...faultTexts.map(([modes]) => modes.length))
  return faultTexts.map(([modes, text]) => `  ${modes.padEnd(width)}  ${text}`).join('\n')
}

function tlsFiles(cert: string, key: string, ca: string | undefined): NonNullable<ServeOptions['tls']> {
  return { cert: pem(cert), key: pem(key), ...(ca !== undefined && { ca: pem(ca) }) }
}

function pem(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new RelengError('the PEM file cannot be read', {
      where: file,
      next: 'check the name and its permissions',
      cause,
    })
  }
}

function interrupted(): Promise<void> {
  return new Promise(resolve => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
