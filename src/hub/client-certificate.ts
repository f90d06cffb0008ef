import { createPrivateKey, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { type Flaw, failureOf, type PemFile } from './pem.js'

/** One PEM file with certificate and key, as Koji's own client wants it. */
export const clientCertificate: PemFile = {
  what: 'client certificate',
  key: '`cert`',
  flawOf: (pem, now) => partFlaw(pem) ?? pairFlaw(pem) ?? dateFlaw(new X509Certificate(pem), now),
}

const certificateHeader = /^-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----/m
const keyHeader = /^-----BEGIN ([A-Z]+ )?PRIVATE KEY-----/m
// The second is how OpenSSL wrote keys of its own form.
const encryptionHeader = /^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m

/** A part that is missing, or of no use. */
function partFlaw(pem: string): Flaw | undefined {
  const [hasCertificate, hasKey] = [certificateHeader.test(pem), keyHeader.test(pem)]
  if (!hasCertificate && !hasKey) return { problem: 'holds no certificate and key in PEM form' }
  if (!hasCertificate) return { problem: 'holds a private key, but no certificate', next: addOther }
  if (!hasKey) return { problem: 'holds no private key', next: addOther }
  if (encryptionHeader.test(pem)) {
    return {
      problem: 'holds a private key that is encrypted with a passphrase',
      next: 'put the key that `openssl pkey -in FILE` prints in its place, and keep the file to yourself (chmod 600)',
    }
  }
  const unreadable = (part: string, read: () => unknown): Flaw | undefined => {
    const cause = failureOf(read)
    return cause && { problem: `holds a ${part} that is damaged`, next: getAnother, cause }
  }
  return (
    unreadable('certificate', () => new X509Certificate(pem)) ??
    unreadable('private key', () => createPrivateKey(pem))
  )
}

const addOther = '`cert` names one file with both: write the certificate and its key into it'
const getAnother = 'get a new one, as you got this'

function pairFlaw(pem: string): Flaw | undefined {
  if (!new X509Certificate(pem).checkPrivateKey(createPrivateKey(pem))) {
    return {
      problem: 'holds a private key that does not belong to its certificate',
      next: 'write the certificate and its own key into the file, before other certificates',
    }
  }
  // OpenSSL has rules of its own, such as the least length of a key.
  const cause = failureOf(() => createSecureContext({ cert: pem, key: pem }))
  return cause && { problem: `cannot be used: ${cause.message}`, next: getAnother, cause }
}

/** What a server would refuse later, without saying why. */
function dateFlaw({ validFrom, validTo }: X509Certificate, now: Date): Flaw | undefined {
  if (new Date(validTo) < now)
    return { problem: `has expired: it was valid until ${validTo}`, next: getAnother }
  if (new Date(validFrom) > now)
    return { problem: `is not valid yet: it will be from ${validFrom} on`, next: getAnother }
  return undefined
}
