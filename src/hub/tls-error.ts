import type { Peer } from './peer.js'

/** What failed, and what to do about it. */
export type Told = readonly [what: string, next: string]

/** What failed in TLS, by the code of Node's error; `undefined` where it was not TLS. */
export function tlsFailure(code: string, message: string, peer: Peer): Told | undefined {
  const { is, check } = peer
  if (['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'].includes(code)) {
    return [`the ${is}'s certificate is for another host: ${message}`, check]
  }
  const reason = distrust(code, peer)
  if (reason !== undefined) {
    const [words, next] = reason
    return [`the ${is}'s certificate is not trusted: ${words ?? message}`, next]
  }
  if (/SSL|EPROTO|TLS/.test(code)) {
    const next = is === 'hub' ? 'check `cert` and `serverca` in the profile' : check
    return [`the TLS handshake failed: ${message.trim()}`, next]
  }
  return undefined
}

/** Why a certificate is not trusted, in words that are better than OpenSSL's where there are such, and what to do. */
function distrust(code: string, { is }: Peer): readonly [string | undefined, string] | undefined {
  const renew = `the administrators of the ${is} must get another certificate`
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return [undefined, `${renew}, unless the clock of this machine is wrong`]
    case 'CERT_NOT_YET_VALID':
      return [undefined, 'check the clock of this machine']
    case 'INVALID_PURPOSE':
      return [
        'it is not made for servers, or a CA of it not for this (unsuitable certificate purpose)',
        renew,
      ]
    case 'INVALID_CA':
      return ['what signed it is no certificate of a CA (invalid CA certificate)', renew]
    case 'PATH_LENGTH_EXCEEDED':
    case 'CERT_CHAIN_TOO_LONG':
      return ['there are more CAs between than its authority allows (path length constraint exceeded)', renew]
    case 'CERT_REVOKED':
    case 'CERT_REJECTED':
    case 'CERT_SIGNATURE_FAILURE':
    // What OpenSSL finds beyond the codes that Node knows.
    case 'UNSPECIFIED':
      return [undefined, renew]
    default:
      return isUnknownAuthority(code) ? [undefined, nameAuthority[is]] : undefined
  }
}

function isUnknownAuthority(code: string): boolean {
  return /CERT|CRL|SELF_SIGNED|UNABLE_TO_/.test(code)
}

const nameAuthority = {
  hub: 'set `serverca` in the profile to its CA',
  proxy: 'set NODE_EXTRA_CA_CERTS in the environment to its CA',
}
