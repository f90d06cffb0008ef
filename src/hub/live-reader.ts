import { canonicalJson } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import { AsOf } from './as-of.js'
import { Batch } from './batch.js'
import type { Caller } from './caller.js'
import { askHubFacts } from './hub-facts.js'
import { LiveRecord } from './live-record.js'
import { askExternalRepo, askFormer, askKnown, askTarget, askUser } from './resource-questions.js'
import { Row } from './row.js'
import { askBuilds, askLatest, type LatestQuestion } from './tag-builds.js'
import { askContents } from './tag-contents.js'
import { readTagHistory } from './tag-history.js'
import { TagReader } from './tag-reader.js'
import type { Further, Wanted } from './wanted.js'
import { areMany, isWorthWhole, tagCount, WholeHub } from './whole-hub.js'

interface Look {
  readonly isWhole: boolean
  /** names of tags that the hub knows, also of deleted ones; all names where it was not asked */
  readonly known: ReadonlySet<string>
}

/** What a whole hub is read for. */
interface WholeReading {
  readonly wanted: Wanted
  /** names of tags that the hub knows */
  readonly known: ReadonlySet<string>
  readonly soon: ((tags: LiveState) => Further) | undefined
}

/** How a hub was read before: as a whole, and the last event before that, or not. */
export type Before = { readonly hub: WholeHub; readonly event: number } | 'tag by tag'

/**
 * Reads live state by name, anonymously, in as many requests as the state has layers, whatever its size:
 *
 *  1. the tags, targets and external repos asked for, and the names of the tags' ancestors;
 *  2. those ancestors, and the tags that the targets use today;
 *  3. the ancestors of the latter, if any are new.
 *
 * Many tags of a small hub are read with everything else that it has, once its facts, its size and the names are known.
 */
export class LiveReader {
  readonly #client: Caller
  readonly #profile: string
  readonly #asOf: AsOf
  readonly #record = new LiveRecord()
  readonly #tags: TagReader
  readonly #latestAsked = new Set<string>()
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
    this.#client = client
    this.#profile = profile
    this.#asOf = new AsOf(at)
    this.#tags = new TagReader(this.#asOf, this.#record)
  }

  /** How the hub was read: whoever reads the same again need not find that out, or not read all of it. */
  get way(): Before {
    return this.#hub === undefined ? 'tag by tag' : { hub: this.#hub, event: this.#record.event }
  }

  /** The ids of the tags that were read, by name. */
  get ids(): ReadonlyMap<string, number> {
    return this.#record.ids
  }

  /**
   * @param soon what else is wanted, as far as it follows from which tags are there: where the hub is read as a whole, it
   *   is asked for at the same time
   */
  async read(wanted: Wanted, soon?: (tags: LiveState) => Further): Promise<LiveState> {
    const [batch, ancestors, tags] = [new Batch(), new Set<string>(), new Set(wanted.tags)]
    askHubFacts(batch, this.#asOf, this.#record)
    for (const name of wanted.packages ?? []) this.#tags.wantList(name)
    const { isWhole, known } = await this.#look(batch, wanted)
    if (isWhole) await this.#readWhole(batch, { wanted, known, soon })
    const isMany = !isWhole && areMany(tags)
    const there = [...tags].filter(name => isWhole || known.has(name))
    if (!isWhole) for (const name of tags) if (!known.has(name)) this.#tags.passOver(name)
    if (isMany) this.#tags.askMany(batch, there)
    else for (const name of there) this.#tags.askWhole(batch, name, ancestors)
    const askFormers = () => {
      for (const name of new Set(wanted.present))
        if (known.has(name) && !this.#record.tags.has(name)) askFormer(batch, name, this.#asOf, this.#record)
    }
    if (!isMany) askFormers()
    if (!isWhole) {
      this.#askBeside(batch, wanted)
      this.#askResources(batch, wanted)
    }
    if (soon !== undefined)
      this.#askFurther(batch, soon(isWhole ? this.#state() : this.#stateOf(known)), ancestors)
    await batch.send(this.#client)
    if (isMany) {
      askFormers()
      this.#tags.askLists(batch, there)
    }
    await this.#readRest(batch, ancestors, [
      ...(isMany ? there.flatMap(name => this.#tags.parentsOf(name)) : []),
      ...[...this.#record.targets.values()].flatMap(({ build_tag, dest_tag }) => [build_tag, dest_tag]),
    ])
    return this.#state()
  }

  /**
   * Adds `tags` and all their descendants to what was read, with what they inherit and the targets built in them.
   * The hub names nearly all of them in one request. Its walk is not quite the way back of inheritance (it
   * leaves out what it first meets too deep, and links of negative depth): the rows tell what it missed.
   */
  async readDescendants(tags: readonly string[]): Promise<LiveState> {
    if (this.#unreadDescendants(tags).length === 0) return this.#state()
    const found = new Set<string>()
    const batch = new Batch()
    for (const tag of this.#hub === undefined ? tags : []) {
      batch.add(
        { method: 'getFullInheritance', params: [tag], named: { reverse: true, ...this.#asOf.named } },
        value => {
          for (const row of Row.list(value, 'getFullInheritance')) found.add(row.text('name'))
        },
      )
    }
    await batch.send(this.#client)
    await this.#readRest(batch, new Set(), [...tags, ...found])
    for (
      let missed = this.#unreadDescendants(tags);
      missed.length > 0;
      missed = this.#unreadDescendants(tags)
    ) {
      await this.#readRest(batch, new Set(), missed)
    }
    return this.#state()
  }

  /**
   * Adds the package lists of tags that were read without them, and what else is wanted, in one request, and in
   * another one what a new source inherits; asks nothing where nothing lacks.
   */
  async readFurther(further: Further): Promise<LiveState> {
    const batch = new Batch()
    const ancestors = new Set<string>()
    this.#askFurther(batch, further, ancestors)
    await batch.send(this.#client)
    await this.#readRest(batch, ancestors, [])
    return this.#state()
  }

  #askFurther(batch: Batch, { packages, sources = [], latest = [] }: Further, ancestors: Set<string>): void {
    for (const source of sources) {
      if (source.packages) this.#tags.wantList(source.tag)
      if (!this.#tags.isWhole(source.tag)) this.#tags.askWhole(batch, source.tag, ancestors)
    }
    for (const name of packages) {
      this.#tags.wantList(name)
      if (this.#record.wasRead(name)) this.#tags.askRows(batch, name)
    }
    this.#askLatest(batch, latest)
  }

  /** The same before any tag was read. */
  #askAhead(batch: Batch, { packages, sources = [], latest = [] }: Further): void {
    for (const name of [
      ...packages,
      ...[...sources].flatMap(({ tag, packages }) => (packages ? [tag] : [])),
    ]) {
      this.#tags.wantList(name)
      this.#tags.askList(batch, name)
    }
    this.#askLatest(batch, latest)
  }

  #askLatest(batch: Batch, latest: Iterable<LatestQuestion>): void {
    for (const question of latest) {
      const key = canonicalJson({ ...question })
      if (!this.#latestAsked.has(key)) askLatest(batch, question, this.#asOf, this.#record)
      this.#latestAsked.add(key)
    }
  }

  /** The names of all tags of the hub: for a hint at what a misspelt name meant, not for planning. */
  async tagNames(): Promise<string[]> {
    const tags = await this.#client.call({ method: 'listTags', params: [] })
    return Row.list(tags, 'listTags').map(row => row.text('name'))
  }

  /**
   * How to read, and which names may be those of tags. Where many tags are wanted, that takes a request, with the facts
   * that are asked for in any case.
   */
  async #look(facts: Batch, wanted: Wanted): Promise<Look> {
    const tags = new Set(wanted.tags)
    const names = new Set([...tags, ...(wanted.present ?? [])])
    // To read again is to look whether all is as it was left, or as it shall be.
    if (this.#before !== undefined) return { isWhole: this.#before !== 'tag by tag', known: names }
    if (this.#asOf.event !== undefined || !areMany(tags)) return { isWhole: false, known: names }
    const known = new Set<string>(wanted.areKnown ? names : [])
    let count = Number.POSITIVE_INFINITY
    facts.add(tagCount, value => {
      if (typeof value === 'number') count = value
    })
    for (const name of names) if (!known.has(name)) askKnown(facts, name, () => known.add(name))
    await facts.send(this.#client)
    return { isWhole: isWorthWhole(tags.size, count), known }
  }

  /** Reads everything that the hub has, and at the same time what follows from the names that it knows. */
  async #readWhole(batch: Batch, { wanted, known, soon }: WholeReading): Promise<void> {
    const ahead = new Batch()
    this.#askBeside(ahead, wanted)
    for (const name of wanted.packages ?? []) if (known.has(name)) this.#tags.askList(ahead, name)
    if (soon !== undefined) this.#askAhead(ahead, soon(this.#stateOf(known)))
    const take = (hub: WholeHub) => {
      this.#hub = hub
      this.#tags.takeFrom(hub)
    }
    const before = this.#before
    if (before === undefined || before === 'tag by tag') WholeHub.ask(batch, take)
    else before.hub.askAgain([batch, ahead], before.event, take)
    // Where tags are new, their targets are, too.
    const areNew = [...wanted.tags].some(name => !known.has(name))
    if (areNew) this.#askResources(ahead, wanted)
    await Promise.all([batch.send(this.#client), ahead.send(this.#client)])
    if (!areNew) this.#askResources(batch, wanted)
  }

  /** What is asked for by name, and tells nothing about tags. */
  #askBeside(batch: Batch, wanted: Wanted): void {
    for (const name of new Set(wanted.users)) askUser(batch, name, this.#record)
    for (const name of new Set(wanted.absent))
      askContents(batch, name, contents => this.#record.contents.set(name, contents))
    for (const question of wanted.builds ?? []) askBuilds(batch, question, this.#asOf, this.#record)
  }

  /** Targets and external repos, as far as the whole hub does not tell them. */
  #askResources(batch: Batch, { targets, external_repos }: Wanted): void {
    const record = this.#record
    for (const name of new Set(targets)) {
      const target = this.#hub?.target(name)
      if (target === undefined) askTarget(batch, name, this.#asOf, record)
      else record.targets.set(name, target)
    }
    for (const name of new Set(external_repos)) {
      const repo = this.#hub?.externalRepo(name)
      if (repo === undefined) askExternalRepo(batch, name, this.#asOf, record)
      else record.externalRepos.set(name, repo)
    }
  }

  /** Tags whose ancestors are named already, and tags whose ancestors are to be found out. */
  async #readRest(batch: Batch, known: ReadonlySet<string>, unknown: readonly string[]): Promise<void> {
    const ancestors = new Set<string>()
    for (const name of new Set(unknown))
      if (!this.#tags.isWhole(name)) this.#tags.askWhole(batch, name, ancestors)
    for (const name of known) this.#tags.askRows(batch, name)
    await batch.send(this.#client)
    const last = new Batch()
    for (const name of ancestors) this.#tags.askRows(last, name)
    await last.send(this.#client)
  }

  #unreadDescendants(tags: readonly string[]): string[] {
    return [...this.#record.familyOf(tags)].filter(tag => !this.#tags.isWhole(tag))
  }

  /** The state so far, with tags of which no more than the names is known. */
  #stateOf(names: Iterable<string>): LiveState {
    const unread = this.#asOf.tables({})
    return {
      ...this.#state(),
      tags: new Map([...names].map(name => [name, readTagHistory(name, unread).tag])),
    }
  }

  #state(): LiveState {
    const { version, event } = this.#record
    const hub = { profile: this.#profile, url: this.#client.url, version: this.#client.version ?? version }
    return this.#record.state(hub, this.#asOf.event ?? event)
  }
}
