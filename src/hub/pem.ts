import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { RelengError } from '../koji/error.js'

/** A PEM file that a profile names. It is parsed ahead of its use, where OpenSSL would not name the file. */
export interface PemFile {
  readonly what: string
  readonly key: string
  readonly holds: string
  readonly parse: (pem: string) => unknown
}

export const clientCertificate: PemFile = {
  what: 'client certificate',
  key: '`cert`',
  holds: 'certificate and key',
  parse: pem => createSecureContext({ cert: pem, key: pem }),
}

export const serverAuthority: PemFile = {
  what: 'server CA',
  key: '`serverca`',
  holds: 'certificate',
  parse: pem => new X509Certificate(pem),
}

/** Throws `RelengError` with the file's name where it cannot be read or holds something else. */
export function readPem(file: string, { what, key, holds, parse }: PemFile): string {
  let problem = 'cannot be read'
  try {
    const pem = readFileSync(file, 'utf8')
    problem = `holds no ${holds} in PEM form`
    parse(pem)
    return pem
  } catch (cause) {
    throw new RelengError(`the ${what} ${problem}`, {
      where: file,
      next: `check ${key} in the profile`,
      cause,
    })
  }
}
