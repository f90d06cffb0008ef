import type { RpcStruct, RpcValue } from '../../src/hub/codec/value.js'

/** Who calls. The last three are users of the hub, with the permissions named in `sandboxUsers`. */
export type Caller = 'anonymous' | 'kojiadmin' | 'releng' | 'packager'

/**
 * One call of a sequence, as data. Names that it makes start with `namePrefix`. A parameter
 * `{ $ref: 'label', at: 'id' }` stands for (a part of) what the call with that label answered, and
 * `{ $double: 1 }` for a float that is integral.
 */
export interface Step {
  readonly method: string
  readonly params: readonly RpcValue[]
  readonly named?: RpcStruct
  /** `kojiadmin` if not said */
  readonly as?: Caller
  /** what later references to the answer call it */
  readonly label?: string
  /** keep only what the sequence made itself: the answer would tell of all the hub */
  readonly own?: boolean
}

/** Calls that belong together; they begin on a hub that knows nothing of their names. */
export interface Sequence {
  readonly title: string
  readonly steps: readonly Step[]
}

export interface RecordedStep extends Step {
  readonly answer: RpcValue
}

/** A file of `test/transcripts/koji-1.35`. */
export interface Transcript {
  readonly koji: string
  readonly commit: string
  readonly sequences: readonly { readonly title: string; readonly calls: readonly RecordedStep[] }[]
}

/** What names of a sequence start with; each run on a real hub puts a prefix of its own in its place. */
export const namePrefix = 'tx-'

/** An id that no hub has given away, for references to what is not there. */
export const noSuchId = 2_000_000_001

/** A step in one line: `call('getTag', 'tx-a', true)`. */
export function call(method: string, ...params: RpcValue[]): Step {
  return { method, params }
}

/** A step with keyword arguments, then positional ones. */
export function named(method: string, keywords: RpcStruct, ...params: RpcValue[]): Step {
  return { method, params, named: keywords }
}

export function as(caller: Caller, step: Step): Step {
  return { ...step, as: caller }
}

/** Names the answer, for `ref`. */
export function labelled(label: string, step: Step): Step {
  return { ...step, label }
}

export function own(step: Step): Step {
  return { ...step, own: true }
}

/** What the labelled step answered, or the part of it at a path such as `0.group_id`. */
export function ref(label: string, at?: string): RpcStruct {
  return at === undefined ? { $ref: label } : { $ref: label, at }
}

export function double(value: number): RpcStruct {
  return { $double: value }
}

/** Several calls in one request. */
export function multiCall(...steps: readonly Step[]): Step {
  return { method: 'multiCall', params: [steps.map(entry)] }
}

/** Asks for the last event around calls that make events in no order, so that these can be told: see `Comparison`. */
export function withMoments(steps: readonly Step[]): Step[] {
  const moment = call('getLastEvent')
  return steps.flatMap(step => (/^snapshotTag/.test(step.method) ? [moment, step, moment] : [step]))
}

function entry({ method, params, named: keywords }: Step): RpcStruct {
  const all = keywords === undefined ? params : [...params, { ...keywords, __starstar: true }]
  return { methodName: method, params: all }
}
