import { type BuildConfig, buildConfig } from '../koji/build-config.js'
import { type EffectiveGroup, effectiveGroups, GroupLookup } from '../koji/groups.js'
import { fullInheritance, type Inherited } from '../koji/inheritance.js'
import type { ExternalRepo, Tag } from '../koji/tag.js'
import { type SeenRepo, seenRepos } from './seen-repos.js'

/** A tag as builds in it see it. */
export interface Effective {
  readonly state: State
  /** the links that lead to its ancestors, in Koji's order */
  readonly order: readonly Inherited[]
  /** the tag itself, then its ancestors in Koji's order, each once */
  readonly lookup: readonly string[]
  readonly config: BuildConfig
  readonly groups: ReadonlyMap<string, EffectiveGroup>
  /** the same, for who needs little of it */
  readonly groupLookup: GroupLookup
  /** in the order in which they are looked through */
  readonly external_repos: readonly SeenRepo[]
}

/** A state of a hub, as it is or as it will be. */
export interface State {
  readonly tags: ReadonlyMap<string, Tag>
  readonly external_repos: ReadonlyMap<string, ExternalRepo>
}

/**
 * What builds see within one state of the hub. Of each tag that is asked for, its ancestors are remembered. The rest
 * is computed whenever it is read: of thousands of tags it would fill the memory.
 */
export class EffectiveTags {
  readonly #state: State
  readonly #other: EffectiveTags | undefined
  readonly #known = new Map<string, Effective>()

  /** @param other of a state most of whose tags have the same parents: their ancestors need not be looked for again */
  constructor(state: State, other?: EffectiveTags) {
    this.#state = state
    this.#other = other
  }

  /** `undefined` for a tag that does not exist in this state. */
  get(name: string): Effective | undefined {
    if (!this.#state.tags.has(name)) return undefined
    const known = this.#known.get(name) ?? effectiveTag(name, this.#state, this.#orderOf(name))
    this.#known.set(name, known)
    return known
  }

  #orderOf(name: string): readonly Inherited[] {
    const { tags } = this.#state
    const other = this.#other?.get(name)
    const isSame = (tag: string) => tags.get(tag)?.inheritance === other?.state.tags.get(tag)?.inheritance
    if (other?.lookup.every(isSame)) return other.order
    return fullInheritance(name, tag => tags.get(tag)?.inheritance ?? [])
  }
}

function effectiveTag(name: string, state: State, order: readonly Inherited[]): Effective {
  const { tags, external_repos } = state
  const lookup = [...new Set([name, ...order.map(link => link.parent)])]
  const groupsOf = (tag: string) => tags.get(tag)?.groups ?? noGroups
  return {
    state,
    order,
    lookup,
    get config() {
      return buildConfig(name, tag => tags.get(tag), order)
    },
    get groups() {
      return effectiveGroups(lookup, groupsOf)
    },
    get groupLookup() {
      return new GroupLookup(lookup, groupsOf)
    },
    get external_repos() {
      return seenRepos(lookup, tags, external_repos)
    },
  }
}

const noGroups: Tag['groups'] = new Map()
