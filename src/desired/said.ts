import { byKey, canonicalJson } from '../koji/json.js'
import { formatSource } from '../koji/source.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import { type Place, toSource } from './source-file.js'

/** What a file says of a name. */
interface Saying<T> {
  readonly value: T
  /** the same in words that complete "bash is …": `listed`, `blocked` */
  readonly words: string
  readonly place: Place
  readonly path: Path
}

/** What a file says of some names. To say the same twice is harmless; to say different things is reported. */
export class Said<T> {
  readonly #sayings = new Map<string, Saying<T>>()

  constructor(readonly report: Report) {}

  add(name: string, saying: Saying<T>): void {
    const first = this.#sayings.get(name)
    if (first === undefined) this.#sayings.set(name, saying)
    else if (canonicalJson(first.value) !== canonicalJson(saying.value)) this.#contradict(name, saying, first)
  }

  /** What is said of each name; in the order of the names. */
  values(): [string, T][] {
    return [...this.#sayings].map(([name, { value }]): [string, T] => [name, value]).sort(byKey)
  }

  #contradict(name: string, { words, place, path }: Saying<T>, first: Saying<T>): void {
    const how = first.words === words ? `${words} with other options` : first.words
    const where = formatSource(toSource(first.place))
    this.report(place, path, `${name} is ${words} here, and ${how} at ${where}`, 'keep one')
  }
}
