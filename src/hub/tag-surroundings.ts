import type { Descending } from '../koji/inheritance.js'
import { compareText } from '../koji/json.js'
import { SettingsHistory, type SettingsVersion } from '../koji/settings-history.js'
import type { PackageCounts } from '../koji/tag-view.js'
import type { AsOf } from './as-of.js'
import { Batch } from './batch.js'
import type { HubClient } from './client.js'
import type { RpcStruct, RpcValue } from './codec/value.js'
import { FaultCode, type KojiFault } from './fault.js'
import { isUnknownName } from './history-query.js'
import { Row } from './row.js'
import { readLink } from './row-values.js'
import { readVersion } from './tag-history.js'

/** What is read of a tag beside its own configuration and its ancestors'. */
export interface Surroundings {
  readonly history: SettingsHistory
  readonly children: readonly Descending[]
  readonly descendants: number
  readonly packages: PackageCounts | undefined
}

/**
 * Reads what is around tags in two requests: the course of their settings, who inherits from them, and (unless
 * the lists themselves are read) the sizes of their package lists; then, which of the heirs exist, since links
 * can be set on deleted tags. A tag that is unknown has an empty history.
 */
export async function readSurroundings(
  client: HubClient,
  tags: readonly string[],
  asOf: AsOf,
  { withCounts }: { readonly withCounts: boolean },
): Promise<ReadonlyMap<string, Surroundings>> {
  const readings = new Map(tags.map(tag => [tag, new Reading(tag, asOf, withCounts)]))
  const batch = new Batch()
  for (const reading of readings.values()) reading.ask(batch)
  await batch.send(client)
  const heirs = [...readings.values()].flatMap(({ heirs }) => [...heirs])
  const existing = await existingTags(client, heirs, asOf)
  return new Map([...readings].map(([tag, reading]) => [tag, reading.result(existing)]))
}

async function existingTags(
  client: HubClient,
  names: Iterable<string>,
  asOf: AsOf,
): Promise<ReadonlySet<string>> {
  const existing = new Set<string>()
  const batch = new Batch()
  for (const name of new Set(names)) {
    batch.add({ method: 'getTag', params: [name], named: asOf.named }, value => {
      if (value !== null) existing.add(name)
    })
  }
  await batch.send(client)
  return existing
}

/** The answers about one tag, while they come in. */
class Reading {
  /** who inherits from it by some link, directly or not */
  readonly heirs = new Set<string>()
  readonly #tag: string
  readonly #asOf: AsOf
  readonly #withCounts: boolean
  #versions: readonly SettingsVersion[] = []
  #children: readonly Descending[] = []
  #own = 0
  #ownListed = 0
  /** `null` where the hub cannot tell */
  #entries: number | null = 0

  constructor(tag: string, asOf: AsOf, withCounts: boolean) {
    this.#tag = tag
    this.#asOf = asOf
    this.#withCounts = withCounts
  }

  ask(batch: Batch): void {
    const tag = this.#tag
    const always = { method: 'queryHistory', params: [], named: { tag, tables: ['tag_config'] } }
    batch.add(
      always,
      value => {
        this.#versions = Row.from(value, 'queryHistory').rows('tag_config').map(readVersion)
      },
      isUnknownName,
    )
    batch.add(
      this.#asOf.history({ tag }, ['tag_inheritance']),
      value => {
        const links = this.#asOf.tables(value).rows('tag_inheritance')
        this.#children = links
          .map(row => ({ ...readLink(row), child: row.text('tag.name') }))
          .filter(({ parent, child }) => parent === tag && child !== tag)
          .sort((a, b) => compareText(a.child, b.child))
        for (const { child } of this.#children) this.heirs.add(child)
      },
      isUnknownName,
    )
    batch.add(
      { method: 'getFullInheritance', params: [tag], named: { reverse: true, ...this.#asOf.named } },
      value => {
        for (const row of Row.list(value, 'getFullInheritance')) this.heirs.add(row.text('name'))
      },
      isUnknownName,
    )
    if (this.#withCounts) this.#askCounts(batch)
  }

  // Without blocks and with what is inherited is no number to ask for: the hub then shows what a block hides.
  #askCounts(batch: Batch): void {
    const count = (options: RpcStruct, take: (number: number) => void, forgive = isUnknownName) => {
      const named = { with_owners: false, queryOpts: { countOnly: true }, ...options, ...this.#asOf.named }
      batch.add(
        { method: 'listPackages', params: [this.#tag], named },
        value => take(countOf(value)),
        forgive,
      )
    }
    count({}, number => {
      this.#own = number
    })
    count({ with_blocked: false }, number => {
      this.#ownListed = number
    })
    // The hub fails inside where a `pkg_filter` on the way is no pattern.
    const isFailing = (fault: KojiFault) => {
      if (fault.code === FaultCode.internal) this.#entries = null
      return fault.code === FaultCode.internal || isUnknownName(fault)
    }
    const takeAll = (number: number) => {
      this.#entries = number
    }
    count({ inherited: true }, takeAll, isFailing)
  }

  result(existing: ReadonlySet<string>): Surroundings {
    const counts = { own: this.#own, own_blocked: this.#own - this.#ownListed, entries: this.#entries }
    return {
      history: new SettingsHistory(this.#versions),
      children: this.#children.filter(({ child }) => existing.has(child)),
      descendants: [...this.heirs].filter(heir => existing.has(heir)).length,
      packages: this.#withCounts ? counts : undefined,
    }
  }
}

function countOf(value: RpcValue): number {
  return typeof value === 'number' ? value : 0
}
