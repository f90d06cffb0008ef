import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type Scalar, type YAMLMap } from 'yaml'
import { wireProblem } from '../koji/wire-text.js'
import type { Entry, ListNode, MapNode, Node, ScalarNode } from './node.js'
import { quote } from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import { type Place, type SourceFile, toSource } from './source-file.js'

/** How deep lists and mappings may nest: far beyond use, far from any stack's end. */
export const maxNesting = 100
/** How many values aliases may stand for in one file, all together. */
const maxAliased = 10_000

const jsonTags = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map(tag => `tag:yaml.org,2002:${tag}`),
)

interface Anchored {
  readonly node: Node
  /** how many values it holds, itself included */
  readonly size: number
  /** how many levels it holds */
  readonly height: number
}

/** Builds the sourced tree of one document; refuses what is YAML but not JSON. */
export class TreeBuilder {
  readonly #anchors = new Map<string, Anchored>()
  #size = 0
  #aliased = 0

  constructor(
    readonly file: SourceFile,
    readonly report: Report,
  ) {}

  build(yaml: ParsedNode, path: Path = []): Node {
    const place = this.#place(yaml.range[0])
    if (path.length > maxNesting) {
      this.report(place, path.slice(0, 5), `nested deeper than ${maxNesting} levels`)
      return nothing(place)
    }
    if (isAlias(yaml)) return this.#alias(yaml.source, place, path)
    if (yaml.tag !== undefined && !jsonTags.has(yaml.tag)) {
      this.report(place, path, `expected a JSON value, found one tagged ${quote(yaml.tag)}`)
      return nothing(place)
    }
    const before = this.#size
    this.#size += 1
    const node = this.#content(yaml, place, path)
    if (yaml.anchor !== undefined) this.#anchor(yaml.anchor, node, this.#size - before)
    return node
  }

  #anchor(name: string, node: Node, size: number): void {
    this.#anchors.set(name, { node, size, height: heightOf(node) })
  }

  #content(yaml: ParsedNode, place: Place, path: Path): Node {
    if (isMap(yaml)) return this.#map(yaml, place, path)
    if (isSeq(yaml)) return this.#list(yaml.items, place, path)
    return isScalar(yaml) ? this.#scalar(yaml, place, path) : nothing(place)
  }

  #list(items: readonly ParsedNode[], place: Place, path: Path): ListNode {
    return {
      kind: 'list',
      items: items.map((item, index) => this.build(item, [...path, index])),
      place,
    }
  }

  #map(yaml: YAMLMap.Parsed, place: Place, path: Path): MapNode {
    const entries = new Map<string, Entry>()
    for (const pair of yaml.items) {
      const key = this.#key(pair, path)
      if (key === undefined) continue
      const [name, at] = key
      const value = this.#value(pair.value, at, [...path, name])
      const first = entries.get(name)
      if (first === undefined) entries.set(name, { place: at, value })
      else
        this.report(at, [...path, name], `the key ${quote(name)} is already there, in ${lineOf(first.place)}`)
    }
    return { kind: 'map', entries, place }
  }

  // `key:` with nothing after the colon has the key's place, the only one that people see.
  #value(yaml: ParsedNode | null, key: Place, path: Path): Node {
    if (yaml === null) return nothing(key)
    const isEmpty = isScalar(yaml) && yaml.source === '' && yaml.type === 'PLAIN'
    return isEmpty && yaml.tag === undefined && yaml.anchor === undefined
      ? nothing(key)
      : this.build(yaml, path)
  }

  #key({ key }: Pair<ParsedNode, ParsedNode | null>, path: Path): [string, Place] | undefined {
    const at = this.#place(key.range[0])
    if (!isScalar(key) || (key.tag !== undefined && !jsonTags.has(key.tag))) {
      this.report(at, path, 'expected a plain name as key')
      return undefined
    }
    if (key.value === null) {
      this.report(at, path, 'expected a name before the colon, found none')
      return undefined
    }
    if (key.value === '<<' && key.type === 'PLAIN') {
      const hint = 'use an alias for a whole value, or a template'
      this.report(at, path, 'merge keys (`<<`) are not part of YAML 1.2', hint)
      return undefined
    }
    return [typeof key.value === 'string' ? key.value : (key.source ?? String(key.value)), at]
  }

  #scalar(yaml: Scalar.Parsed, place: Place, path: Path): ScalarNode {
    const { value } = yaml
    const written = yaml.source
    if (typeof value === 'number' && !(Number.isFinite(value) && isExact(value))) {
      this.report(place, path, `${written} is no number that JSON can carry`, `as text, write "${written}"`)
      return nothing(place)
    }
    const problem = typeof value === 'string' ? wireProblem(value) : undefined
    if (problem !== undefined) this.report(place, path, `no hub can be told this: ${problem}`, 'take it out')
    if (
      value === null ||
      typeof value === 'boolean' ||
      typeof value === 'number' ||
      typeof value === 'string'
    ) {
      return { kind: 'scalar', value, written, place }
    }
    this.report(place, path, 'expected a JSON value')
    return nothing(place)
  }

  // An alias stands for the very value of its anchor, and has its place: there it is written.
  #alias(name: string, place: Place, path: Path): Node {
    const anchored = this.#anchors.get(name)
    if (anchored === undefined) {
      this.report(place, path, `the alias *${name} has no anchor &${name} before it`)
      return nothing(place)
    }
    if (path.length + anchored.height > maxNesting) {
      this.report(place, path.slice(0, 5), `nested deeper than ${maxNesting} levels`)
      return nothing(place)
    }
    this.#size += anchored.size
    this.#aliased += anchored.size
    if (this.#aliased <= maxAliased) return anchored.node
    if (this.#aliased - anchored.size <= maxAliased) {
      this.report(place, path, `too many aliases: they stand for more than ${maxAliased} values`)
    }
    return nothing(place)
  }

  #place(offset: number): Place {
    return { file: this.file, offset }
  }
}

// Beyond 2^53 neighbouring integers can no longer be told apart.
function isExact(value: number): boolean {
  return !Number.isInteger(value) || Number.isSafeInteger(value)
}

function heightOf(node: Node): number {
  if (node.kind === 'scalar') return 1
  const children = node.kind === 'list' ? node.items : [...node.entries.values()].map(entry => entry.value)
  return 1 + Math.max(0, ...children.map(heightOf))
}

function nothing(place: Place): ScalarNode {
  return { kind: 'scalar', value: null, written: '', place }
}

function lineOf(place: Place): string {
  return `line ${toSource(place).line}`
}
