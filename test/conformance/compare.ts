import { isStruct, type RpcStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { Correspondence } from './correspondence.js'
import { answerKind, isOrdered, kindOf } from './kinds.js'
import type { Step } from './step.js'

interface Moment {
  readonly theirs: number
  readonly ours: number
}

function momentOf(theirs: RpcValue, ours: RpcValue): Moment | undefined {
  if (!isStruct(theirs) || !isStruct(ours)) return undefined
  if (typeof theirs.id !== 'number' || typeof ours.id !== 'number') return undefined
  return { theirs: theirs.id, ours: ours.id }
}

type Result = Correspondence | { readonly difference: string }

/** Compares the answers of two hubs to the same sequence, step by step. */
export class Comparison {
  #known = new Correspondence()
  #moment: Moment | undefined
  #start: Moment | undefined

  /** What differs, or `undefined`. */
  step(step: Step, theirs: RpcValue, ours: RpcValue): string | undefined {
    const result = new AnswerComparison(step).compare(this.#known, theirs, ours, '')
    if (!(result instanceof Correspondence)) return result.difference
    this.#known = result
    this.#noteSpan(step, theirs, ours)
    return undefined
  }

  /** Snapshots make events in no order; the last events before and after them tell which. */
  #noteSpan({ method }: Step, theirs: RpcValue, ours: RpcValue): void {
    const moment = method === 'getLastEvent' ? momentOf(theirs, ours) : undefined
    if (moment !== undefined && this.#start !== undefined) {
      const [from, to] = [this.#start, moment]
      this.#known = this.#known.withSpan({
        theirs: [from.theirs, to.theirs],
        ours: [from.ours, to.ours],
      })
    }
    this.#start = /^snapshotTag/.test(method) ? this.#moment : undefined
    this.#moment = moment
  }
}

class AnswerComparison {
  readonly #step: Step

  constructor(step: Step) {
    this.#step = step
  }

  compare(known: Correspondence, theirs: RpcValue, ours: RpcValue, path: string): Result {
    if (this.#step.method === 'multiCall' && path === '') return this.#entries(known, theirs, ours)
    if (typeof theirs === 'number' && typeof ours === 'number') return this.#number(known, theirs, ours, path)
    if (Array.isArray(theirs) && Array.isArray(ours)) return this.#list(known, theirs, ours, path)
    if (isStruct(theirs) && isStruct(ours)) return this.#struct(known, theirs, ours, path)
    if (typeof theirs === 'string' && typeof ours === 'string' && path.startsWith('.$fault')) {
      return sameText(known, theirs, ours) ? known : differ(path, theirs, ours)
    }
    return theirs === ours ? known : differ(path, theirs, ours)
  }

  /** Each entry of a multicall is an answer of its own method. */
  #entries(known: Correspondence, theirs: RpcValue, ours: RpcValue): Result {
    const [calls = []] = this.#step.params
    if (!Array.isArray(theirs) || !Array.isArray(ours) || !Array.isArray(calls)) {
      return new AnswerComparison({ ...this.#step, method: '' }).compare(known, theirs, ours, '')
    }
    if (theirs.length !== ours.length) return differ('', theirs, ours)
    return fold(known, theirs, (state, item, index) => {
      const call = calls[index]
      const [mine, yours] = [inner(item), inner(ours[index] ?? null)]
      const method = isStruct(call) && typeof call.methodName === 'string' ? call.methodName : ''
      const params = isStruct(call) && Array.isArray(call.params) ? call.params : []
      const result = new AnswerComparison({ method, params }).compare(state, mine, yours, '')
      return result instanceof Correspondence
        ? result
        : { difference: `entry ${index} (${method}): ${result.difference}` }
    })
  }

  #number(known: Correspondence, theirs: number, ours: number, path: string): Result {
    // Rows as lists do not say which number is what.
    const { queryOpts } = this.#step.named ?? {}
    const isList = isStruct(queryOpts) && queryOpts.asList === true
    if (isList) return known.allows(theirs, ours) ? known : differ(path, theirs, ours)
    const key = path.split('.').at(-1) ?? ''
    const kind = path === '' ? answerKind(this.#step.method) : kindOf(this.#step.method, key)
    if (kind === undefined) return theirs === ours ? known : differ(path, theirs, ours)
    return known.with(kind, theirs, ours) ?? differ(`${path} (${kind})`, theirs, ours)
  }

  #struct(known: Correspondence, theirs: RpcStruct, ours: RpcStruct, path: string): Result {
    const [mine, yours] = [Object.keys(theirs).sort(), Object.keys(ours).sort()]
    if (mine.join('\0') !== yours.join('\0')) return differ(`keys of ${path}`, mine, yours)
    // It is the event before another of the row, which must be known by then.
    const last = mine.filter(key => key === 'query_event')
    return fold(known, [...mine.filter(key => key !== 'query_event'), ...last], (state, key) =>
      this.compare(state, theirs[key] ?? null, ours[key] ?? null, `${path}.${key}`),
    )
  }

  #list(known: Correspondence, theirs: readonly RpcValue[], ours: readonly RpcValue[], path: string): Result {
    if (theirs.length !== ours.length) return differ(path, theirs, ours)
    const inOrder = this.#pairwise(known, theirs, ours, path)
    if (inOrder instanceof Correspondence || path.startsWith('.$fault')) return inOrder
    if (path === '' && isOrdered(this.#step)) return inOrder
    if (!isStruct(theirs[0]) && path !== '') return inOrder
    const sorted = this.#pairwise(known, byContent(theirs), byContent(ours), path)
    return sorted instanceof Correspondence ? sorted : this.#matched(known, theirs, ours, path)
  }

  #pairwise(
    known: Correspondence,
    theirs: readonly RpcValue[],
    ours: readonly RpcValue[],
    path: string,
  ): Result {
    return fold(known, theirs, (state, item, index) =>
      this.compare(state, item, ours[index] ?? null, `${path}.${index}`),
    )
  }

  /** Rows that have no order: each takes the first that it can be. */
  #matched(
    known: Correspondence,
    theirs: readonly RpcValue[],
    ours: readonly RpcValue[],
    path: string,
  ): Result {
    const left = [...byContent(ours)]
    return fold(known, byContent(theirs), (state, item) => {
      for (const [index, candidate] of left.entries()) {
        const result = this.compare(state, item, candidate, `${path}.*`)
        if (!(result instanceof Correspondence)) continue
        left.splice(index, 1)
        return result
      }
      return differ(`${path}.*`, item, left)
    })
  }
}

function fold<T>(
  known: Correspondence,
  items: readonly T[],
  next: (known: Correspondence, item: T, index: number) => Result,
): Result {
  let result: Result = known
  for (const [index, item] of items.entries()) {
    result = next(result, item, index)
    if (!(result instanceof Correspondence)) return result
  }
  return result
}

function inner(entry: RpcValue): RpcValue {
  return Array.isArray(entry) && entry.length === 1 ? (entry[0] ?? null) : entry
}

function differ(path: string, theirs: RpcValue, ours: RpcValue): Result {
  const text = (value: RpcValue) => JSON.stringify(value)
  return { difference: `at ${path || 'the answer'}: recorded ${text(theirs)}, ours ${text(ours)}` }
}

/** Texts of faults name ids; and of several keys at fault, some that Koji takes from a set. */
function sameText(known: Correspondence, theirsGiven: string, oursGiven: string): boolean {
  const [theirs, ours] = [keysInOrder(theirsGiven), keysInOrder(oursGiven)]
  const digits = /(?<![\w-])\d+/g
  if (theirs.replaceAll(digits, '#') !== ours.replaceAll(digits, '#')) return false
  const numbers = ours.match(digits) ?? []
  return (theirs.match(digits) ?? []).every((number, index) =>
    known.allows(Number(number), Number(numbers[index])),
  )
}

function keysInOrder(text: string): string {
  return text
    .replace(/(?<=add\/update and remove tag-extra: ).*/s, "'…'")
    .replace(/(?<= doesn't have extra: ).*/s, keys => keys.split(', ').sort().join(', '))
}

/** Sorted by what is no number, then by age: an order that both hubs share. */
function byContent(rows: readonly RpcValue[]): readonly RpcValue[] {
  const keys = rows.map(row => ({ row, text: contentOf(row), ages: agesOf(row) }))
  keys.sort((a, b) => {
    if (a.text !== b.text) return a.text < b.text ? -1 : 1
    return a.ages[0] - b.ages[0] || a.ages[1] - b.ages[1]
  })
  return keys.map(({ row }) => row)
}

function contentOf(row: RpcValue): string {
  if (!isStruct(row)) return JSON.stringify(row)
  const plain = Object.entries(row).filter(
    ([key, value]) => kindOf('', key) === undefined && key !== 'id' && !Array.isArray(value),
  )
  return JSON.stringify(plain.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function agesOf(row: RpcValue): [number, number] {
  if (!isStruct(row)) return [0, 0]
  return [Number(row.create_event ?? 0), Number(row.revoke_event ?? 0)]
}
