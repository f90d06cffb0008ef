import { Double, isStruct, type RpcStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { namePrefix, noSuchId } from './step.js'

/** Answers by label; a later step of the same label replaces an earlier one, a fault does not. */
export type Labels = ReadonlyMap<string, RpcValue>

/** Puts a run's own prefix into names, and answers into references to them. */
export function resolve(value: RpcValue, prefix: string, labels: Labels): RpcValue {
  if (typeof value === 'string') return value.replaceAll(namePrefix, prefix)
  if (Array.isArray(value)) return value.map(item => resolve(item, prefix, labels))
  if (!isStruct(value)) return value
  if (typeof value.$ref === 'string') return partOf(labels.get(value.$ref), value.at ?? '')
  if (typeof value.$double === 'number') return new Double(value.$double)
  return resolveStruct(value, prefix, labels)
}

export function resolveStruct(struct: RpcStruct, prefix: string, labels: Labels): RpcStruct {
  const members = Object.entries(struct).map(([key, value]) => [
    key.replaceAll(namePrefix, prefix),
    resolve(value, prefix, labels),
  ])
  return Object.fromEntries(members)
}

/** A number where the reference leads to one; else an id that nothing has, never a thing of someone else. */
function partOf(answer: RpcValue | undefined, at: RpcValue): RpcValue {
  const path = typeof at === 'string' && at !== '' ? at.split('.') : []
  let part = answer
  for (const key of path) {
    if (Array.isArray(part)) part = part[Number(key)]
    else part = isStruct(part) && Object.hasOwn(part, key) ? part[key] : undefined
  }
  return typeof part === 'number' ? part : noSuchId
}
