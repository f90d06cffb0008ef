import { HttpTransport } from '../../src/hub/index.js'
import { Hub } from './hub.js'

export interface RealHub {
  readonly url: string
  /** PEM file of the authority that vouches for the hub */
  readonly serverca?: string | undefined
  /** folder with `kojiadmin.pem`, `releng.pem` and `packager.pem` */
  readonly certs: string
}

/** A Koji hub that runs somewhere, reached with client certificates. */
export function realHub({ url, serverca, certs }: RealHub): Hub {
  return new Hub(caller => {
    const cert = caller === 'anonymous' ? undefined : `${certs}/${caller}.pem`
    return new HttpTransport({ server: url, serverca, cert, timeout: 120 })
  })
}

/**
 * A prefix for the names of one sequence that no other has: short, since some names hold 50 characters, and
 * without another hyphen, since Koji splits the names of builds at them.
 */
export function newPrefix(start: string): string {
  serial += 1
  return `${start}${(Date.now() % 36 ** 6).toString(36)}${serial.toString(36)}.`
}

let serial = 0
