import type { LiveTarget } from '../koji/live-state.js'
import type { AsOf } from './as-of.js'
import type { Batch } from './batch.js'
import type { RpcValue } from './codec/value.js'
import { isUnknownName } from './history-query.js'
import type { LiveRecord } from './live-record.js'
import { packageTables, readPackages } from './package-history.js'
import { Row } from './row.js'
import { readTagHistory, tagTables } from './tag-history.js'
import type { WholeHub } from './whole-hub.js'

/** Asks for tags, each question once, and writes down what the answers tell. */
export class TagReader {
  readonly #asOf: AsOf
  readonly #record: LiveRecord
  /** tags that were asked for with the names of their ancestors and the targets around them */
  readonly #whole = new Set<string>()
  readonly #rowsAsked = new Set<string>()
  /** tags whose package lists are wanted, and those that have been asked for them */
  readonly #listWanted = new Set<string>()
  readonly #listAsked = new Set<string>()
  readonly #lists = new Map<string, RpcValue>()
  #hub: WholeHub | undefined

  constructor(asOf: AsOf, record: LiveRecord) {
    this.#asOf = asOf
    this.#record = record
  }

  /** Answers what it can from all that a hub has, and asks it no more. */
  takeFrom(hub: WholeHub): void {
    this.#hub = hub
  }

  /** Asks nothing more of a tag: the hub has never heard of it. */
  passOver(name: string): void {
    this.#whole.add(name)
    this.#rowsAsked.add(name)
    this.passOverList(name)
  }

  /** The same where it will be seen with all that there is: it has no package list. */
  passOverList(name: string): void {
    this.#listAsked.add(name)
  }

  /** Has a tag's package list read with its rows, and with it those of its ancestors, as soon as they are named. */
  wantList(name: string): void {
    this.#listWanted.add(name)
  }

  /** Whether a tag was asked for with all that is around it, and not as an ancestor alone. */
  isWhole(name: string): boolean {
    return this.#whole.has(name)
  }

  /** A tag with all that is around it: the names of its ancestors are added to `ancestors`. */
  askWhole(batch: Batch, name: string, ancestors: Set<string>): void {
    this.#whole.add(name)
    this.askRows(batch, name)
    const takeAncestors = (found: Iterable<string>) => {
      const isListWanted = this.#listWanted.has(name)
      for (const ancestor of found) {
        ancestors.add(ancestor)
        if (isListWanted) this.#listWanted.add(ancestor)
      }
    }
    if (this.#hub !== undefined) {
      takeAncestors(this.#hub.ancestorsOf(name))
      for (const { name: target, build_tag, dest_tag } of this.#hub.targetsOf(name))
        this.#takeTarget({ name: target, build_tag, dest_tag })
      return
    }
    batch.add(
      { method: 'getFullInheritance', params: [name], named: this.#asOf.named },
      value => takeAncestors(Row.list(value, 'getFullInheritance').map(row => row.text('name'))),
      isUnknownName,
    )
    for (const use of ['buildTagID', 'destTagID']) {
      batch.add(
        { method: 'getBuildTargets', params: [], named: { [use]: name, ...this.#asOf.named } },
        value => this.#takeTargets(value),
      )
    }
  }

  /**
   * Many tags, each with its own rows alone: who their ancestors are the rows tell, and the hub's list of all targets
   * tells which of these are around them. That takes a fraction of the calls.
   */
  askMany(batch: Batch, names: readonly string[]): void {
    for (const name of names) {
      this.#whole.add(name)
      this.askRows(batch, name)
    }
    const tags = new Set(names)
    batch.add({ method: 'getBuildTargets', params: [], named: this.#asOf.named }, value =>
      this.#takeTargets(value, target => tags.has(target.build_tag) || tags.has(target.dest_tag)),
    )
  }

  /** Wants the package lists of all that these tags inherit from, as far as their rows tell; asks for those in reach. */
  askLists(batch: Batch, names: readonly string[]): void {
    const wanted = new Set(names.filter(name => this.#listWanted.has(name)))
    for (const name of wanted) for (const parent of this.parentsOf(name)) wanted.add(parent)
    for (const name of wanted) {
      this.#listWanted.add(name)
      if (this.#rowsAsked.has(name)) this.askList(batch, name)
    }
  }

  parentsOf(name: string): string[] {
    const tag = this.#record.tags.get(name) ?? this.#record.leftovers.get(name)
    return tag?.inheritance.map(({ parent }) => parent) ?? []
  }

  /** A tag's own rows, and its package list, if it is wanted: what of them was not asked for yet. */
  askRows(batch: Batch, name: string): void {
    if (!this.#rowsAsked.has(name)) {
      this.#rowsAsked.add(name)
      if (this.#hub !== undefined) this.#takeRows(name, this.#hub.tablesOf(name))
      else
        batch.add(
          this.#asOf.history({ tag: name }, tagTables),
          value => this.#takeRows(name, value),
          isUnknownName,
        )
    }
    this.askList(batch, name)
  }

  /** A tag's package list, if it is wanted and was not asked for yet. */
  askList(batch: Batch, name: string): void {
    if (!this.#listWanted.has(name) || this.#listAsked.has(name)) return
    this.#listAsked.add(name)
    batch.add(
      this.#asOf.history({ tag: name }, packageTables),
      value => {
        this.#lists.set(name, value)
        this.#takeList(name)
      },
      isUnknownName,
    )
  }

  #takeRows(name: string, value: RpcValue): void {
    const record = this.#record
    const { exists, tag, children, ids } = readTagHistory(name, this.#asOf.tables(value))
    const hasRows = tag.inheritance.length + tag.groups.size + tag.external_repos.length > 0
    if (exists) record.tags.set(name, tag)
    else if (hasRows) record.leftovers.set(name, tag)
    record.children.set(name, children)
    for (const [known, id] of ids) record.ids.set(known, id)
    this.#takeList(name)
  }

  /** Of the rows of a tag and its package list either may come first. */
  #takeList(name: string): void {
    const [tag, list] = [this.#record.tags.get(name), this.#lists.get(name)]
    if (tag === undefined || list === undefined) return
    const origins = new Map(tag.origins)
    const packages = readPackages(this.#asOf.tables(list), origins)
    this.#record.tags.set(name, { ...tag, packages, origins })
  }

  #takeTargets(value: RpcValue, isWanted: (target: LiveTarget) => boolean = () => true): void {
    for (const row of Row.list(value, 'getBuildTargets')) {
      const [name, build_tag, dest_tag] = [
        row.text('name'),
        row.text('build_tag_name'),
        row.text('dest_tag_name'),
      ]
      const target = { name, build_tag, dest_tag }
      if (isWanted(target)) this.#takeTarget(target)
    }
  }

  #takeTarget(target: LiveTarget): void {
    const { targets } = this.#record
    if (!targets.has(target.name)) targets.set(target.name, target)
  }
}
