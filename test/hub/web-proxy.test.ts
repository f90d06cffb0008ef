import { inspect } from 'node:util'
import { expect } from 'chai'
import { type Environment, WebProxy } from '../../src/hub/web-proxy.js'
import { RelengError } from '../../src/koji/error.js'

const hub = 'https://koji.example.org/kojihub'
const proxyOf = (url: string, env: Environment) => WebProxy.of(new URL(url), env)?.toString()

describe('the proxy that the environment names', () => {
  const p = 'http://p.test:3128'
  const named: [string, string, Environment, string | undefined][] = [
    ['none', hub, {}, undefined],
    ['that of the scheme', hub, { HTTPS_PROXY: p, HTTP_PROXY: 'http://other' }, p],
    [
      'that of the scheme, http',
      'http://koji.example.org',
      { HTTP_PROXY: p, HTTPS_PROXY: 'http://other' },
      p,
    ],
    ['not that of another scheme', hub, { HTTP_PROXY: p }, undefined],
    ['that for all', hub, { ALL_PROXY: p }, p],
    ['the particular one before that for all', hub, { all_proxy: 'http://other', HTTPS_PROXY: p }, p],
    ['lower case before upper case', hub, { https_proxy: p, HTTPS_PROXY: 'http://other' }, p],
    ['none for an empty value', hub, { HTTPS_PROXY: '' }, undefined],
    ['http where no scheme is written', hub, { HTTPS_PROXY: 'p.test:3128' }, p],
    ['one over https', hub, { HTTPS_PROXY: 'https://p.test:8443' }, 'https://p.test:8443'],
    ['without its user, password and path', hub, { HTTPS_PROXY: 'http://me:secret@p.test:3128/x?y' }, p],
    // RFC 3875: a request's header `Proxy` becomes HTTP_PROXY.
    [
      'none that a CGI request may have forged',
      'http://k.test',
      { HTTP_PROXY: p, REQUEST_METHOD: 'GET' },
      undefined,
    ],
    ['what a CGI request cannot forge', 'http://k.test', { http_proxy: p, REQUEST_METHOD: 'GET' }, p],
    ['for https in a CGI program as elsewhere', hub, { HTTPS_PROXY: p, REQUEST_METHOD: 'GET' }, p],
  ]
  for (const [what, url, env, expected] of named) {
    it(`is ${what}`, () => expect(proxyOf(url, env)).to.equal(expected))
  }

  const exempt: [string, string, boolean][] = [
    ['', hub, false],
    ['*', hub, true],
    ['koji.example.org', hub, true],
    ['KOJI.Example.ORG', hub, true],
    ['example.org', hub, true],
    ['.example.org', hub, true],
    ['*.example.org', hub, true],
    ['ample.org', hub, false],
    ['example.org.', hub, true],
    ['example.org', 'https://koji.example.org./', true],
    ['ji.example.org', hub, false],
    ['org', hub, true],
    ['.', hub, false],
    ['a.test, koji.example.org', hub, true],
    ['a.test koji.example.org', hub, true],
    ['a.test,,b.test', hub, false],
    ['koji.example.org:443', hub, true],
    ['koji.example.org:8443', hub, false],
    ['koji.example.org:8443', 'https://koji.example.org:8443/kojihub', true],
    ['example.org:80', 'http://koji.example.org', true],
    ['10.1.2.3', 'https://10.1.2.3', true],
    ['2.3', 'https://10.1.2.3', false],
    ['10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['10.0.0.0/8:443', 'https://10.1.2.3', true],
    ['10.0.0.0/99', 'https://10.1.2.3', false],
    ['10.0.0.0/x', 'https://10.1.2.3', false],
    ['11.0.0.0/', 'https://10.1.2.3', false],
    ['10.0.0.0/8', hub, false],
    ['::1', 'https://[::1]:8443/kojihub', true],
    ['[::1]', 'https://[::1]:8443/kojihub', true],
    ['[::1]:8443', 'https://[::1]:8443/kojihub', true],
    ['[::1]:443', 'https://[::1]:8443/kojihub', false],
    ['0:0:0:0:0:0:0:1', 'https://[::1]', true],
    ['fd00::/8', 'https://[fd00::2]', true],
    ['fd00::/8', 'https://[fe80::2]', false],
  ]
  for (const [list, url, isExempt] of exempt) {
    it(`NO_PROXY=${JSON.stringify(list)} takes ${isExempt ? '' : 'not '}out ${url}`, () => {
      const env = { ALL_PROXY: p, NO_PROXY: list }
      expect(proxyOf(url, env)).to.equal(isExempt ? undefined : p)
    })
  }

  const refused: [string, RegExp][] = [
    ['socks5://me:secret@p.test:1080', /^a proxy is reached over http or https, not socks5:$/],
    ['http://me:secret@p.test:port', /^HTTPS_PROXY holds no URL of a proxy$/],
    ['me:secret@', /^HTTPS_PROXY holds no URL of a proxy$/],
  ]
  for (const [value, message] of refused) {
    it(`is refused without being shown: ${value}`, () => {
      expect(() => proxyOf(hub, { HTTPS_PROXY: value }))
        .to.throw(RelengError, message)
        .and.satisfy((error: RelengError) => !inspect(error).includes('secret'))
    })
  }

  const users: [string, string | undefined][] = [
    ['http://p.test', undefined],
    ['http://me:secret@p.test', 'me:secret'],
    ['http://me@p.test', 'me:'],
    ['http://me%40home:a%3Ab%2Fc@p.test', 'me@home:a:b/c'],
    ['http://me:100%@p.test', 'me:100%'],
  ]
  for (const [url, user] of users) {
    it(`of ${url} is told ${user ?? 'nothing'}, and shows it nowhere`, () => {
      const proxy = WebProxy.of(new URL(hub), { HTTPS_PROXY: url })
      const header = user === undefined ? {} : { 'Proxy-Authorization': `Basic ${btoa(user)}` }
      expect(proxy?.headers).to.deep.equal(header)
      expect(inspect(proxy, { depth: null, showHidden: true })).not.to.match(/secret|Basic|100%/)
      expect(JSON.stringify(proxy)).not.to.match(/secret|Basic|100%/)
    })
  }
})
