import type { ErrorObject } from 'ajv/dist/2020.js'
import type { ClosedEntry, Entry } from './entry.js'
import { validatorOf } from './validators.js'

/** Says what is wrong with a line as data, or that it is an entry. */
export function isEntry(value: unknown, onFault: (fault: string) => void): value is Entry {
  const fits = validatorOf('entry')
  if (fits(value)) return true
  onFault(faultOf(fits.errors))
  return false
}

/** The same of a last line, for which less has to be loaded. */
export function isClosedEntry(value: unknown): value is ClosedEntry {
  return validatorOf('closed')(value)
}

// Of an alternative, ajv tells the faults of every branch; the deepest is of the one that was meant.
function faultOf(errors: readonly ErrorObject[] | null | undefined): string {
  const [deepest] = [...(errors ?? [])].sort((a, b) => b.instancePath.length - a.instancePath.length)
  return `${deepest?.instancePath || 'the line'} ${deepest?.message ?? 'does not fit'}`
}
