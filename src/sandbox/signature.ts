import { isStruct, type RpcStruct, type RpcValue } from '../hub/codec/value.js'
import { parameterError } from './fault.js'
import { truthy } from './python.js'

interface Parameter {
  readonly name: string
  /** `undefined`: the argument is required */
  readonly default: RpcValue | undefined
}

/**
 * How a method is called, read from its Python signature: `get_tag(tagInfo, strict=False, event=None)`.
 * `*args` takes further positional arguments (a list), `**opts` further keywords (a struct). A name with a
 * dot is a method of a class, whose `self` Python counts.
 */
export class Signature {
  readonly #function: string
  readonly #parameters: readonly Parameter[]
  readonly #takesMore: boolean
  readonly #takesKeywords: boolean

  constructor(signature: string) {
    const [, name = '', list = ''] = /^([\w.]+)\((.*)\)$/.exec(signature) ?? []
    const words = list.split(', ').filter(word => word !== '')
    this.#function = name
    this.#parameters = words.filter(word => !word.startsWith('*')).map(parameter)
    this.#takesKeywords = words.some(word => word.startsWith('**'))
    this.#takesMore = words.some(word => /^\*\w/.test(word))
  }

  /** One value for each parameter, in order; then, if it takes them, further arguments and keywords. */
  bind(params: readonly RpcValue[]): RpcValue[] {
    const [positional, keywords] = splitKeywords(params)
    const values = this.#parameters.map((_, position) => positional[position])
    const others: [string, RpcValue][] = []
    for (const [name, value] of Object.entries(keywords)) {
      const position = this.#parameters.findIndex(parameter => parameter.name === name)
      if (position >= 0) {
        if (values[position] !== undefined) throw this.#mismatch(`got multiple values for argument '${name}'`)
        values[position] = value
      } else if (this.#takesKeywords) others.push([name, value])
      else throw this.#mismatch(`got an unexpected keyword argument '${name}'`)
    }
    if (positional.length > values.length && !this.#takesMore) throw this.#tooMany(positional.length)
    const bound = this.#complete(values)
    if (this.#takesMore) bound.push(positional.slice(values.length))
    if (this.#takesKeywords) bound.push(Object.fromEntries(others))
    return bound
  }

  #complete(values: readonly (RpcValue | undefined)[]): RpcValue[] {
    const missing: string[] = []
    const bound = this.#parameters.map((parameter, position) => {
      const value = values[position] ?? (values[position] === null ? null : parameter.default)
      if (value === undefined) missing.push(`'${parameter.name}'`)
      return value ?? null
    })
    if (missing.length === 0) return bound
    const noun = missing.length === 1 ? 'argument' : 'arguments'
    throw this.#mismatch(`missing ${missing.length} required positional ${noun}: ${enumerate(missing)}`)
  }

  #tooMany(given: number): Error {
    const self = this.#function.includes('.') ? 1 : 0
    const most = this.#parameters.length + self
    const least = this.#parameters.filter(parameter => parameter.default === undefined).length + self
    const takes = least === most ? String(most) : `from ${least} to ${most}`
    const noun = least === 1 && most === 1 ? 'argument' : 'arguments'
    const were = given + self === 1 ? 'was' : 'were'
    return this.#mismatch(`takes ${takes} positional ${noun} but ${given + self} ${were} given`)
  }

  #mismatch(text: string): Error {
    return parameterError(`${this.#function}() ${text}`)
  }
}

/** Keyword arguments travel as one trailing struct that is marked `__starstar`. */
export function splitKeywords(params: readonly RpcValue[]): [readonly RpcValue[], RpcStruct] {
  const last = params.at(-1)
  if (!isStruct(last) || !Object.hasOwn(last, '__starstar')) return [params, {}]
  const { __starstar: mark = null, ...keywords } = last
  return truthy(mark) ? [params.slice(0, -1), keywords] : [params, {}]
}

const literals = new Map<string, RpcValue>([
  ['None', null],
  ['True', true],
  ['False', false],
])

function parameter(word: string): Parameter {
  const [name = '', value] = word.split('=')
  if (value === undefined) return { name, default: undefined }
  if (/^\d+$/.test(value)) return { name, default: Number(value) }
  return { name, default: literals.has(value) ? (literals.get(value) ?? null) : value.replaceAll("'", '') }
}

function enumerate(names: readonly string[]): string {
  if (names.length < 3) return names.join(' and ')
  return `${names.slice(0, -1).join(', ')}, and ${names.at(-1)}`
}
