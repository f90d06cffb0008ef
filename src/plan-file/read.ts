import { digestOf } from '../koji/digest.js'
import { isJsonObject, type JsonObject } from '../koji/json.js'
import { damaged, PlanFileError } from './errors.js'
import { fitsFormat } from './format.js'
import { type PlanFile, planFileText, planFormat } from './plan-file.js'
import { rowFault } from './row-fault.js'

/**
 * Whether a file is meant as a plan: by what it holds, or, where that can no longer be told, by its name. Desired-state
 * files know neither key.
 */
export function isPlanFile(name: string, bytes: Uint8Array): boolean {
  if (name.endsWith('.plan.json')) return true
  if (!/^\s*\{/.test(Buffer.from(bytes.subarray(0, 100)).toString('latin1'))) return false
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString())
    return isJsonObject(value) && Object.hasOwn(value, 'format') && Object.hasOwn(value, 'digest')
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

/**
 * Reads a plan file. It may come from anybody: nothing in it counts before its digest was found right, its form
 * checked, and each change found to be one that a plan can hold. Its bytes must be the very ones that were written,
 * so that no other text has the same digest.
 *
 * @param where how people call the file
 * @throws {PlanFileError}
 */
export function readPlanFile(bytes: Uint8Array, where: string): PlanFile {
  try {
    return checked(bytes, where)
  } catch (error) {
    if (error instanceof RangeError) throw damaged('it is nested too deep', where, { cause: error })
    throw error
  }
}

function checked(bytes: Uint8Array, where: string): PlanFile {
  const text = decoded(bytes, where)
  const content = parsed(text, where)
  refuseOtherFormat(content, where)
  const { digest, ...rest } = content
  if (digest !== digestOf(rest)) throw damaged('its digest is not that of its content', where)
  if (text !== planFileText(content)) throw damaged('it was formatted anew', where)
  const file = fitsFormat(content, fault => {
    throw damaged(`no plan has this form (${fault})`, where)
  })
  const fault = rowFault(file.changes)
  if (fault !== undefined) throw damaged(`no plan has this change (${fault})`, where)
  return file
}

function decoded(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw damaged('it is not UTF-8 text', where, { cause })
  }
}

function parsed(text: string, where: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text)
    if (isJsonObject(value)) return value
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw damaged('it is no JSON', where, { cause })
  }
  throw damaged('it is no JSON object', where)
}

/** Another major format has other rules, of digests perhaps, too. A newer minor one has more to say. */
function refuseOtherFormat({ format, tool }: JsonObject, where: string): void {
  const [, major] = (typeof format === 'string' && /^(\d{1,9})\.\d{1,9}$/.exec(format)) || []
  if (major === undefined) throw damaged('it names no format', where)
  const [ours] = planFormat.split('.')
  if (major === ours) return
  const { name, version } = isJsonObject(tool) ? tool : {}
  const writer =
    typeof name === 'string' && typeof version === 'string' ? `${name} ${version}` : 'another release'
  throw new PlanFileError(`the plan file has format ${format}, and this release reads ${ours}.x`, {
    where,
    next: `apply it with the release that wrote it (${writer}), or make a new one: koji-releng tags plan -o FILE`,
  })
}
