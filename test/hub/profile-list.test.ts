import { expect } from 'chai'
import { readProfiles } from '../../src/hub/config-files.js'
import { listProfiles } from '../../src/hub/profile-list.js'
import { RelengError } from '../../src/koji/error.js'
import { ConfigFolder } from './config-folder.js'

describe('listProfiles', () => {
  const folder = new ConfigFolder()
  after(() => folder.remove())

  it('tells of every profile where it stands, and how to use it or why that cannot be', () => {
    const places = folder.write({
      'etc/koji.conf': '[DEFAULT]\nserver = http://h/kojihub\n\n[koji]\n[wrong]\ntimeout = soon\n',
      'home/.koji/config': '# mine\n[koji]\nauthtype = password\n',
    })
    const [etc, home] = [folder.at('etc', 'koji.conf'), folder.at('home', '.koji', 'config')]
    const [koji, wrong, ...more] = listProfiles(readProfiles(places))
    expect(koji).to.deep.equal({
      name: 'koji',
      places: [
        { file: etc, line: 4 },
        { file: home, line: 2 },
      ],
      use: { server: 'http://h/kojihub', authtype: 'password' },
    })
    expect(wrong).to.deep.include({ name: 'wrong', places: [{ file: etc, line: 5 }] })
    expect(wrong?.use)
      .to.be.an.instanceof(RelengError)
      .and.include({ where: `${etc}:6` })
    expect(more).to.deep.equal([])
  })
})
