import { canonicalJson } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import type { AsOf } from './as-of.js'
import { Batch } from './batch.js'
import type { Caller } from './caller.js'
import type { KnownNames } from './known-names.js'
import { LiveRecord } from './live-record.js'
import { askExternalRepo, askFormer, askTarget, askUser } from './resource-questions.js'
import { askBuilds, askLatest, type LatestQuestion } from './tag-builds.js'
import { askContents } from './tag-contents.js'
import { readTagHistory } from './tag-history.js'
import { TagReader } from './tag-reader.js'
import type { Further, Wanted } from './wanted.js'

/** What a reading has asked so far, each question once, and what the answers told. */
export class Reading {
  readonly record = new LiveRecord()
  readonly tags: TagReader
  readonly #latestAsked = new Set<string>()

  constructor(
    readonly client: Caller,
    readonly profile: string,
    readonly asOf: AsOf,
  ) {
    this.tags = new TagReader(asOf, this.record)
  }

  /** What is asked for by name, and tells nothing about tags. */
  askBeside(batch: Batch, { users, absent, builds = [] }: Wanted, { tags }: KnownNames): void {
    for (const name of new Set(users)) askUser(batch, name, this.record)
    for (const name of new Set(absent))
      askContents(batch, name, contents => this.record.contents.set(name, contents))
    for (const question of builds)
      if (tags.has(question.tag)) askBuilds(batch, question, this.asOf, this.record)
  }

  askResources(batch: Batch, { targets, external_repos }: Wanted): void {
    for (const name of new Set(targets)) askTarget(batch, name, this.asOf, this.record)
    for (const name of new Set(external_repos)) askExternalRepo(batch, name, this.asOf, this.record)
  }

  /** Who deleted tags that shall be there, and were once. */
  askFormers(batch: Batch, { present }: Wanted, known: KnownNames): void {
    for (const name of new Set(present))
      if (known.tags.has(name) && !this.record.tags.has(name)) askFormer(batch, name, this.asOf, this.record)
  }

  askFurther(batch: Batch, { packages, sources = [], latest = [] }: Further, ancestors: Set<string>): void {
    for (const source of sources) {
      if (source.packages) this.tags.wantList(source.tag)
      if (!this.tags.isWhole(source.tag)) this.tags.askWhole(batch, source.tag, ancestors)
    }
    for (const name of packages) {
      this.tags.wantList(name)
      if (this.record.wasRead(name)) this.tags.askRows(batch, name)
    }
    this.#askLatest(batch, latest)
  }

  /** The same of tags that are being read meanwhile. */
  askFurtherAhead(batch: Batch, { packages, sources = [], latest = [] }: Further): void {
    const listed = [...sources].filter(({ packages }) => packages).map(({ tag }) => tag)
    for (const name of [...packages, ...listed]) {
      this.tags.wantList(name)
      this.tags.askList(batch, name)
    }
    this.#askLatest(batch, latest)
  }

  /** Tags whose ancestors are named already, and tags whose ancestors are to be found out. */
  async readRest(batch: Batch, named: ReadonlySet<string>, unnamed: readonly string[]): Promise<void> {
    const ancestors = new Set<string>()
    for (const name of new Set(unnamed))
      if (!this.tags.isWhole(name)) this.tags.askWhole(batch, name, ancestors)
    for (const name of named) this.tags.askRows(batch, name)
    await batch.send(this.client)
    const last = new Batch()
    for (const name of ancestors) this.tags.askRows(last, name)
    await last.send(this.client)
  }

  /** The tags that the targets use which were read so far. */
  get tagsOfTargets(): string[] {
    return [...this.record.targets.values()].flatMap(({ build_tag, dest_tag }) => [build_tag, dest_tag])
  }

  /** The state so far. */
  get state(): LiveState {
    const { version, event } = this.record
    const hub = { profile: this.profile, url: this.client.url, version: this.client.version ?? version }
    return this.record.state(hub, this.asOf.event ?? event)
  }

  /** The state so far, with tags of which no more than the names is known. */
  stateOf({ tags }: KnownNames): LiveState {
    const unread = this.asOf.tables({})
    return { ...this.state, tags: new Map([...tags].map(name => [name, readTagHistory(name, unread).tag])) }
  }

  #askLatest(batch: Batch, latest: Iterable<LatestQuestion>): void {
    for (const question of latest) {
      const key = canonicalJson({ ...question })
      if (!this.#latestAsked.has(key)) askLatest(batch, question, this.asOf, this.record)
      this.#latestAsked.add(key)
    }
  }
}
