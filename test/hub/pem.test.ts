import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { clientCertificate } from '../../src/hub/client-certificate.js'
import { readPem, serverAuthority } from '../../src/hub/pem.js'
import { RelengError } from '../../src/koji/error.js'
import { pemFile } from './serving.js'

const read = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../sandbox/tls/${name}`, import.meta.url)), 'utf8')
const [cert, key, ca] = [read('releng.crt'), read('releng.key'), read('ca.crt')]
const encrypted = { format: 'pem', cipher: 'aes-128-cbc', passphrase: 'open sesame' } as const
const damaged = (pem: string) => pem.replace(/[a-z]/g, 'A')

describe('a PEM file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-pem-'))
  after(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'client.pem')
  const now = new Date('2030-01-01T00:00:00Z')

  const good: [string, string][] = [
    ['a certificate and its key', cert + key],
    ['the key first', key + cert],
    ['other certificates behind', cert + key + ca],
    ['other certificates between', cert + ca + key],
    ['lines as Windows ends them', (cert + key).replaceAll('\n', '\r\n')],
  ]
  for (const [what, pem] of good) {
    it(`is taken for a login: ${what}`, () => {
      writeFileSync(file, pem)
      expect(readPem(file, clientCertificate, now)).to.equal(pem)
    })
  }

  const flaws: [string, string, RegExp, RegExp][] = [
    ['nothing', '', /holds no certificate and key in PEM form$/, /^check `cert` in the profile$/],
    ['words', 'no certificate\n', /holds no certificate and key in PEM form$/, /^check `cert`/],
    ['no key', cert, /holds no private key$/, /names one file with both/],
    ['a public key', cert + key.replaceAll('PRIVATE', 'PUBLIC'), /holds no private key$/, /with both/],
    ['no certificate', key, /holds a private key, but no certificate$/, /names one file with both/],
    ['a key that is encrypted', cert + pkcs8(), /that is encrypted with a passphrase$/, /openssl pkey -in/],
    ['a key that is encrypted, of the old form', cert + sec1(), /is encrypted/, /openssl pkey -in/],
    [
      'the key of another',
      cert + read('stranger.key'),
      /private key that does not belong to its certificate$/,
      /its own key/,
    ],
    ['another certificate first', ca + cert + key, /does not belong/, /before other certificates/],
    ['a damaged key', cert + damaged(key), /holds a private key that is damaged$/, /get a new one/],
    ['a damaged certificate', damaged(cert) + key, /holds a certificate that is damaged$/, /get a new one/],
    [
      'an old certificate',
      read('expired.crt') + read('expired.key'),
      /has expired: .* 2021/,
      /get a new one/,
    ],
  ]
  for (const [what, pem, message, next] of flaws) {
    it(`is refused for a login, by what is wrong with it: ${what}`, () => {
      writeFileSync(file, pem)
      const error = failure(() => readPem(file, clientCertificate, now))
      expect(error).to.include({ where: file })
      expect(error.message)
        .to.match(message)
        .and.match(/^the client certificate /)
      expect(error.next).to.match(next)
    })
  }

  it('is refused before it is valid', () => {
    writeFileSync(file, cert + key)
    const early = () => readPem(file, clientCertificate, new Date('1999-01-01'))
    expect(failure(early).message).to.match(/is not valid yet: it will be from /)
  })

  it('is refused where OpenSSL will not have it', () => {
    const error = failure(() => readPem(pemFile('weak.pem'), clientCertificate, now))
    expect(error.message).to.match(/^the client certificate cannot be used: .* key too small$/)
  })

  it('is named where it holds no authority', () => {
    writeFileSync(file, key)
    expect(failure(() => readPem(file, serverAuthority, now))).to.include({
      message: 'the server CA holds no certificate in PEM form',
      where: file,
      next: 'check `serverca` in the profile',
    })
  })
})

function pkcs8() {
  return createPrivateKey(key).export({ type: 'pkcs8', ...encrypted })
}

function sec1() {
  return createPrivateKey(key).export({ type: 'sec1', ...encrypted })
}

function failure(work: () => unknown): RelengError {
  try {
    work()
  } catch (error) {
    if (error instanceof RelengError) return error
    throw error
  }
  throw new Error('it succeeded')
}
