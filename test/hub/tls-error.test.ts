import { expect } from 'chai'
import { answerError, connectError } from '../../src/hub/network-error.js'
import { hubPeer, type Peer } from '../../src/hub/peer.js'

const hub = hubPeer('https://koji.example.org/kojihub')
const proxy: Peer = { is: 'proxy', where: 'the proxy', check: 'check https_proxy' }
const failure = (code: string, message = 'as OpenSSL says it') => Object.assign(new Error(message), { code })

describe('a certificate that is not trusted', () => {
  // The codes of Node (X509_V_ERR_… of OpenSSL), and what to do.
  const authority = /^set `serverca` in the profile to its CA$/
  const renewal = /^the administrators of the hub must get another certificate/
  const codes: [string, RegExp][] = [
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', authority],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', authority],
    ['SELF_SIGNED_CERT_IN_CHAIN', authority],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', authority],
    ['CERT_UNTRUSTED', authority],
    ['UNABLE_TO_GET_CRL', authority],
    ['CERT_HAS_EXPIRED', renewal],
    ['CERT_NOT_YET_VALID', /^check the clock/],
    ['INVALID_PURPOSE', renewal],
    ['INVALID_CA', renewal],
    ['PATH_LENGTH_EXCEEDED', renewal],
    ['CERT_CHAIN_TOO_LONG', renewal],
    ['CERT_REVOKED', renewal],
    ['CERT_REJECTED', renewal],
    ['CERT_SIGNATURE_FAILURE', renewal],
    ['UNSPECIFIED', renewal],
  ]
  for (const [code, next] of codes) {
    it(`says so, and what to do: ${code}`, () => {
      const error = connectError(failure(code), hub)
      expect(error.message).to.match(/^the hub's certificate is not trusted: /)
      expect(error.next).to.match(next)
      expect(error).to.include({ where: hub.where, fate: 'not-sent', outlook: 'permanent' })
      expect(error.details.join()).to.contain(code)
    })
  }

  it('is of another host', () => {
    for (const code of ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'])
      expect(connectError(failure(code), hub).message).to.match(
        /^the hub's certificate is for another host: /,
      )
  })

  it("may be a proxy's", () => {
    expect(connectError(failure('SELF_SIGNED_CERT_IN_CHAIN'), proxy)).to.include({
      message: "the proxy's certificate is not trusted: as OpenSSL says it",
      next: 'set NODE_EXTRA_CA_CERTS in the environment to its CA',
    })
    expect(connectError(failure('INVALID_PURPOSE'), proxy).next).to.match(/^the administrators of the proxy /)
  })
})

it('TLS that breaks after the request was sent leaves open what the hub did', () => {
  const broken = failure('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'bad record mac')
  expect(answerError(broken, hub)).to.include({
    message: 'the TLS handshake failed: bad record mac',
    fate: 'unknown',
  })
})
