import { type BuildConfig, buildConfig } from '../koji/build-config.js'
import { type EffectiveGroup, effectiveGroups, GroupLookup } from '../koji/groups.js'
import type { ExternalRepo, Tag } from '../koji/tag.js'
import { Ancestors, type Ancestry } from './ancestors.js'
import { type SeenRepo, seenRepos } from './seen-repos.js'

/** A tag as builds in it see it. */
export interface Effective extends Ancestry {
  readonly state: State
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
  readonly #ancestors: Ancestors
  readonly #known = new Map<string, Effective>()

  constructor(state: State, ancestors: Ancestors = new Ancestors(state.tags)) {
    this.#state = state
    this.#ancestors = ancestors
  }

  /** `undefined` for a tag that does not exist in this state. */
  get(name: string): Effective | undefined {
    if (!this.#state.tags.has(name)) return undefined
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const tag = new EffectiveTag(name, this.#state, this.#ancestors.of(name))
    this.#known.set(name, tag)
    return tag
  }
}

class EffectiveTag implements Effective {
  readonly #name: string
  readonly state: State
  readonly order: Ancestry['order']
  readonly lookup: readonly string[]

  constructor(name: string, state: State, { order, lookup }: Ancestry) {
    this.#name = name
    this.state = state
    this.order = order
    this.lookup = lookup
  }

  get config(): BuildConfig {
    return buildConfig(this.#name, tag => this.state.tags.get(tag), this.order)
  }

  get groups(): ReadonlyMap<string, EffectiveGroup> {
    return effectiveGroups(this.lookup, tag => this.#groupsOf(tag))
  }

  get groupLookup(): GroupLookup {
    return new GroupLookup(this.lookup, tag => this.#groupsOf(tag))
  }

  get external_repos(): readonly SeenRepo[] {
    return seenRepos(this.lookup, this.state.tags, this.state.external_repos)
  }

  #groupsOf(tag: string): Tag['groups'] {
    return this.state.tags.get(tag)?.groups ?? noGroups
  }
}

const noGroups: Tag['groups'] = new Map()
