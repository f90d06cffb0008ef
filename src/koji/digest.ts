import { createHash } from 'node:crypto'
import { canonicalJson } from './json.js'

/** SHA-256 of a text in UTF-8, as 64 hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The same of data, by its canonical JSON: equal for equal values, whatever order their keys came in. */
export function digestOf(value: unknown): string {
  return sha256(canonicalJson(value))
}
