import { type FrameKind, frameOf, isHeeded } from './message-builder.js'
import type { Beginning } from './xml-events.js'

/** What a run of tags means where it stands. */
export interface Step {
  readonly run: string
  /** those of its tags that matter */
  readonly first: Tag | undefined
  readonly to: Place
  /** what stands after its last tag */
  readonly text: string
  /** what came after it when it came last */
  next: Step | undefined
}

export interface Tag {
  readonly name: string
  readonly opens: boolean
  /** what stands before it; undefined for what stands before the run */
  readonly text: string | undefined
  next: Tag | undefined
}

/** Where in a message something stands: the elements that are open. */
export class Place {
  readonly depth: number
  readonly #name: string
  readonly #outer: Place | undefined
  readonly #opened: string
  // what the element holds values as, or else the one around it that does
  readonly #frame: FrameKind | undefined
  readonly #isFrame: boolean
  readonly #isHeeded: boolean
  readonly #places = new Map<string, Place>()
  readonly #steps = new Map<string, Step>()

  private constructor(name: string, outer: Place | undefined, opened: string) {
    this.depth = outer === undefined ? 0 : outer.depth + 1
    this.#name = name
    this.#outer = outer
    this.#opened = opened
    const around = outer === undefined ? undefined : outer.#frame
    const own = frameOf(name, around)
    this.#frame = own ?? around
    this.#isFrame = own !== undefined
    this.#isHeeded = this.#isFrame || isHeeded(name, around)
  }

  static atStart(): Place {
    return new Place('', undefined, '')
  }

  get isStart(): boolean {
    return this.#opened === ''
  }

  /** Whether the root is closed. */
  get isEnd(): boolean {
    return this.depth === 0 && !this.isStart
  }

  /** For whoever reads on here. */
  beginning(text: string): Beginning {
    return { opened: this.#opened, depth: this.depth, text }
  }

  known(run: string): Step | undefined {
    return this.#steps.get(run)
  }

  /** Learns what a run means here; less of it where its tags do not match or nest deeper, undefined for none of it. */
  learn(run: string, maxDepth: number): Step | undefined {
    const tags: Tag[] = []
    let to: Place = this
    let text: string | undefined
    let length = 0
    for (const [all, slash, name = '', empty, after = ''] of run.matchAll(/<(\/?)([\w.]+)(\/?)>([^<]*)/g)) {
      if (slash === '') {
        if (to.isEnd || to.depth === maxDepth) break
        to = to.#inside(name)
        if (to.depth === 1 || to.#isFrame) tags.push({ name, opens: true, text, next: undefined })
        if (empty !== '') text = ''
      }
      if (slash !== '' || empty !== '') {
        if (to.#name !== name || to.#outer === undefined) break
        if (to.#isHeeded) tags.push({ name, opens: false, text, next: undefined })
        to = to.#after(to.#outer)
      }
      text = after
      length += all.length
    }
    if (length === 0) return
    for (const [index, tag] of tags.entries()) tag.next = tags[index + 1]
    const step = {
      run: run.slice(0, length),
      first: tags[0],
      to,
      text: text ?? '',
      next: undefined,
    }
    this.#steps.set(step.run, step)
    return step
  }

  #inside(name: string): Place {
    const known = this.#places.get(name)
    if (known !== undefined) return known
    const place = new Place(name, this, `${this.#opened}<${name}>`)
    this.#places.set(name, place)
    return place
  }

  #after(outer: Place): Place {
    return outer.isStart ? new Place('', undefined, `<${this.#name}/>`) : outer
  }
}
