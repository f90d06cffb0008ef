import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { readProfiles } from '../../src/hub/config-files.js'
import { loginOf } from '../../src/hub/login.js'
import { authtypeOf, type Profile, profileOf, serverOf, verifiesHub } from '../../src/hub/profile.js'
import { RelengError } from '../../src/koji/error.js'
import { ConfigFolder, type Files } from './config-folder.js'

/** Koji's own, of a profile that says nothing. */
const defaults: Profile = {
  name: 'koji',
  server: 'http://localhost/kojihub',
  weburl: undefined,
  topurl: undefined,
  authtype: undefined,
  cert: undefined,
  serverca: undefined,
  no_ssl_verify: false,
  principal: undefined,
  keytab: undefined,
  timeout: 43_200,
  auth_timeout: 60,
  max_retries: 30,
  retry_interval: 20,
  anon_retry: false,
  offline_retry: false,
  offline_retry_interval: 20,
  force_auth: false,
}

describe('profiles', () => {
  let folder: ConfigFolder
  beforeEach(() => {
    folder = new ConfigFolder()
  })
  afterEach(() => folder.remove())

  const profile = (files: Files, name = 'koji') => profileOf(readProfiles(folder.write(files)), name)
  const koji = (text: string) => profile({ 'etc/koji.conf': `[koji]\n${text}\n` })

  describe('have', () => {
    const values: [string, string, Partial<Profile>][] = [
      ["Koji's defaults", '', defaults],
      [
        'the values of their section',
        'server = https://h/kojihub\nweburl = https://h/koji\ntopurl = https://h/files\nauthtype = kerberos\n' +
          'principal = releng@EXAMPLE.ORG\nkeytab = /etc/releng.keytab\nmax_retries = 2\nretry_interval = 3\n' +
          'offline_retry_interval = 4\nanon_retry = on\noffline_retry = true\nforce_auth = 1',
        {
          server: 'https://h/kojihub',
          weburl: 'https://h/koji',
          topurl: 'https://h/files',
          authtype: 'kerberos',
          principal: 'releng@EXAMPLE.ORG',
          keytab: '/etc/releng.keytab',
          max_retries: 2,
          retry_interval: 3,
          offline_retry_interval: 4,
          anon_retry: true,
          offline_retry: true,
          force_auth: true,
        },
      ],
      ['no keys that Koji does not know', 'krb_rdns = x\nuser = u\npercent = 100%', defaults],
      ['defaults of the file', '[DEFAULT]\nserver = http://d\n', { server: 'http://d' }],
      [
        'values of their own before these',
        'server = http://s\n[DEFAULT]\nserver = http://d',
        { server: 'http://s' },
      ],
      ['values filled in', 'server = %(weburl)s/kojihub\nweburl = http://h', { server: 'http://h/kojihub' }],
      ['numbers filled in', 'timeout = %(retry_interval)s0\nretry_interval = 5', { timeout: 50 }],
      ['nothing for an empty text', 'weburl =\ntopurl =\nprincipal =\nkeytab =\nno_ssl_verify =', defaults],
      [
        'numbers as Python reads them',
        'timeout = +1_000\nauth_timeout = 06',
        { timeout: 1000, auth_timeout: 6 },
      ],
      ['a path as it is', 'cert = /x/~/c.pem', { cert: '/x/~/c.pem' }],
      ['yes', 'no_ssl_verify = Yes', { no_ssl_verify: true }],
      ['no, which Koji takes for yes', 'no_ssl_verify = no', { no_ssl_verify: false }],
    ]
    for (const [what, text, expected] of values) {
      it(what, () => expect(koji(text)).to.deep.include(expected))
    }

    it("paths in the user's home", () => {
      expect(koji('cert = ~/mine.pem\nserverca = ~')).to.include({
        cert: `${folder.at('home')}/mine.pem`,
        serverca: folder.at('home'),
      })
    })

    const usual = { 'home/.koji/client.crt': '', 'home/.koji/serverca.crt': '' }
    it("the user's usual certificate and CA, where there are such files", () => {
      expect(profile({ 'etc/koji.conf': '[koji]', ...usual })).to.include({
        cert: folder.at('home', '.koji', 'client.crt'),
        serverca: folder.at('home', '.koji', 'serverca.crt'),
      })
    })

    it('no certificate and no CA where these are set to nothing', () => {
      const files = { 'etc/koji.conf': '[koji]\ncert =\nserverca =', ...usual }
      expect(profile(files)).to.include({ cert: undefined, serverca: undefined })
    })
  })

  describe('are refused with the place of the value, its key, and what is allowed', () => {
    const whole = (least: number) => `write a whole number, ${least} or more`
    const boolean = 'write yes, true, on, 1, or no, false, off, 0'
    const authtypes = 'write one of noauth, ssl, password, kerberos'
    const url = 'write it like https://koji.example.org/kojihub, in `server` of the profile'
    const wrong: [string, string][] = [
      ['authtype = gssapi', authtypes],
      ['authtype = SSL', authtypes],
      ['authtype =', authtypes],
      ['timeout = soon', whole(1)],
      ['timeout = 0', whole(1)],
      ['timeout =', whole(1)],
      ['auth_timeout = -1', whole(1)],
      ['timeout = 1.5', whole(1)],
      ['timeout = 1__0', whole(1)],
      [`timeout = ${'9'.repeat(17)}`, whole(1)],
      ['max_retries = -1', whole(0)],
      ['retry_interval = 20s', whole(0)],
      ['offline_retry_interval = x', whole(0)],
      ['no_ssl_verify = maybe', boolean],
      ['anon_retry =', boolean],
      ['offline_retry = y', boolean],
      ['force_auth = 2', boolean],
      ['server = koji.example.org', url],
      ['server =', url],
      ['server = https://koji.example.org\n  /kojihub', url],
      ['server = https://koji.example.org/koji hub', url],
      ['server = https://koji.example\t.org/kojihub', url],
      ['server = https://koji.exam\u200Bple.org/kojihub', url],
      ['server = ftp://koji.example.org', url],
      ['weburl = %(nothing)s', 'write %(key)s for the value of another key'],
    ]
    for (const [line, next] of wrong) {
      it(JSON.stringify(line).slice(1, -1), () => {
        const error = expect(() => koji(line)).to.throw(
          RelengError,
          new RegExp(`\\b${line.split(' ')[0]}\\b`),
        )
        error.and.include({ where: `${folder.at('etc', 'koji.conf')}:2`, next })
      })
    }

    for (const server of [
      'https://releng:pa55word@h/kojihub',
      'ftp://releng:pa55word@h',
      '//releng:pa55word@h',
    ]) {
      it(`a server with a password (${server.slice(0, 5)}…), which no error shows`, () => {
        const error = expect(() => koji(`server = ${server}`)).to.throw(RelengError)
        error.and.satisfy((shown: RelengError) => !inspect(shown).includes('pa55word'))
      })
    }
  })

  describe('that are not there', () => {
    it('are said so, with the one that was meant', () => {
      const files = { 'etc/koji.conf': '[DEFAULT]\nx = 1\n[koji]\n[fedora]\n[stream]' }
      expect(() => profile(files, 'fedoar'))
        .to.throw(RelengError, 'there is no profile fedoar; did you mean fedora?')
        .and.include({
          where: folder.at('etc', 'koji.conf'),
          next: 'there are: fedora, koji, stream; profiles are sections of ~/.koji/config or of the file that --config names',
        })
    })
    it('without any configuration', () => {
      expect(() => profile({}))
        .to.throw(RelengError, 'there is no profile koji')
        .and.include({ where: 'no configuration of Koji was found' })
    })
    for (const name of ['DEFAULT', '__proto__', 'constructor']) {
      it(`not even ${name}`, () => {
        const files = { 'etc/koji.conf': '[DEFAULT]\nserver = http://x\n[koji]' }
        expect(() => profile(files, name)).to.throw(RelengError, `there is no profile ${name}`)
      })
    }
  })

  it('log in as authtype says; else with the certificate, if it is there; else with Kerberos', () => {
    const cert = folder.at('c.pem')
    const resolved = (text: string) => authtypeOf(koji(text))
    expect(resolved(`authtype = password\ncert = ${cert}`)).to.equal('password')
    expect(resolved('authtype = ssl')).to.equal('ssl')
    expect(resolved('')).to.equal('kerberos')
    expect(resolved(`cert = ${cert}`)).to.equal('kerberos')
    folder.write({ 'c.pem': '' })
    expect(resolved(`cert = ${cert}`)).to.equal('ssl')
  })

  it("check the hub's certificate, unless told not to, and by the authority that is named in any case", () => {
    expect(verifiesHub(koji(''))).to.equal(true)
    expect(verifiesHub(koji('no_ssl_verify = no'))).to.equal(true)
    expect(verifiesHub(koji('no_ssl_verify = yes'))).to.equal(false)
    expect(verifiesHub(koji('no_ssl_verify = yes\nserverca = /ca.crt'))).to.equal(true)
  })
})

describe('the server of a profile', () => {
  const server = 'http://koji.example.org/kojihub'
  const cases: [what: string, fields: Partial<Profile>, url: string][] = [
    ['a ticket is shown over TLS alone', { authtype: 'kerberos' }, 'https://koji.example.org/kojihub'],
    ['so is a certificate', { authtype: 'ssl' }, 'https://koji.example.org/kojihub'],
    [
      'a port stays',
      { authtype: 'ssl', server: 'http://koji.example.org:8080/kojihub' },
      'https://koji.example.org:8080/kojihub',
    ],
    ['who only reads may do so over http', { authtype: 'noauth' }, server],
    ['where no login is chosen, reads stay as they are', {}, server],
    [
      'this machine needs no TLS',
      { authtype: 'ssl', server: 'http://localhost/kojihub' },
      'http://localhost/kojihub',
    ],
    ['nor by its address', { authtype: 'ssl', server: 'http://[::1]:80/kojihub' }, 'http://[::1]:80/kojihub'],
  ]
  for (const [what, fields, url] of cases) {
    it(what, () => expect(serverOf({ ...defaults, server, ...fields })).to.equal(url))
  }

  it('is no place for a ticket by http, where nobody said so', () => {
    expect(() => loginOf({ ...defaults, server }, {})).to.throw(RelengError, 'not shown over http')
  })
})

describe('the login that a profile asks for', () => {
  const profile = (fields: Partial<Profile>): Profile => ({ ...defaults, ...fields })
  const password = { KOJI_RELENG_USER: 'releng', KOJI_RELENG_PASSWORD: 'secret' }

  it('is the certificate, if authtype says so or says nothing', () => {
    for (const [authtype, cert] of [
      ['ssl', '/c.pem'],
      [undefined, fileURLToPath(import.meta.url)],
    ] as const) {
      const login = loginOf(profile({ authtype, cert }), password)
      expect(login).to.include({ path: '/ssllogin', describe: `client certificate ${cert}` })
      expect(login.call()).to.deep.equal({ method: 'sslLogin', params: [], named: { proxyuser: null } })
    }
  })

  it('is a Kerberos ticket, if authtype says so, or says nothing and there is no certificate', () => {
    for (const fields of [{ authtype: 'kerberos', cert: '/c.pem' }, {}] as const) {
      const login = loginOf(profile(fields), password)
      expect(login).to.include({ path: '/ssllogin', describe: 'a Kerberos ticket' })
      expect(login).to.have.property('negotiate')
    }
    const robot = loginOf(profile({ principal: 'robot@KOJI.TEST', keytab: '/k' }), {})
    expect(robot.describe).to.equal('the Kerberos ticket of robot@KOJI.TEST')
  })

  it('is user and password of the environment, which only the call holds', () => {
    const { call, ...rest } = loginOf(profile({ authtype: 'password', cert: '/c.pem' }), password)
    expect(call()).to.deep.equal({ method: 'login', params: ['releng', 'secret'] })
    expect(inspect(call, { depth: null, showHidden: true })).to.not.contain('secret')
    expect(rest.path).to.equal('')
    expect(JSON.stringify(rest)).to.contain('releng').and.not.to.contain('secret')
  })

  const refused: [string, Partial<Profile>, Record<string, string>, RegExp, RegExp][] = [
    ['ssl without a certificate', { authtype: 'ssl' }, {}, /but names none/, /set `cert`/],
    [
      'password without one',
      { authtype: 'password' },
      { KOJI_RELENG_USER: 'u' },
      /none is given/,
      /KOJI_RELENG_PASSWORD/,
    ],
    [
      'password without a user',
      { authtype: 'password' },
      { KOJI_RELENG_PASSWORD: 'p' },
      /none is given/,
      /KOJI_RELENG_USER/,
    ],
    ['noauth', { authtype: 'noauth', cert: '/c.pem' }, password, /reads only/, /--profile/],
  ]
  for (const [what, fields, env, why, next] of refused) {
    it(`is refused for ${what}`, () => {
      const error = expect(() => loginOf(profile(fields), env)).to.throw(RelengError, why)
      error.and.have.property('where', 'profile koji')
      expect(() => loginOf(profile(fields), env))
        .to.throw()
        .with.property('next')
        .that.matches(next)
    })
  }
})
