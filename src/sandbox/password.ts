import { scryptSync, timingSafeEqual } from 'node:crypto'
import type { Random } from './clock.js'

/** The salted hash that stands for a password in the state. */
export function hashPassword(password: string, random: Random): string {
  const salt = Buffer.from(random(16))
  return `scrypt$${salt.toString('base64')}$${derive(password, salt).toString('base64')}`
}

export function isPassword(password: string, hash: string): boolean {
  const [, salt = '', key = ''] = hash.split('$')
  const expected = Buffer.from(key, 'base64')
  const derived = derive(password, Buffer.from(salt, 'base64'))
  return expected.length === derived.length && timingSafeEqual(expected, derived)
}

function derive(password: string, salt: Buffer): Buffer {
  return scryptSync(password, salt, 32)
}
