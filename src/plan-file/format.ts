import type { ErrorObject } from 'ajv/dist/2020.js'
import type { JsonObject } from '../koji/json.js'
import { type PlanFile, planFormat } from './plan-file.js'
import { validatorOf } from './validators.js'

/**
 * A value of the form of a plan file, or a call of `refuse`. A file of a newer minor format may have keys that this
 * release does not know, and may not lack any that it does.
 */
export function fitsFormat(value: JsonObject, refuse: (fault: string) => never): PlanFile {
  const fits = validatorOf(value.format === planFormat ? 'strict' : 'lenient')
  if (fits(value)) return value
  return refuse(faultOf(fits.errors))
}

// Of an alternative, ajv tells the faults of every branch; the deepest is of the one that was meant.
function faultOf(errors: readonly ErrorObject[] | null | undefined): string {
  const [deepest] = [...(errors ?? [])].sort((a, b) => b.instancePath.length - a.instancePath.length)
  return `${deepest?.instancePath || 'the whole'} ${deepest?.message ?? 'does not fit'}`
}
