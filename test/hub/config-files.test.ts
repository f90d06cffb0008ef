import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
import { expect } from 'chai'
import { readProfiles } from '../../src/hub/config-files.js'
import { profileOf } from '../../src/hub/profile.js'
import { RelengError } from '../../src/koji/error.js'
import { ConfigFolder, type Files } from './config-folder.js'

const server = (host: string) => `[koji]\nserver = http://${host}\n`
const system = { 'etc/koji.conf.d/b.conf': server('d-b'), 'etc/koji.conf.d/a.conf': server('d-a') }
const user = { 'home/.koji/config.d/b.conf': server('u-b'), 'home/.koji/config.d/a.conf': server('u-a') }

describe("Koji's configuration files", () => {
  let folder: ConfigFolder
  beforeEach(() => {
    folder = new ConfigFolder()
  })
  afterEach(() => folder.remove())

  const read = (files: Files, config?: string) => readProfiles(folder.write(files, config))
  const host = (files: Files, config?: string) => profileOf(read(files, config), 'koji').server.slice(7)

  // Each case adds a file that is read later, and wins.
  const order: [string, Files, string | undefined, string][] = [
    ["the system's folder, by name", system, undefined, 'd-b'],
    ["the system's file", { ...system, 'etc/koji.conf': server('file') }, undefined, 'file'],
    ["the user's folder", { ...system, 'etc/koji.conf': server('file'), ...user }, undefined, 'u-b'],
    ["the user's file", { ...system, ...user, 'home/.koji/config': server('mine') }, undefined, 'mine'],
    ['--config', { ...system, ...user, 'other.ini': server('other') }, 'other.ini', 'other'],
    ['a folder by --config', { 'other/b.conf': server('b'), 'other/a.conf': server('a') }, 'other', 'b'],
    ["--config below the user's home", { 'home/other.ini': server('home') }, '~/other.ini', 'home'],
    ['a folder where a file is usual', { 'etc/koji.conf/a.conf': server('odd') }, undefined, 'odd'],
    ['a file where a folder is usual', { 'etc/koji.conf.d': server('odd') }, undefined, 'odd'],
    [
      'files called *.conf alone',
      { 'etc/koji.conf.d/a.conf': server('a'), 'etc/koji.conf.d/b.conf.rpmsave': server('b') },
      undefined,
      'a',
    ],
  ]
  for (const [what, files, config, expected] of order) {
    it(`are read from ${what}`, () => expect(host(files, config)).to.equal(expected))
  }

  it("are the system's and --config, not the user's", () => {
    const files = { ...system, ...user, 'other.ini': '[koji]\nauthtype = noauth' }
    expect(profileOf(read(files, 'other.ini'), 'koji')).to.include({
      server: 'http://d-b',
      authtype: 'noauth',
    })
  })

  it('count together, key by key', () => {
    const profiles = read({
      'etc/koji.conf': `${server('one')}authtype = ssl\n[other]\nserver = http://kept`,
      'home/.koji/config': server('two'),
    })
    expect(profileOf(profiles, 'koji')).to.include({ server: 'http://two', authtype: 'ssl' })
    expect(profileOf(profiles, 'other').server).to.equal('http://kept')
    expect(profiles.files).to.deep.equal([
      folder.at('etc', 'koji.conf'),
      folder.at('home', '.koji', 'config'),
    ])
  })

  it('are looked for in four places, or where --config says', () => {
    const usual = ['etc/koji.conf.d', 'etc/koji.conf', 'home/.koji/config.d', 'home/.koji/config']
    expect(read({}).searched).to.deep.equal(usual.map(place => folder.at(place)))
    const named = ['etc/koji.conf.d', 'etc/koji.conf', 'mine']
    expect(read({ mine: '' }, 'mine').searched).to.deep.equal(named.map(place => folder.at(place)))
  })

  it('may be folders or dangling links, which are passed over', () => {
    const places = folder.write(system)
    mkdirSync(folder.at('etc', 'koji.conf.d', 'c.conf'))
    symlinkSync('nowhere', folder.at('etc', 'koji.conf.d', 'd.conf'))
    expect(readProfiles(places).files).to.have.length(2)
  })

  it('that may not be read are passed over and listed, as Koji does not need them', function () {
    if (process.getuid?.() === 0) this.skip()
    const places = folder.write({ ...system, 'etc/koji.conf': server('closed') })
    chmodSync(folder.at('etc', 'koji.conf'), 0)
    const { files, unreadable } = readProfiles(places)
    expect(files).to.have.length(2)
    expect(unreadable).to.deep.equal([folder.at('etc', 'koji.conf')])
  })

  describe('are refused', () => {
    const named: [string, Files, string, RegExp, string][] = [
      ['where --config names nothing', {}, 'nowhere', /no such configuration file/, 'nowhere'],
      ['in a folder without *.conf', { 'other/a.ini': '' }, 'other', /no \*\.conf/, 'other'],
      [
        'in a folder with odd ones',
        { 'other/a.conf/x': '' },
        'other',
        /no configuration file/,
        'other/a.conf',
      ],
    ]
    for (const [what, files, config, why, where] of named) {
      it(what, () => {
        expect(() => read(files, config))
          .to.throw(RelengError, why)
          .and.include({ where: folder.at(where), next: 'check --config' })
      })
    }

    it('where a line is wrong, whatever profile is asked for', () => {
      expect(() => read({ ...system, 'home/.koji/config': `${server('a')}${server('b')}` }))
        .to.throw(RelengError, 'the section [koji] stands twice in this file')
        .and.include({ where: `${folder.at('home', '.koji', 'config')}:3` })
    })

    it('where one is no UTF-8', () => {
      expect(() => read({ 'etc/koji.conf': Buffer.from('[koji]\n# caf\xe9\n', 'latin1') }))
        .to.throw(RelengError, 'this line is not UTF-8')
        .and.include({ where: `${folder.at('etc', 'koji.conf')}:2` })
    })
  })
})
