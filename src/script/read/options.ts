import { Unreadable } from '../unreadable.js'

/** The options of a command: long names, and what each takes; `short` gives some of them a letter. */
export interface OptionTable {
  readonly takes: { readonly [option: string]: 'nothing' | 'value' | 'values' }
  readonly short?: { readonly [letter: string]: string }
}

/** What a command was given. */
export class Options {
  readonly args: readonly string[]
  readonly #values: ReadonlyMap<string, readonly string[]>

  constructor(args: readonly string[], values: ReadonlyMap<string, readonly string[]>) {
    this.args = args
    this.#values = values
  }

  has(option: string): boolean {
    return this.#values.has(option)
  }

  /** The last value counts, as in Python's `optparse`. */
  value(option: string): string | undefined {
    return this.#values.get(option)?.at(-1)
  }

  /** A value that is not empty: to Koji's client an empty one is none. */
  filled(option: string): string | undefined {
    return this.value(option) || undefined
  }

  values(option: string): readonly string[] {
    return this.#values.get(option) ?? []
  }

  integer(option: string): number | undefined {
    const text = this.value(option)
    return text === undefined ? undefined : integerOf(text, `--${option}`)
  }
}

export function integerOf(text: string, what: string): number {
  if (/^[+-]?\d{1,10}$/.test(text.trim())) return Number(text)
  throw new Unreadable(`${what} “${text}” is no number`)
}

/**
 * Reads options as Python's `optparse` does, which Koji's client uses: `--name value`, `--name=value`, unique beginnings
 * of long names, `-x value`, `-xvalue`, several letters at once, `--` before what only looks like an option.
 *
 * @param isMixed whether options may come after arguments; if not, the first argument ends them
 */
export function readOptions(words: readonly string[], table: OptionTable, isMixed = true): Options {
  const [args, values] = [[] as string[], new Map<string, string[]>()]
  const left = [...words]
  const put = (option: string, value: string): void => {
    const others = values.get(option)
    if (others === undefined) values.set(option, [value])
    else others.push(value)
  }
  const next = (option: string): string => {
    const value = left.shift()
    if (value === undefined) throw new Unreadable(`--${option} lacks its value`)
    return value
  }
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--') {
      args.push(...left.splice(0))
    } else if (word.startsWith('--')) {
      const at = word.indexOf('=')
      const option = longOption(at < 0 ? word : word.slice(0, at), table)
      const isFlag = table.takes[option] === 'nothing'
      if (isFlag && at >= 0) throw new Unreadable(`--${option} takes no value`)
      put(option, isFlag ? '' : at < 0 ? next(option) : word.slice(at + 1))
    } else if (word.startsWith('-') && word !== '-') {
      for (let letters = word.slice(1); letters !== ''; ) {
        const option = shortOption(letters.charAt(0), table)
        letters = letters.slice(1)
        if (table.takes[option] === 'nothing') put(option, '')
        else {
          put(option, letters === '' ? next(option) : letters)
          letters = ''
        }
      }
    } else {
      args.push(word)
      if (!isMixed) args.push(...left.splice(0))
    }
  }
  return new Options(args, values)
}

function longOption(word: string, { takes }: OptionTable): string {
  const name = word.slice(2)
  if (Object.hasOwn(takes, name)) return name
  const [only, ...others] = Object.keys(takes).filter(option => option.startsWith(name))
  if (only !== undefined && others.length === 0) return only
  throw new Unreadable(`the option ${word} is not known`)
}

function shortOption(letter: string, { short = {} }: OptionTable): string {
  const option = Object.hasOwn(short, letter) ? short[letter] : undefined
  if (option !== undefined) return option
  throw new Unreadable(`the option -${letter} is not known`)
}
