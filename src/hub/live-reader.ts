import type { Call } from '../koji/call.js'
import { compareText } from '../koji/json.js'
import type {
  LiveExternalRepo,
  LiveState,
  LiveTag,
  LiveTarget,
  Origin,
  TagContents,
} from '../koji/live-state.js'
import { AsOf } from './as-of.js'
import { Batch } from './batch.js'
import type { Caller } from './caller.js'
import type { RpcValue } from './codec/value.js'
import { askNewest, isUnknownName } from './history-query.js'
import { packageTables, readPackages } from './package-history.js'
import { Row } from './row.js'
import { askContents } from './tag-contents.js'
import { readOrigin, readTagHistory, tagTables } from './tag-history.js'

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
  /** users that may own packages */
  readonly users?: Iterable<string>
}

/**
 * Reads live state by name, anonymously, in as many requests as the state has layers, whatever its size:
 *
 *  1. the tags, targets and external repos asked for, and the names of the tags' ancestors;
 *  2. those ancestors, and the tags that the targets use today;
 *  3. the ancestors of the latter, if any are new.
 *
 * Ids that the answers tell are remembered here and nowhere else.
 */
export class LiveReader {
  readonly #client: Caller
  readonly #profile: string
  readonly #asOf: AsOf
  readonly #tags = new Map<string, LiveTag>()
  readonly #leftovers = new Map<string, LiveTag>()
  readonly #targets = new Map<string, LiveTarget>()
  readonly #repos = new Map<string, LiveExternalRepo>()
  readonly #former = {
    tags: new Map<string, Origin>(),
    targets: new Map<string, Origin>(),
    external_repos: new Map<string, Origin>(),
  }
  readonly #contents = new Map<string, TagContents>()
  readonly #children = new Map<string, readonly string[]>()
  /** tags that were read with the names of their ancestors and the targets around them */
  readonly #whole = new Set<string>()
  readonly #ids = new Map<string, number>()
  /** tags whose package lists are wanted, and those that have been asked for them */
  readonly #listWanted = new Set<string>()
  readonly #listAsked = new Set<string>()
  readonly #users = new Set<string>()
  #permissions: ReadonlySet<string> = new Set()
  #maven = false
  #event = 0
  #version = 'unknown'

  /**
   * @param at the event as of which tags are read, with what is around them; now, if it is left out. Targets and
   *   external repos that are asked for by name, and what became of former ones, are of today in any case
   */
  constructor(client: Caller, profile: string, { at }: { readonly at?: number | undefined } = {}) {
    this.#client = client
    this.#profile = profile
    this.#asOf = new AsOf(at)
  }

  /** The ids of the tags that were read, by name. */
  get ids(): ReadonlyMap<string, number> {
    return this.#ids
  }

  async read(wanted: Wanted): Promise<LiveState> {
    const { tags, targets, external_repos = [], packages = [], users = [] } = wanted
    const batch = new Batch()
    this.#askHub(batch)
    for (const name of packages) this.#listWanted.add(name)
    for (const name of new Set(users)) this.#askUser(batch, name)
    const ancestors = new Set<string>()
    for (const name of new Set(tags)) this.#askTag(batch, name, ancestors)
    for (const name of new Set(wanted.present)) {
      askNewest(batch, 'tags', name, { revoked: deletion => this.#former.tags.set(name, deletion) })
    }
    for (const name of new Set(wanted.absent)) {
      askContents(batch, name, contents => this.#contents.set(name, contents))
    }
    for (const name of new Set(targets)) this.#askTarget(batch, name)
    for (const name of new Set(external_repos)) this.#askRepo(batch, name)
    await batch.send(this.#client)
    await this.#readRest(
      ancestors,
      [...this.#targets.values()].flatMap(({ build_tag, dest_tag }) => [build_tag, dest_tag]),
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
    for (const tag of tags) {
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

  /** Adds the package lists of tags that were read without them; asks nothing where none lacks. */
  async readPackages(tags: readonly string[]): Promise<LiveState> {
    const batch = new Batch()
    for (const name of tags) {
      this.#listWanted.add(name)
      if (this.#wasRead(name)) this.#askList(batch, name)
    }
    await batch.send(this.#client)
    return this.#state()
  }

  /** The names of all tags of the hub: for a hint at what a misspelt name meant, not for planning. */
  async tagNames(): Promise<string[]> {
    const tags = await this.#client.call({ method: 'listTags', params: [] })
    return Row.list(tags, 'listTags').map(row => row.text('name'))
  }

  /** Tags whose ancestors are named already, and tags whose ancestors are to be found out. */
  async #readRest(known: ReadonlySet<string>, unknown: readonly string[]): Promise<void> {
    const ancestors = new Set<string>()
    const batch = new Batch()
    const whole = new Set(unknown)
    for (const name of whole) if (!this.#whole.has(name)) this.#askTag(batch, name, ancestors)
    for (const name of known) {
      if (this.#wasRead(name)) this.#askList(batch, name)
      else if (!whole.has(name)) this.#askRows(batch, name)
    }
    await batch.send(this.#client)
    const last = new Batch()
    for (const name of ancestors) if (!this.#wasRead(name)) this.#askRows(last, name)
    await last.send(this.#client)
  }

  #askHub(batch: Batch): void {
    batch.add({ method: 'getLastEvent', params: [] }, value => {
      this.#event = Row.from(value, 'getLastEvent').integer('id')
    })
    batch.add({ method: 'getAllPerms', params: [] }, value => {
      this.#permissions = new Set(Row.list(value, 'getAllPerms').map(row => row.text('name')))
    })
    // A hub that does not know the question has no Maven either.
    const maven: Call = { method: 'mavenEnabled', params: [] }
    batch.add(
      maven,
      value => {
        this.#maven = value === true
      },
      () => true,
    )
    // All of them in one answer: a hub has tens, and which ones its tags use is known a request too late.
    batch.add({ method: 'listExternalRepos', params: [], named: this.#asOf.named }, value => {
      for (const row of Row.list(value, 'listExternalRepos')) {
        const name = row.text('name')
        this.#repos.set(name, { name, url: row.text('url') })
      }
    })
    // Hubs older than 1.23 do not tell; then the version stays unknown.
    const version: Call = { method: 'getKojiVersion', params: [] }
    batch.add(
      version,
      value => {
        if (typeof value === 'string') this.#version = value
      },
      () => true,
    )
  }

  #askTag(batch: Batch, name: string, ancestors: Set<string>): void {
    this.#whole.add(name)
    // One that was read as an ancestor has its rows, and perhaps its package list, already.
    if (this.#wasRead(name)) this.#askList(batch, name)
    else this.#askRows(batch, name)
    batch.add(
      { method: 'getFullInheritance', params: [name], named: this.#asOf.named },
      value => {
        const isListWanted = this.#listWanted.has(name)
        for (const row of Row.list(value, 'getFullInheritance')) {
          const ancestor = row.text('name')
          ancestors.add(ancestor)
          if (isListWanted) this.#listWanted.add(ancestor)
        }
      },
      isUnknownName,
    )
    for (const use of ['buildTagID', 'destTagID']) {
      batch.add(
        { method: 'getBuildTargets', params: [], named: { [use]: name, ...this.#asOf.named } },
        value => this.#takeTargets(value),
      )
    }
  }

  #askRows(batch: Batch, name: string): void {
    batch.add(
      this.#asOf.history({ tag: name }, tagTables),
      value => {
        const { exists, tag, children, ids } = readTagHistory(name, this.#asOf.tables(value))
        const hasRows = tag.inheritance.length + tag.groups.size + tag.external_repos.length > 0
        if (exists) this.#tags.set(name, tag)
        else if (hasRows) this.#leftovers.set(name, tag)
        this.#children.set(name, children)
        for (const [known, id] of ids) this.#ids.set(known, id)
      },
      isUnknownName,
    )
    this.#askList(batch, name)
  }

  /** A tag's package list, if it is wanted, for a tag whose rows have been asked for. */
  #askList(batch: Batch, name: string): void {
    if (!this.#listWanted.has(name) || this.#listAsked.has(name)) return
    this.#listAsked.add(name)
    batch.add(
      this.#asOf.history({ tag: name }, packageTables),
      value => {
        const tag = this.#tags.get(name)
        if (tag === undefined) return
        const origins = new Map(tag.origins)
        const packages = readPackages(this.#asOf.tables(value), origins)
        this.#tags.set(name, { ...tag, packages, origins })
      },
      isUnknownName,
    )
  }

  #askUser(batch: Batch, name: string): void {
    batch.add({ method: 'getUser', params: [name], named: { krb_princs: false } }, value => {
      // The hub also finds a user by a Kerberos principal; rows then name the user.
      if (value !== null) this.#users.add(Row.from(value, 'getUser').text('name'))
    })
  }

  #askTarget(batch: Batch, name: string): void {
    askNewest(batch, 'targets', name, {
      inForce: row => {
        const [build_tag, dest_tag] = [row.text('build_tag.name'), row.text('dest_tag.name')]
        this.#targets.set(name, { name, build_tag, dest_tag, origin: readOrigin(row) })
      },
      revoked: deletion => this.#former.targets.set(name, deletion),
    })
  }

  #askRepo(batch: Batch, name: string): void {
    askNewest(batch, 'external_repos', name, {
      inForce: row => this.#repos.set(name, { name, url: row.text('url'), origin: readOrigin(row) }),
      revoked: deletion => this.#former.external_repos.set(name, deletion),
    })
    batch.add(
      this.#asOf.history({ external_repo: name }, ['tag_external_repos']),
      value => {
        const repo = this.#repos.get(name)
        const uses = this.#asOf.tables(value).rows('tag_external_repos')
        const users = uses.map(use => use.text('tag.name')).sort()
        if (repo !== undefined) this.#repos.set(name, { ...repo, users })
      },
      isUnknownName,
    )
  }

  #takeTargets(value: RpcValue): void {
    for (const row of Row.list(value, 'getBuildTargets')) {
      const [name, build_tag, dest_tag] = [
        row.text('name'),
        row.text('build_tag_name'),
        row.text('dest_tag_name'),
      ]
      if (!this.#targets.has(name)) this.#targets.set(name, { name, build_tag, dest_tag })
    }
  }

  #wasRead(name: string): boolean {
    return this.#children.has(name)
  }

  #unreadDescendants(tags: readonly string[]): string[] {
    const seen = new Set(tags)
    for (const tag of seen) for (const child of this.#children.get(tag) ?? []) seen.add(child)
    return [...seen].filter(tag => !this.#whole.has(tag))
  }

  #state(): LiveState {
    return {
      hub: { profile: this.#profile, url: this.#client.url, version: this.#client.version ?? this.#version },
      event: this.#asOf.event ?? this.#event,
      tags: sortedMap(this.#tags),
      leftovers: sortedMap(this.#leftovers),
      targets: sortedMap(this.#targets),
      external_repos: sortedMap(this.#repos),
      contents: sortedMap(this.#contents),
      former: {
        tags: sortedMap(this.#former.tags),
        targets: sortedMap(this.#former.targets),
        external_repos: sortedMap(this.#former.external_repos),
      },
      users: new Set([...this.#users].sort(compareText)),
      maven: this.#maven,
      permissions: this.#permissions,
    }
  }
}

// Answers arrive in any order of names; a state is the same whatever it was asked for first.
function sortedMap<T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...map].sort(([a], [b]) => compareText(a, b)))
}
