import { BlockList, isIP, isIPv6 } from 'node:net'
import { RelengError } from '../koji/error.js'

export type Environment = Readonly<Record<string, string | undefined>>

/** A proxy before a hub. Its user and password are in a private field, so that no log or error shows them. */
export class WebProxy {
  /** without user and password */
  readonly url: URL
  /** the variable that names it */
  readonly variable: string
  readonly #authorization: string | undefined

  private constructor(text: string, variable: string) {
    const next = `write it like http://proxy.example.org:3128, or take the hub out by NO_PROXY`
    const full = text.includes('://') ? text : `http://${text}`
    if (!URL.canParse(full)) throw new RelengError(`${variable} holds no URL of a proxy`, { next })
    const { protocol, host, username, password } = new URL(full)
    if (!['http:', 'https:'].includes(protocol)) {
      throw new RelengError(`a proxy is reached over http or https, not ${protocol}`, {
        where: variable,
        next,
      })
    }
    this.variable = variable
    this.url = new URL(`${protocol}//${host}`)
    if (username !== '' || password !== '') {
      const user = `${unquoted(username)}:${unquoted(password)}`
      this.#authorization = `Basic ${Buffer.from(user).toString('base64')}`
    }
  }

  /**
   * The proxy that the environment names for this hub, by the rules that curl and Koji's own client share:
   * the variable of the hub's scheme, else `ALL_PROXY`; lower case before upper case; and `NO_PROXY`.
   */
  static of(hub: URL, env: Environment): WebProxy | undefined {
    const [, exempt = ''] = variable('no_proxy', env) ?? []
    if (isExempt(hub, exempt)) return undefined
    const [name, text] =
      variable(`${hub.protocol.slice(0, -1)}_proxy`, env) ?? variable('all_proxy', env) ?? []
    return name === undefined || text === undefined ? undefined : new WebProxy(text, name)
  }

  /** where it listens, as Node's requests want to be told */
  get address(): { protocol: string; hostname: string; port: string; servername: string } {
    const { protocol, hostname, port } = this.url
    const host = unbracketed(hostname)
    return { protocol, hostname: host, port, servername: isIP(host) === 0 ? host : '' }
  }

  /** for a request that the proxy itself is to grant */
  get headers(): Record<string, string> {
    return this.#authorization === undefined ? {} : { 'Proxy-Authorization': this.#authorization }
  }

  toString(): string {
    return this.url.origin
  }
}

/** A variable that is set, with the name under which it is. */
function variable(name: string, env: Environment): [string, string] | undefined {
  const upper = name.toUpperCase()
  const names = isForged(upper, env) ? [name] : [name, upper]
  return names.map((one): [string, string] => [one, env[one] ?? '']).find(([, text]) => text !== '')
}

// A web server hands the header `Proxy` of whoever asks to its CGI programs as HTTP_PROXY (CVE-2016-5385).
function isForged(name: string, env: Environment): boolean {
  return name === 'HTTP_PROXY' && env.REQUEST_METHOD !== undefined
}

/**
 * Whether a `NO_PROXY` list names the hub. Its entries, apart by commas or spaces: `*`; a host, which stands
 * for all below it, with or without a dot before it; an address; a network such as `10.0.0.0/8`. A port
 * restricts an entry to itself.
 */
function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  const host = unbracketed(hostname)
  const hubPort = port === '' ? { 'http:': '80', 'https:': '443' }[protocol] : port
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some(entry => {
      const [, name = '', entryPort] = isIPv6(entry)
        ? [entry, entry]
        : (/^(.*?)(?::(\d+))?$/.exec(entry) ?? [])
      return (entryPort === undefined || entryPort === hubPort) && covers(unbracketed(name), host)
    })
}

function covers(entry: string, host: string): boolean {
  if (entry === '*') return true
  const [address = '', prefix] = entry.split('/', 2)
  if (isIP(host) !== 0) return isIP(address) !== 0 && network(address, prefix).check(host, family(host))
  const name = entry.replace(/^\*?\.+|\.$/g, '')
  return name !== '' && `.${host.replace(/\.$/, '')}`.endsWith(`.${name}`)
}

/** One address, or all that share so many leading bits with it; none where there are no such bits. */
function network(address: string, prefix: string | undefined): BlockList {
  const list = new BlockList()
  if (prefix === undefined) list.addAddress(address, family(address))
  else if (/^\d+$/.test(prefix) && Number(prefix) <= (isIPv6(address) ? 128 : 32)) {
    list.addSubnet(address, Number(prefix), family(address))
  }
  return list
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4'
}

function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1')
}

// A password may hold a `%` that quotes nothing.
function unquoted(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
