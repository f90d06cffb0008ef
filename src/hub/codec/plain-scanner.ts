import { Place, type Step } from './place.js'
import { longestReference, withoutReferences } from './reference.js'
import type { Beginning } from './strict-scanner.js'
import type { XmlEvents } from './xml-events.js'

/**
 * Reads XML in the plain form that hubs write, several times faster than a reader of all XML can.
 */
export class PlainScanner {
  readonly #events: XmlEvents
  readonly #maxDepth: number
  #place = Place.atStart()
  #last: { next: Step | undefined } = { next: undefined }
  #learned = 0
  #text = ''
  #rest = ''
  #isPlain = true

  /** @param maxDepth how deep elements of a plain message nest */
  constructor(events: XmlEvents, maxDepth: number) {
    this.#events = events
    this.#maxDepth = maxDepth
  }

  /** Where it stands: before `rest`. */
  get beginning(): Beginning {
    return this.#place.beginning(this.#text)
  }

  /** What came, and is not told: it is not plain, or only the beginning of a tag or a reference. */
  get rest(): string {
    return this.#rest
  }

  /** Whether a message came, all of it. */
  get isWhole(): boolean {
    return this.#place.isEnd && this.#rest === ''
  }

  /** Tells what it can of what came, and returns whether that is plain. If not, it takes no more. */
  write(chunk: string): boolean {
    const text = this.#rest + chunk
    this.#isPlain = !strange.test(chunk) && !text.includes(']]>')
    this.#rest = this.#isPlain ? text.slice(this.#scan(text)) : text
    return this.#isPlain
  }

  /** Returns how much of a text it could tell. */
  #scan(text: string): number {
    let at = this.#place.isStart ? this.#begin(text) : 0
    if (at === undefined) return 0
    let ampersand = text.indexOf('&')
    for (let last = -1; at < text.length && at !== last; ) {
      last = at
      if (text.charCodeAt(at) === less) {
        const { next } = this.#last
        const step = next !== undefined && text.startsWith(next.run, at) ? next : this.#step(text, at)
        if (step !== undefined) {
          this.#take(step)
          at += step.run.length
        }
      } else {
        const tag = text.indexOf('<', at)
        const end = tag < 0 ? endOfText(text) : tag
        if (ampersand >= 0 && ampersand < at) ampersand = text.indexOf('&', at)
        const piece = text.slice(at, end)
        if (this.#append(ampersand >= 0 && ampersand < end ? withoutReferences(piece) : piece)) at = end
      }
    }
    return at
  }

  /** Finds the root. */
  #begin(text: string): number | undefined {
    const beginning = prolog.exec(text)
    this.#isPlain = beginning !== null || text.length < longestProlog
    return beginning?.[0].length
  }

  /** The run of tags that begins here. */
  #step(text: string, at: number): Step | undefined {
    tags.lastIndex = at
    if (tags.test(text)) {
      const run = text.slice(at, tags.lastIndex)
      const step = this.#place.known(run) ?? this.#learn(run)
      this.#last.next = step
      this.#isPlain = step !== undefined
      return step
    }
    this.#isPlain = text.length - at < longestTag && !text.includes('>', at)
    return
  }

  #learn(run: string): Step | undefined {
    this.#learned += 1
    return this.#learned > mostSteps ? undefined : this.#place.learn(run, this.#maxDepth)
  }

  #take(step: Step): void {
    const before = this.#text
    for (let tag = step.first; tag !== undefined; tag = tag.next) {
      if (tag.opens) this.#events.open(tag.name)
      else this.#events.close(tag.name, tag.text ?? before)
    }
    this.#text = step.text
    this.#place = step.to
    this.#last = step
  }

  #append(piece: string | undefined): boolean {
    this.#isPlain = piece !== undefined && (this.#place.depth > 0 || !/[^\t\n ]/.test(piece))
    if (this.#isPlain) this.#text += piece
    return this.#isPlain
  }
}

const less = 0x3c
const mostSteps = 4096
const longestProlog = 100
const longestTag = 40
const strange = /[^\t\n\x20-\uD7FF\uE000-\uFFFD]/
const prolog = /^(?:<\?xml version=(['"])1\.0\1(?: encoding=(['"])utf-8\2)?\?>)?[\t\n ]*(?=<[a-z])/i
const tags = /(?:<(?:name>[^<>&]{0,99}<\/name|\/[a-z][\w.]{0,30}|[a-z][\w.]{0,30}\/?)>\n?){1,16}/iy

/** How far a text can be told that is cut short: `]]` may become the `]]>` that XML forbids. */
function endOfText(text: string): number {
  const last = text.slice(-longestReference)
  const reference = last.lastIndexOf('&')
  if (reference >= 0 && !last.includes(';', reference)) return text.length - last.length + reference
  if (text.endsWith(']]')) return text.length - 2
  return text.endsWith(']') ? text.length - 1 : text.length
}
