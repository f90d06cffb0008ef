import { Unreadable } from '../unreadable.js'

/** The characters of a word. A variable that is put into itself twice, forty times over, no memory holds. */
export const longest = 100_000

/**
 * What the programs of a pipeline print, one after the other each with its arguments; `undefined` where only a shell can
 * tell.
 */
export type Printed = (pipeline: readonly (readonly string[])[]) => string | undefined

/**
 * The variables of a script. One that was given from outside keeps its value, whatever the script assigns to it:
 * that is how values come in that the script asks other programs for.
 */
export class Variables {
  readonly printed: Printed
  readonly #given: ReadonlyMap<string, string>
  readonly #values: Map<string, string | Lost>
  readonly #bound: Map<string, string>

  /** @param printed what programs print that are not run */
  constructor(
    given: ReadonlyMap<string, string>,
    printed: Printed = () => undefined,
    values: ReadonlyMap<string, string | Lost> = new Map(),
    bound: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#given = given
    this.printed = printed
    this.#values = new Map(values)
    this.#bound = new Map(bound)
  }

  /** What a subshell starts with, and changes for itself alone. */
  copy(): Variables {
    return new Variables(this.#given, this.printed, this.#values, this.#bound)
  }

  has(name: string): boolean {
    return this.#bound.has(name) || this.#given.has(name) || this.#values.has(name)
  }

  get(name: string): string {
    const value = this.#bound.get(name) ?? this.#given.get(name) ?? this.#values.get(name)
    if (typeof value === 'string') return value
    const hint = `give it: --set ${name}=VALUE`
    if (value === undefined) throw new Unreadable(`the variable ${name} has no value`, hint)
    throw new Unreadable(`the value of ${name} comes from line ${value.line}, which is not read`, hint)
  }

  set(name: string, value: string): void {
    if (value.length > longest) throw new Unreadable(`a value of more than ${longest} characters`)
    this.#values.set(name, value)
  }

  /** Gives it to a loop, whose variable nobody gives from outside. */
  bind(name: string, value: string): void {
    this.#bound.set(name, value)
  }

  unset(name: string): void {
    this.#values.delete(name)
  }

  /** From here on nobody knows what it holds. */
  lose(name: string, line: number): void {
    this.#values.set(name, { line })
  }

  isGiven(name: string): boolean {
    return this.#given.has(name)
  }
}

/** A value that was assigned in a line that is not read. */
interface Lost {
  readonly line: number
}
