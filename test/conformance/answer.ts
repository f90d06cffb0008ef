import { isStruct, type RpcStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { KojiFault } from '../../src/hub/index.js'
import { namePrefix } from './step.js'

/** What is different on every hub and at any time, and says nothing: it is compared by its presence alone. */
const uncompared = /(_ts|^ts|_time|^hostip|^session-key)$/

/** A fault as an answer. The texts of internal errors depend on a hub's configuration. */
export function faultAnswer(code: number, text: string): RpcStruct {
  return { $fault: [code, code === 1 ? '' : text] }
}

export function answerOf(error: unknown): RpcStruct {
  if (error instanceof KojiFault) return faultAnswer(error.code, error.text)
  throw error
}

/** An answer as it is recorded: names with the common prefix, no times, no texts of internal errors. */
export function plainAnswer(value: RpcValue, prefix: string): RpcValue {
  if (typeof value === 'string') return value.replaceAll(prefix, namePrefix)
  if (Array.isArray(value)) return value.map(item => plainAnswer(item, prefix))
  if (!isStruct(value)) return value
  if (typeof value.faultCode === 'number' && typeof value.faultString === 'string') {
    return plainAnswer(faultAnswer(value.faultCode, value.faultString), prefix)
  }
  const members = Object.entries(value).map(([key, item]): [string, RpcValue] => [
    key.replaceAll(prefix, namePrefix),
    isUncompared(key, item) ? '*' : plainAnswer(item, prefix),
  ])
  return Object.fromEntries(members)
}

// How many calls a session made before the sequence is of no interest.
function isUncompared(key: string, value: RpcValue): boolean {
  return key === 'callnum' || (uncompared.test(key) && value !== null)
}

/** Of lists, the rows that hold a name of the sequence. */
export function ownRows(value: RpcValue, prefix: string): RpcValue {
  if (Array.isArray(value)) return value.filter(item => JSON.stringify(item).includes(prefix))
  if (!isStruct(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ownRows(item, prefix)]))
}
