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
  /** what a server would refuse later, without saying why */
  readonly flaw?: (pem: string, now: Date) => string | undefined
}

export const clientCertificate: PemFile = {
  what: 'client certificate',
  key: '`cert`',
  holds: 'certificate and key',
  parse: pem => createSecureContext({ cert: pem, key: pem }),
  flaw: (pem, now) => {
    const { validFrom, validTo } = new X509Certificate(pem)
    if (new Date(validTo) < now) return `has expired: it was valid until ${validTo}`
    if (new Date(validFrom) > now) return `is not valid yet: it will be from ${validFrom} on`
    return undefined
  },
}

export const serverAuthority: PemFile = {
  what: 'server CA',
  key: '`serverca`',
  holds: 'certificate',
  parse: pem => new X509Certificate(pem),
}

/** Throws `RelengError` with the file's name where it cannot be read, holds something else, or is out of date. */
export function readPem(file: string, { what, key, holds, parse, flaw }: PemFile, now = new Date()): string {
  const refused = (problem: string, next: string, cause?: unknown) =>
    new RelengError(`the ${what} ${problem}`, { where: file, next, cause })
  const pem = read(file, cause => refused('cannot be read', `check ${key} in the profile`, cause))
  try {
    parse(pem)
  } catch (cause) {
    throw refused(`holds no ${holds} in PEM form`, `check ${key} in the profile`, cause)
  }
  const found = flaw?.(pem, now)
  if (found !== undefined) throw refused(found, 'get a new one, as you got this')
  return pem
}

function read(file: string, problem: (cause: unknown) => RelengError): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw problem(cause)
  }
}
