import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'chai'
import { negotiate } from '../../src/hub/kerberos.js'
import { checkKeytab, keytabError } from '../../src/hub/keytab.js'
import { RelengError } from '../../src/koji/error.js'
import { missingForKerberos } from '../kerberos/kdc.js'
import { errorOf } from './local-server.js'

describe('a keytab', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-keytab-'))
  after(() => rmSync(folder, { recursive: true }))
  const file = (name: string, content: Buffer | string) => {
    writeFileSync(path.join(folder, name), content)
    return path.join(folder, name)
  }
  const lacking = path.join(folder, 'none')

  it('is taken in either version of its format', () => {
    for (const version of [1, 2]) checkKeytab(file('good', Buffer.from([5, version, 0, 0])))
  })

  const wrong: [string, () => string, string, RegExp][] = [
    ['is not there', () => lacking, 'the keytab cannot be read', /may read the file/],
    [
      'is a folder',
      () => {
        mkdirSync(path.join(folder, 'folder'))
        return path.join(folder, 'folder')
      },
      'the keytab cannot be read',
      /check `keytab`/,
    ],
    ['is empty', () => file('empty', ''), 'the keytab holds no keys of Kerberos', /klist -k/],
    [
      'is a certificate',
      () => file('pem', '-----BEGIN'),
      'the keytab holds no keys of Kerberos',
      /check `keytab`/,
    ],
  ]
  for (const [what, make, message, next] of wrong) {
    it(`is named where it ${what}`, () => {
      const where = make()
      expect(() => checkKeytab(where))
        .to.throw(RelengError, message)
        .and.include({ where })
        .with.property('next')
        .that.matches(next)
    })
  }

  it('is looked at before Kerberos is asked', async function () {
    if ((await missingForKerberos()) === 'the package kerberos is not installed') this.skip()
    const error = await errorOf(negotiate('hub.test', { principal: 'releng', keytab: lacking }))
    expect(error).to.include({ message: 'the keytab cannot be read', where: lacking })
  })

  // The words of MIT Kerberos, after "No credentials were supplied, or …".
  const words: [string, string][] = [
    ["Can't find client principal releng@KOJI.TEST in cache collection", 'the keytab holds no key of releng'],
    ['Decrypt integrity check failed', 'the keytab holds another key of releng than Kerberos knows'],
    ['Preauthentication failed', 'the keytab holds another key of releng than Kerberos knows'],
  ]
  for (const [said, message] of words) {
    it(`is told as the cause of "${said}"`, () =>
      expect(keytabError(said, '/k', 'releng')).to.include({ message, where: '/k' }))
  }

  it('is not blamed for other troubles', () =>
    expect(keytabError('Cannot contact any KDC for realm KOJI.TEST', '/k', 'releng')).to.equal(undefined))
})
