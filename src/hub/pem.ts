import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { RelengError } from '../koji/error.js'

/** A PEM file that a profile names. It is looked into ahead of its use, where OpenSSL would not name the file. */
export interface PemFile {
  /** `client certificate` */
  readonly what: string
  /** the key of the profile */
  readonly key: string
  readonly flawOf: (pem: string, now: Date) => Flaw | undefined
}

/** What is wrong with a file, after its name: `holds no private key`. */
export interface Flaw {
  readonly problem: string
  /** what to do; to check the profile, unless it is said */
  readonly next?: string
  readonly cause?: unknown
}

export const serverAuthority: PemFile = {
  what: 'server CA',
  key: '`serverca`',
  flawOf: pem => {
    const cause = failureOf(() => new X509Certificate(pem))
    return cause && { problem: 'holds no certificate in PEM form', cause }
  },
}

/** Throws `RelengError` with the file's name where it cannot be read, holds something else, or is out of date. */
export function readPem(file: string, { what, key, flawOf }: PemFile, now = new Date()): string {
  const refused = ({ problem, next = `check ${key} in the profile`, cause }: Flaw) =>
    new RelengError(`the ${what} ${problem}`, { where: file, next, cause })
  const pem = read(file, cause => refused({ problem: 'cannot be read', cause }))
  const flaw = flawOf(pem, now)
  if (flaw !== undefined) throw refused(flaw)
  return pem
}

/** The error that some work ends in, if it does. */
export function failureOf(work: () => unknown): Error | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
}

function read(file: string, problem: (cause: unknown) => RelengError): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw problem(cause)
  }
}
