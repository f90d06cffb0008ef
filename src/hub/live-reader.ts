import { canonicalJson } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import { AsOf } from './as-of.js'
import { Batch } from './batch.js'
import type { Caller } from './caller.js'
import { askHubFacts } from './hub-facts.js'
import { LiveRecord } from './live-record.js'
import { askExternalRepo, askFormer, askKnown, askTarget, askUser } from './resource-questions.js'
import { Row } from './row.js'
import { askBuilds, askLatest, type BuildQuestion, type LatestQuestion } from './tag-builds.js'
import { askContents } from './tag-contents.js'
import { TagReader } from './tag-reader.js'
import { areMany, isWorthWhole, tagCount, WholeHub } from './whole-hub.js'

/** The names that a reading starts from. */
export interface Wanted {
  readonly tags: Iterable<string>
  readonly targets: Iterable<string>
  /** those to know more of than their URL: who made or deleted them, and which tags use them */
  readonly external_repos?: Iterable<string>
  /** those of the tags that shall be there: of one that was deleted, one wants to know by whom */
  readonly present?: Iterable<string>
  /** those of the tags that shall go: what they hold is counted */
  readonly absent?: Iterable<string>
  /** those of the tags whose package lists are read, with the lists of all their ancestors */
  readonly packages?: Iterable<string>
  /** builds that may be tagged in tags themselves */
  readonly builds?: Iterable<BuildQuestion>
  /** users that may own packages */
  readonly users?: Iterable<string>
}

/** What is read beside, once the tags that were asked for are known. */
export interface Further {
  /** tags whose package lists are read */
  readonly packages: Iterable<string>
  /** tags to read with all that they inherit, and whether their package lists are */
  readonly sources?: Iterable<{ readonly tag: string; readonly packages: boolean }>
  /** latest builds */
  readonly latest?: Iterable<LatestQuestion>
}

/** A whole hub, and the last event before it was read. */
export interface Before {
  readonly hub: WholeHub
  readonly event: number
}

/**
 * Reads live state by name, anonymously, in as many requests as the state has layers, whatever its size:
 *
 *  1. the tags, targets and external repos asked for, and the names of the tags' ancestors;
 *  2. those ancestors, and the tags that the targets use today;
 *  3. the ancestors of the latter, if any are new.
 *
 * Many tags of a small hub are read with everything else that it has, after its facts and size.
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
   * @param before the hub as a whole, if it was read so: what has been written since is read, and no more
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

  /** The hub as a whole, if it was read so. */
  get whole(): Before | undefined {
    return this.#hub && { hub: this.#hub, event: this.#record.event }
  }

  /** The ids of the tags that were read, by name. */
  get ids(): ReadonlyMap<string, number> {
    return this.#record.ids
  }

  /**
   * @param soon what else is wanted, as far as the tags alone tell it: where these are known before anything else,
   *   it is asked for in the same request
   */
  async read(wanted: Wanted, soon?: (tags: LiveState) => Further): Promise<LiveState> {
    const record = this.#record
    const batch = new Batch()
    askHubFacts(batch, this.#asOf, record)
    const hub = await this.#wholeHub(batch, new Set(wanted.tags))
    for (const name of wanted.packages ?? []) this.#tags.wantList(name)
    for (const name of new Set(wanted.users)) askUser(batch, name, record)
    const ancestors = new Set<string>()
    for (const name of new Set(wanted.tags)) this.#tags.askWhole(batch, name, ancestors)
    const former: string[] = []
    for (const name of new Set(wanted.present)) {
      if (hub === undefined) askFormer(batch, name, this.#asOf, record)
      else if (!record.tags.has(name)) askKnown(batch, name, () => former.push(name))
    }
    for (const name of new Set(wanted.absent)) {
      askContents(batch, name, contents => record.contents.set(name, contents))
    }
    for (const question of wanted.builds ?? []) askBuilds(batch, question, this.#asOf, record)
    for (const name of new Set(wanted.targets)) {
      const target = hub?.target(name)
      if (target === undefined) askTarget(batch, name, this.#asOf, record)
      else record.targets.set(name, target)
    }
    for (const name of new Set(wanted.external_repos)) {
      const repo = hub?.externalRepo(name)
      if (repo === undefined) askExternalRepo(batch, name, this.#asOf, record)
      else record.externalRepos.set(name, repo)
    }
    if (hub !== undefined && soon !== undefined) this.#askFurther(batch, soon(this.#state()), ancestors)
    await batch.send(this.#client)
    for (const name of former) askFormer(batch, name, this.#asOf, record)
    await batch.send(this.#client)
    await this.#readRest(
      ancestors,
      [...record.targets.values()].flatMap(({ build_tag, dest_tag }) => [build_tag, dest_tag]),
    )
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
    await this.#readRest(new Set(), [...tags, ...found])
    for (
      let missed = this.#unreadDescendants(tags);
      missed.length > 0;
      missed = this.#unreadDescendants(tags)
    ) {
      await this.#readRest(new Set(), missed)
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
    await this.#readRest(ancestors, [])
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
   * Everything that the hub has, where that is the faster way to read so many tags. It takes a request to know, with
   * the facts that are asked for in any case.
   */
  async #wholeHub(facts: Batch, tags: ReadonlySet<string>): Promise<WholeHub | undefined> {
    if (this.#asOf.event !== undefined || !areMany(tags)) return undefined
    const take = (hub: WholeHub) => {
      this.#hub = hub
      this.#tags.takeFrom(hub)
    }
    if (this.#before !== undefined) this.#before.hub.askAgain(facts, this.#before.event, take)
    else {
      let count = Number.POSITIVE_INFINITY
      facts.add(tagCount, value => {
        if (typeof value === 'number') count = value
      })
      await facts.send(this.#client)
      if (!isWorthWhole(tags.size, count)) return undefined
      WholeHub.ask(facts, take)
    }
    await facts.send(this.#client)
    return this.#hub
  }

  /** Tags whose ancestors are named already, and tags whose ancestors are to be found out. */
  async #readRest(known: ReadonlySet<string>, unknown: readonly string[]): Promise<void> {
    const ancestors = new Set<string>()
    const batch = new Batch()
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

  #state(): LiveState {
    const { version, event } = this.#record
    const hub = { profile: this.#profile, url: this.#client.url, version: this.#client.version ?? version }
    return this.#record.state(hub, this.#asOf.event ?? event)
  }
}
