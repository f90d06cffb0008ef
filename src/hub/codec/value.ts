/** What XML-RPC as Koji speaks it can carry. Koji's `None` is `null` (`<nil/>`). */
export type RpcValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | Double
  | readonly RpcValue[]
  | RpcStruct
export interface RpcStruct {
  readonly [key: string]: RpcValue
}

/** A number that is written as `<double>` even where it is integral, as Python writes its floats. */
export class Double {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

/** A value that is asked for only when all else of a message is written. */
export class Late {
  readonly evaluate: () => RpcValue

  constructor(evaluate: () => RpcValue) {
    this.evaluate = evaluate
  }
}

/** What a message can be written of: values, late ones, and lists whose items are asked for one by one. */
export type Content = RpcValue | Late | Iterable<Content>

/** What a fault says on the wire. */
export interface Fault {
  readonly faultCode: number
  readonly faultString: string
}

export interface MethodCall {
  readonly method: string
  readonly params: readonly RpcValue[]
}

export type MethodResponse = { readonly value: RpcValue } | { readonly fault: Fault }

export function isStruct(value: RpcValue | undefined): value is RpcStruct {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array) &&
    !(value instanceof Double)
  )
}

/** Keyword arguments travel as one trailing struct, marked (Koji's own convention). */
export function withKeywords(params: readonly RpcValue[], named: RpcStruct | undefined): RpcValue[] {
  if (named === undefined || Object.keys(named).length === 0) return [...params]
  return [...params, { ...named, __starstar: true }]
}

/** The message is not XML-RPC: malformed, cut short, or something else altogether. */
export class CodecError extends Error {
  override readonly name = 'CodecError'
}
