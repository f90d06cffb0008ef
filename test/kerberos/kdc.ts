import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

const programs = ['krb5kdc', 'kdb5_util', 'kadmin.local', 'kinit']
// Debian keeps some of them out of a user's PATH.
const searchPath = `${process.env.PATH}:/usr/sbin:/sbin`

/** Why no KDC can run here, or nothing: it takes Debian's packages krb5-kdc, krb5-admin-server, krb5-user. */
export async function missingForKerberos(): Promise<string | undefined> {
  const lacking = programs.filter(program => spawnSync('which', [program], env({})).status !== 0)
  if (lacking.length > 0) return `${lacking.join(', ')} not installed`
  try {
    await import('kerberos')
  } catch {
    return 'the package kerberos is not installed'
  }
  return undefined
}

/** A Kerberos server of the test's own, with two realms that do not trust each other. */
export class Kdc {
  static readonly realm = 'KOJI.TEST'
  static readonly otherRealm = 'ELSEWHERE.TEST'

  readonly folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-kdc-'))
  /** for every program that is to use it */
  readonly env: { readonly [name: string]: string }
  #process: ChildProcess | undefined

  private constructor(readonly port: number) {
    this.env = { KRB5_CONFIG: this.file('krb5.conf'), KRB5_KDC_PROFILE: this.file('kdc.conf') }
  }

  static async start(): Promise<Kdc> {
    const kdc = new Kdc(await freePort())
    kdc.#configure()
    for (const realm of [Kdc.realm, Kdc.otherRealm])
      kdc.#run('kdb5_util', 'create', '-s', '-r', realm, '-P', 'master')
    kdc.#process = spawn('krb5kdc', ['-n', '-r', Kdc.realm, '-r', Kdc.otherRealm], {
      ...env(kdc.env),
      stdio: 'ignore',
    })
    await untilOpen(kdc.port)
    return kdc
  }

  file(name: string): string {
    return path.join(this.folder, name)
  }

  /** A principal, and the file with its key. */
  addPrincipal(principal: string): string {
    const keytab = this.file(`${principal.replaceAll(/\W/g, '-')}.keytab`)
    const realm = principal.split('@')[1] ?? Kdc.realm
    this.#run('kadmin.local', '-r', realm, '-q', `addprinc -randkey ${principal}`)
    this.#run('kadmin.local', '-r', realm, '-q', `ktadd -k ${keytab} ${principal}`)
    return keytab
  }

  removePrincipal(principal: string): void {
    this.#run('kadmin.local', '-q', `delprinc -force ${principal}`)
  }

  /** Gets a ticket, as a person does at the start of a day; gives the name of its ticket cache. */
  kinit(principal: string, keytab: string, lifetime = '1h'): string {
    const cache = `FILE:${this.file(`cache-${principal.replaceAll(/\W/g, '-')}-${lifetime}`)}`
    this.#run('kinit', '-l', lifetime, '-c', cache, '-k', '-t', keytab, principal)
    return cache
  }

  stop(): void {
    this.#process?.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }

  #run(program: string, ...args: readonly string[]): void {
    execFileSync(program, args, { ...env(this.env), stdio: ['ignore', 'ignore', 'pipe'] })
  }

  #configure(): void {
    const realms = [Kdc.realm, Kdc.otherRealm]
    writeFileSync(
      this.file('krb5.conf'),
      `[libdefaults]
  default_realm = ${Kdc.realm}
  dns_lookup_kdc = false
  dns_lookup_realm = false
  dns_canonicalize_hostname = false
  rdns = false
[realms]
${realms.map(realm => `  ${realm} = {\n    kdc = 127.0.0.1:${this.port}\n  }\n`).join('')}[domain_realm]
  localhost = ${Kdc.realm}
`,
    )
    for (const realm of realms) mkdirSync(this.file(realm))
    const realmOf = (realm: string) => `  ${realm} = {
    database_module = ${realm}
    key_stash_file = ${this.file(realm)}/stash
    acl_file = ${this.file(realm)}/acl
  }
`
    const moduleOf = (realm: string) => `  ${realm} = {
    db_library = db2
    database_name = ${this.file(realm)}/principal
  }
`
    writeFileSync(
      this.file('kdc.conf'),
      `[kdcdefaults]
  kdc_listen = 127.0.0.1:${this.port}
  kdc_tcp_listen = 127.0.0.1:${this.port}
[realms]
${realms.map(realmOf).join('')}[dbmodules]
${realms.map(moduleOf).join('')}`,
    )
  }
}

function env(more: { readonly [name: string]: string }) {
  return { env: { ...process.env, ...more, PATH: searchPath } }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

async function untilOpen(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const isOpen = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
      socket.on('connect', () => socket.destroy())
    })
    if (isOpen) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error('the KDC does not start')
}
