import { Place, type Step } from './place.js'
import { longestReference, withoutReferences } from './reference.js'
import type { Beginning, XmlEvents } from './xml-events.js'

/**
 * Reads XML in the plain form that hubs write, several times faster than a reader of all XML can, and leaves the rest
 * of a message to such a reader where it is something else.
 *
 * Terms. *Plain* are: the XML declaration; elements without attributes, whose names are letters, digits, `_` and `.`;
 * text; references to characters. A *run* is tags that follow one another, with no more between them than a line end
 * or the text of a `<name>`:
 *
 *     </string></value>\n</member>\n<member>\n<name>tag_id</name>\n<value><int>
 *
 * A *place* is the elements that are open. A *step* is what a run does at a place: the tags that matter, and the place
 * where it leads.
 *
 * Premise. What costs time is each operation of JavaScript, the more before it is compiled, and not each character:
 * V8's own search in a text, its slices and comparisons are fast from the start. And a message is few runs that come
 * again and again: 138 of 40,000 in one of 3 MB, and 24 of 25 are the one that came last after the same run.
 *
 * Steps. A message is text and runs in turns.
 *
 *     a chunk holds what no plain text has: it is not plain
 *     text: goes on to the next `<`
 *     run:  the one that came last after the run before it, by comparison
 *           or else one that is known at this place
 *           or else a new one, which is learned: read tag by tag, once
 *
 * What may go on in the next chunk (half a tag, half a reference, `]]`) waits for it. None of these is long, or it is
 * not plain; so a message takes time in proportion to its length in chunks of any size.
 *
 * This only recognises. What it does not know, malformed messages above all, is not plain from the tag or the text on
 * where that shows, and nothing of it was told: whoever reads on from `beginning` says what it is.
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
  // A field, since V8 moves a search into the loop that needs it, and would look through all the text at each tag.
  #refers = false

  /** @param maxDepth how deep elements of a plain message nest */
  constructor(events: XmlEvents, maxDepth: number) {
    this.#events = events
    this.#maxDepth = maxDepth
  }

  /** Where it stands: before `rest`. */
  get beginning(): Beginning {
    return this.#place.beginning(this.#text)
  }

  /** What came and is not told. */
  get rest(): string {
    return this.#rest
  }

  /** Whether a message came, and all of it was told. */
  get isWhole(): boolean {
    return this.#place.isEnd && this.#rest === ''
  }

  /** Tells what it can, and returns whether all that came is plain. If not, it takes no more. */
  write(chunk: string): boolean {
    const text = this.#rest + chunk
    this.#isPlain = !strange.test(chunk) && !text.includes(']]>')
    this.#refers = text.includes('&')
    this.#rest = this.#isPlain ? text.slice(this.#scan(text)) : text
    return this.#isPlain
  }

  /** Returns how much of a text it told. */
  #scan(text: string): number {
    let at = this.#place.isStart ? this.#begin(text) : 0
    if (at === undefined) return 0
    for (let before = -1; at !== before && at < text.length; ) {
      before = at
      if (text.charCodeAt(at) === less) {
        const step = this.#step(text, at)
        if (step === undefined) break
        this.#take(step)
        at += step.run.length
      } else {
        const tag = text.indexOf('<', at)
        const end = tag < 0 ? endOfText(text) : tag
        const piece = text.slice(at, end)
        if (this.#append(piece, this.#refers && piece.includes('&'))) at = end
      }
    }
    return at
  }

  /** Finds the root; not yet where a beginning may be the beginning of one. */
  #begin(text: string): number | undefined {
    const beginning = beforeRoot.exec(text)
    this.#isPlain = beginning !== null || text.length < longestBeginning
    return beginning?.[0].length
  }

  #step(text: string, at: number): Step | undefined {
    const { next } = this.#last
    if (next !== undefined && startsWith(text, next.run, at)) return next
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

  #append(text: string, refers: boolean): boolean {
    const piece = refers ? withoutReferences(text) : text
    this.#isPlain = piece !== undefined && (this.#place.depth > 0 || /^[\t\n ]*$/.test(text))
    if (this.#isPlain) this.#text += piece
    return this.#isPlain
  }
}

const less = 0x3c
/** Answers of hubs take some hundreds. Those that do not end would fill the memory. */
const mostSteps = 4096
const longestBeginning = 100
const longestTag = 40
const strange = /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u
const beforeRoot = /^(?:<\?xml version=(['"])1\.0\1(?: encoding=(['"])utf-8\2)?\?>)?[\t\n ]*(?=<[a-z])/i
const tags = /(?:<(?:name>[^<>&]{0,99}<\/name|\/[a-z][\w.]{0,30}|[a-z][\w.]{0,30}\/?)>\n?){1,16}/iy

// V8 compiles `String.prototype.startsWith` to a loop over the characters, which takes five times as long.
function startsWith(text: string, beginning: string, at: number): boolean {
  return text.slice(at, at + beginning.length) === beginning
}

/** How far a text can be told that is cut short. */
function endOfText(text: string): number {
  const last = text.slice(-longestReference)
  const reference = last.lastIndexOf('&')
  if (reference >= 0 && !last.includes(';', reference)) return text.length - last.length + reference
  if (text.endsWith(']]')) return text.length - 2
  return text.endsWith(']') ? text.length - 1 : text.length
}
