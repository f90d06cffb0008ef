import { isStruct, type RpcStruct, type RpcValue } from './codec/value.js'
import { HubError } from './transport.js'

/** A struct of a hub's answer, read with its types checked: a hub that answers otherwise is told of. */
export class Row {
  readonly #struct: RpcStruct
  readonly #what: string

  constructor(struct: RpcStruct, what: string) {
    this.#struct = struct
    this.#what = what
  }

  /** @param what the method, for the error message */
  static from(value: RpcValue, what: string): Row {
    if (isStruct(value)) return new Row(value, what)
    throw new HubError(`${what} answered something that is no struct`, { next })
  }

  static list(value: RpcValue, what: string): Row[] {
    if (Array.isArray(value)) return value.map(item => Row.from(item, what))
    throw new HubError(`${what} answered something that is no list`, { next })
  }

  /** A member that is a list of structs, as the tables of `queryHistory`; a missing one is empty. */
  rows(key: string): Row[] {
    const value = this.#get(key)
    return value === undefined ? [] : Row.list(value, `${this.#what} ${key}`)
  }

  /** A member that is a struct, or nothing. */
  rowOrNull(key: string): Row | null {
    const value = this.#get(key) ?? null
    return value === null ? null : Row.from(value, `${this.#what} ${key}`)
  }

  text(key: string): string {
    return this.textOrNull(key) ?? this.#wrong(key, 'a text')
  }

  textOrNull(key: string): string | null {
    const value = this.#get(key) ?? null
    return value === null || typeof value === 'string' ? value : this.#wrong(key, 'a text')
  }

  integer(key: string): number {
    return this.integerOrNull(key) ?? this.#wrong(key, 'a number')
  }

  integerOrNull(key: string): number | null {
    const value = this.#get(key) ?? null
    return value === null || typeof value === 'number' ? value : this.#wrong(key, 'a number')
  }

  /** Seconds since 1970, in ISO 8601; of years that this writes with four digits. */
  time(key: string): string {
    const date = new Date(this.integer(key) * 1000)
    const time = Number.isNaN(date.getTime()) ? '' : date.toISOString()
    return /^\d{4}-/.test(time) ? time : this.#wrong(key, 'a time')
  }

  flag(key: string): boolean {
    return this.flagOrNull(key) ?? this.#wrong(key, 'a boolean')
  }

  flagOrNull(key: string): boolean | null {
    const value = this.#get(key) ?? null
    return value === null || typeof value === 'boolean' ? value : this.#wrong(key, 'a boolean')
  }

  #get(key: string): RpcValue | undefined {
    return Object.hasOwn(this.#struct, key) ? this.#struct[key] : undefined
  }

  #wrong(key: string, expected: string): never {
    throw new HubError(`${this.#what} answered a ${key} that is not ${expected}`, { next })
  }
}

const next = 'the hub is no Koji that this tool knows; Koji 1.35 was tested'
