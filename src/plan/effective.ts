import { type BuildConfig, buildConfig } from '../koji/build-config.js'
import { type EffectiveGroup, effectiveGroups } from '../koji/groups.js'
import { fullInheritance, type Inherited } from '../koji/inheritance.js'
import type { ExternalRepo, Tag } from '../koji/tag.js'
import { type SeenRepo, seenRepos } from './seen-repos.js'

/** A tag as builds in it see it. */
export interface Effective {
  readonly config: BuildConfig
  readonly groups: ReadonlyMap<string, EffectiveGroup>
  /** the links that lead to its ancestors, in Koji's order */
  readonly order: readonly Inherited[]
  /** in Koji's order, each once */
  readonly ancestors: readonly string[]
  /** in the order in which they are looked through */
  readonly external_repos: readonly SeenRepo[]
}

/** A state of a hub, as it is or as it will be. */
interface State {
  readonly tags: ReadonlyMap<string, Tag>
  readonly external_repos: ReadonlyMap<string, ExternalRepo>
}

/** Effective configurations within one state of the hub, each computed once, when asked for. */
export class EffectiveTags {
  readonly #tags: ReadonlyMap<string, Tag>
  readonly #repos: ReadonlyMap<string, ExternalRepo>
  readonly #known = new Map<string, Effective>()

  constructor({ tags, external_repos }: State) {
    this.#tags = tags
    this.#repos = external_repos
  }

  /** `undefined` for a tag that does not exist in this state. */
  get(name: string): Effective | undefined {
    if (!this.#tags.has(name)) return undefined
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const order = fullInheritance(name, tag => this.#tags.get(tag)?.inheritance ?? [])
    const ancestors = [...new Set(order.map(link => link.parent))]
    const effective = {
      config: buildConfig(name, tag => this.#tags.get(tag), order),
      groups: effectiveGroups([name, ...ancestors], tag => this.#tags.get(tag)?.groups ?? new Map()),
      order,
      ancestors,
      external_repos: seenRepos([name, ...ancestors], this.#tags, this.#repos),
    }
    this.#known.set(name, effective)
    return effective
  }
}
