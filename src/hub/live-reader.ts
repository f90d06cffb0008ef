import type { LiveState } from '../koji/live-state.js'
import { AsOf } from './as-of.js'
import { Batch } from './batch.js'
import type { Caller } from './caller.js'
import { askHubFacts } from './hub-facts.js'
import { allNames, askNames } from './known-names.js'
import { Reading } from './reading.js'
import { Row } from './row.js'
import { readTagByTag } from './tag-by-tag.js'
import type { Further, Wanted } from './wanted.js'
import { areMany, isWorthWhole, tagCount, type WholeHub } from './whole-hub.js'
import { readWholeHub } from './whole-reading.js'

/** How a hub was read before: as a whole, and the last event before that, or not. */
export type Before = { readonly hub: WholeHub; readonly event: number } | 'tag by tag'

/**
 * Reads live state by name, anonymously: many tags of a small hub with everything else that it has, others tag by tag.
 * Where many are wanted, the hub is asked for its size first, and at the same time which of the names it knows.
 */
export class LiveReader {
  readonly #reading: Reading
  readonly #before: Before | undefined
  #hub: WholeHub | undefined

  /**
   * @param at the event as of which all is read; now, if it is left out. What keeps no history is of today in any case:
   *   permissions, users, names, and what the tags hold that shall go
   * @param before how the same was read before: of a whole hub what has been written since is read, and no more
   */
  constructor(
    client: Caller,
    profile: string,
    { at, before }: { readonly at?: number | undefined; readonly before?: Before | undefined } = {},
  ) {
    this.#before = before
    this.#reading = new Reading(client, profile, new AsOf(at))
  }

  /** How the hub was read: whoever reads the same again need not find that out, or not read all of it. */
  get way(): Before {
    return this.#hub === undefined ? 'tag by tag' : { hub: this.#hub, event: this.#reading.record.event }
  }

  /** The ids of the tags that were read, by name. */
  get ids(): ReadonlyMap<string, number> {
    return this.#reading.record.ids
  }

  /**
   * @param soon what else is wanted, as far as it follows from which tags are there: it is asked for at the same time
   */
  async read(wanted: Wanted, soon?: (tags: LiveState) => Further): Promise<LiveState> {
    const reading = this.#reading
    const { tags, asOf, record } = reading
    const facts = new Batch()
    askHubFacts(facts, asOf, record)
    for (const name of wanted.packages ?? []) tags.wantList(name)
    const mustLook = this.#before === undefined && asOf.event === undefined && areMany(new Set(wanted.tags))
    const mustAsk = mustLook && !wanted.areKnown
    const known = mustAsk ? askNames(wanted, reading) : Promise.resolve(allNames(wanted))
    const read = async () => {
      const request = { wanted, soon, facts, known }
      const isWhole = mustLook ? await this.#isWorthWhole(facts, wanted) : typeof this.#before === 'object'
      if (!isWhole) return readTagByTag(reading, request)
      const before = typeof this.#before === 'object' ? this.#before : undefined
      this.#hub = await readWholeHub(reading, { ...request, before })
    }
    await Promise.all([known, read()])
    return reading.state
  }

  /**
   * Adds `tags` and all their descendants to what was read, with what they inherit and the targets built in them.
   * The hub names nearly all of them in one request. Its walk is not quite the way back of inheritance (it
   * leaves out what it first meets too deep, and links of negative depth): the rows tell what it missed.
   */
  async readDescendants(tags: readonly string[]): Promise<LiveState> {
    const reading = this.#reading
    if (this.#unreadDescendants(tags).length === 0) return reading.state
    const found = new Set<string>()
    const batch = new Batch()
    for (const tag of this.#hub === undefined ? tags : []) {
      batch.add(
        { method: 'getFullInheritance', params: [tag], named: { reverse: true, ...reading.asOf.named } },
        value => {
          for (const row of Row.list(value, 'getFullInheritance')) found.add(row.text('name'))
        },
      )
    }
    await batch.send(reading.client)
    let unread = [...tags, ...found]
    while (unread.length > 0) {
      await reading.readRest(batch, new Set(), unread)
      unread = this.#unreadDescendants(tags)
    }
    return reading.state
  }

  /**
   * Adds the package lists of tags that were read without them, and what else is wanted, in one request, and in
   * another one what a new source inherits; asks nothing where nothing lacks.
   */
  async readFurther(further: Further): Promise<LiveState> {
    const reading = this.#reading
    const [batch, ancestors] = [new Batch(), new Set<string>()]
    reading.askFurther(batch, further, ancestors)
    await batch.send(reading.client)
    await reading.readRest(batch, ancestors, [])
    return reading.state
  }

  /** The names of all tags of the hub: for a hint at what a misspelt name meant, not for planning. */
  async tagNames(): Promise<string[]> {
    const tags = await this.#reading.client.call({ method: 'listTags', params: [] })
    return Row.list(tags, 'listTags').map(row => row.text('name'))
  }

  /** Whether all of the hub is read sooner than these tags alone; sends the facts with the question. */
  async #isWorthWhole(facts: Batch, wanted: Wanted): Promise<boolean> {
    let count = Number.POSITIVE_INFINITY
    facts.add(tagCount, value => {
      if (typeof value === 'number') count = value
    })
    await facts.send(this.#reading.client)
    return isWorthWhole(new Set(wanted.tags).size, count)
  }

  #unreadDescendants(tags: readonly string[]): string[] {
    return [...this.#reading.record.familyOf(tags)].filter(tag => !this.#reading.tags.isWhole(tag))
  }
}
