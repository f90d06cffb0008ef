import type { WebProxy } from './web-proxy.js'

/** Who is at the other end of a connection, for messages. */
export interface Peer {
  readonly is: 'hub' | 'proxy'
  readonly where: string
  /** what to do where it cannot be found */
  readonly check: string
}

export function hubPeer(where: string): Peer {
  return { is: 'hub', where, check: 'check `server` in the profile, and that the hub is up' }
}

export function proxyPeer(proxy: WebProxy, hub: URL): Peer {
  const where = `the proxy ${proxy} before ${hub.href}`
  return { is: 'proxy', where, check: `check ${proxy.variable} in the environment, and that the proxy is up` }
}
