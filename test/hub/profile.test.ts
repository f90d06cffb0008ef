import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { loginOf } from '../../src/hub/login.js'
import { type ConfigLocations, type Profile, profileOf, readProfiles } from '../../src/hub/profile.js'
import { RelengError } from '../../src/koji/error.js'

/** Files by their names below a temporary folder that holds `etc`, `home` and what `--config` names. */
type Files = Readonly<Record<string, string>>

describe('profiles', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-profile-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const at = (...names: string[]) => path.join(folder, ...names)

  function locations(files: Files, config?: string): ConfigLocations {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(at(name)), { recursive: true })
      writeFileSync(at(name), text)
    }
    return { home: at('home'), system: at('etc'), config: config === undefined ? undefined : at(config) }
  }

  function profile(
    files: Files,
    { name = 'koji', config }: { name?: string; config?: string } = {},
  ): Profile {
    return profileOf(readProfiles(locations(files, config)), name)
  }

  const server = (url: string) => `[koji]\nserver = ${url}\n`
  const system = { 'etc/koji.conf.d/b.conf': server('d-b'), 'etc/koji.conf.d/a.conf': server('d-a') }
  const user = { 'home/.koji/config.d/b.conf': server('u-b'), 'home/.koji/config.d/a.conf': server('u-a') }

  // Each case adds a file that is read later, and wins.
  const order: [string, Files, string | undefined, string][] = [
    ["the system's folder, by name", system, undefined, 'd-b'],
    ["the system's file", { ...system, 'etc/koji.conf': server('file') }, undefined, 'file'],
    ["the user's folder", { ...system, 'etc/koji.conf': server('file'), ...user }, undefined, 'u-b'],
    ["the user's file", { ...system, ...user, 'home/.koji/config': server('mine') }, undefined, 'mine'],
    ['--config', { ...system, ...user, 'other.ini': server('other') }, 'other.ini', 'other'],
    ['a folder by --config', { 'other/b.conf': server('b'), 'other/a.conf': server('a') }, 'other', 'b'],
  ]
  describe('come from', () => {
    for (const [what, files, config, expected] of order) {
      it(what, () => {
        expect(profile(files, config === undefined ? {} : { config }).server).to.equal(expected)
      })
    }

    it('files called *.conf alone', () => {
      const files = { 'etc/koji.conf.d/a.conf': server('a'), 'etc/koji.conf.d/b.conf.rpmsave': server('b') }
      expect(profile(files).server).to.equal('a')
    })

    it("--config instead of the user's own, but not of the system's", () => {
      const files = { ...system, ...user, 'other.ini': '[koji]\nauthtype = noauth' }
      expect(profile(files, { config: 'other.ini' })).to.include({ server: 'd-b', authtype: 'noauth' })
    })

    it('all files, key by key', () => {
      const read = readProfiles(
        locations({
          'etc/koji.conf': '[koji]\nserver = one\nauthtype = ssl\n[other]\nserver = kept',
          'home/.koji/config': '[koji]\nserver = two',
        }),
      )
      expect(profileOf(read, 'koji')).to.include({ server: 'two', authtype: 'ssl' })
      expect(profileOf(read, 'other').server).to.equal('kept')
      expect(read.files).to.deep.equal([at('etc', 'koji.conf'), at('home', '.koji', 'config')])
    })

    it('no --config file that is not there', () => {
      expect(() => readProfiles(locations({}, 'nowhere')))
        .to.throw(RelengError, 'there is no such configuration file')
        .and.include({ where: at('nowhere') })
    })
  })

  describe('have', () => {
    const values: [string, string, Partial<Profile>][] = [
      [
        "Koji's defaults, and less patience than its 12 hours",
        '',
        {
          name: 'koji',
          server: 'http://localhost/kojihub',
          authtype: undefined,
          cert: undefined,
          serverca: undefined,
          principal: undefined,
          keytab: undefined,
          no_ssl_verify: false,
          timeout: 3600,
          auth_timeout: 60,
          max_retries: 30,
          retry_interval: 20,
        },
      ],
      ['defaults of the file', '[DEFAULT]\nserver = http://d\n', { server: 'http://d' }],
      [
        'values of their own before these',
        'server = http://s\n[DEFAULT]\nserver = d',
        { server: 'http://s' },
      ],
      ['values filled in', 'server = %(weburl)s/kojihub\nweburl = http://h', { server: 'http://h/kojihub' }],
      [
        'nothing for an empty value',
        'server =\ncert =\ntimeout =\nauthtype =',
        { authtype: undefined, timeout: 3600 },
      ],
      ['numbers of seconds', 'timeout = 5\nauth_timeout = 6', { timeout: 5, auth_timeout: 6 }],
      ['numbers of tries', 'max_retries = 0\nretry_interval = 1', { max_retries: 0, retry_interval: 1 }],
      ['a path as it is', 'cert = /x/~/c.pem', { cert: '/x/~/c.pem' }],
      ['yes', 'no_ssl_verify = Yes', { no_ssl_verify: true }],
      ['no, which Koji takes for yes', 'no_ssl_verify = no', { no_ssl_verify: false }],
    ]
    for (const [what, text, expected] of values) {
      it(what, () => expect(profile({ 'etc/koji.conf': `[koji]\n${text}` })).to.deep.include(expected))
    }

    it("paths in the user's home", () => {
      const files = { 'etc/koji.conf': '[koji]\ncert = ~/mine.pem\nserverca = ~' }
      expect(profile(files)).to.include({ cert: `${at('home')}/mine.pem`, serverca: at('home') })
    })

    it("the user's usual certificate and CA, where there are such files", () => {
      const files = { 'etc/koji.conf': '[koji]', 'home/.koji/client.crt': '', 'home/.koji/serverca.crt': '' }
      expect(profile(files)).to.include({
        cert: at('home', '.koji', 'client.crt'),
        serverca: at('home', '.koji', 'serverca.crt'),
      })
    })
  })

  describe('are refused with the place of the value', () => {
    const wrong: [string, string][] = [
      ['authtype = gssapi', 'authtype is one of noauth, ssl, password, kerberos'],
      ['timeout = soon', 'write a whole number of seconds'],
      ['auth_timeout = -1', 'write a whole number of seconds'],
      ['timeout = 1.5', 'write a whole number of seconds'],
      ['max_retries = often', 'write a whole number of retries'],
      ['no_ssl_verify = maybe', 'write yes or no'],
    ]
    for (const [line, next] of wrong) {
      it(line, () => {
        expect(() => profile({ 'etc/koji.conf': `[koji]\n${line}\n` }))
          .to.throw(RelengError, /is not understood/)
          .and.include({ where: `${at('etc', 'koji.conf')}:2`, next })
      })
    }
  })

  describe('that are not there', () => {
    it('are said so, with the one that was meant', () => {
      const files = { 'etc/koji.conf': '[DEFAULT]\nx = 1\n[koji]\n[fedora]\n[stream]' }
      expect(() => profile(files, { name: 'fedoar' }))
        .to.throw(RelengError, 'there is no profile fedoar; did you mean fedora?')
        .and.include({
          where: at('etc', 'koji.conf'),
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
        const files = { 'etc/koji.conf': '[DEFAULT]\nserver = x\n[koji]' }
        expect(() => profile(files, { name })).to.throw(RelengError, `there is no profile ${name}`)
      })
    }
  })
})

describe('the login that a profile asks for', () => {
  const profile = (fields: Partial<Profile>): Profile => ({
    name: 'koji',
    server: 'http://localhost/kojihub',
    authtype: undefined,
    cert: undefined,
    serverca: undefined,
    principal: undefined,
    keytab: undefined,
    no_ssl_verify: false,
    timeout: 1,
    auth_timeout: 1,
    max_retries: 0,
    retry_interval: 1,
    ...fields,
  })
  const password = { KOJI_RELENG_USER: 'releng', KOJI_RELENG_PASSWORD: 'secret' }

  it('is the certificate, if authtype says so or says nothing', () => {
    for (const authtype of ['ssl', undefined] as const) {
      const login = loginOf(profile({ authtype, cert: '/c.pem' }), password)
      expect(login).to.include({ path: '/ssllogin', describe: 'client certificate /c.pem' })
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
