import { type AuditFacts, type FactTag, noFacts } from '../hub/index.js'
import { type BuildConfig, buildConfig } from '../koji/build-config.js'
import type { DesiredState } from '../koji/desired-state.js'
import { type EffectiveGroup, effectiveGroups } from '../koji/groups.js'
import { fullInheritance, type Inherited } from '../koji/inheritance.js'
import type { LiveExternalRepo, LiveState, LiveTag, LiveTarget } from '../koji/live-state.js'

/** The names of what an audit is about. What else was read is there to understand these. */
export interface Scope {
  readonly tags: ReadonlySet<string>
  readonly targets: ReadonlySet<string>
  readonly external_repos: ReadonlySet<string>
}

export interface AuditInput {
  /** the tags in scope with all their ancestors, and the targets around them; or a whole hub */
  readonly live: LiveState
  /** unless it is named, everything that was read */
  readonly scope?: Scope
  /** what the files say, if there are any */
  readonly desired?: DesiredState
  /** the answers to what the rules ask */
  readonly facts?: AuditFacts
}

/** What rules look at. What builds see of a tag is worked out when first asked for, and once. */
export class AuditView {
  readonly live: LiveState
  readonly desired: DesiredState | undefined
  readonly facts: AuditFacts
  readonly #scope: Scope
  readonly #inherited = new Map<string, readonly Inherited[]>()
  readonly #passedOn = new Map<string, ReadonlySet<string>>()
  readonly #lookups = new Map<string, readonly string[]>()
  readonly #configs = new Map<string, BuildConfig>()
  readonly #groups = new Map<string, ReadonlyMap<string, EffectiveGroup>>()

  constructor({ live, scope = everythingIn(live), desired, facts = noFacts }: AuditInput) {
    this.live = live
    this.#scope = scope
    this.desired = desired
    this.facts = facts
  }

  /** The tags in scope. */
  tags(): LiveTag[] {
    return inScope(this.#scope.tags, this.live.tags)
  }

  /** Tags in scope that do not exist but own rows. */
  leftovers(): LiveTag[] {
    return inScope(this.#scope.tags, this.live.leftovers)
  }

  /** The targets in scope. */
  targets(): LiveTarget[] {
    return inScope(this.#scope.targets, this.live.targets)
  }

  /** The external repos in scope. */
  externalRepos(): LiveExternalRepo[] {
    return inScope(this.#scope.external_repos, this.live.external_repos)
  }

  /** The same with other facts. */
  with(facts: AuditFacts): AuditView {
    const { live, desired } = this
    return new AuditView({ live, scope: this.#scope, facts, ...(desired && { desired }) })
  }

  /** A tag that was read, or asked about; `null` for one that does not exist, `undefined` for one not known. */
  tag(name: string): FactTag | null | undefined {
    return this.live.tags.get(name) ?? this.facts.tags.get(name)
  }

  /**
   * The build that gives a tag a package: tagged in it or in the nearest ancestor that has one; `null` where there is
   * none, `undefined` where that was not asked for.
   */
  buildOf(tag: string, pkg: string): string | null | undefined {
    const builds = this.facts.builds.get(pkg)
    if (builds === undefined) return undefined
    const giver = this.lookup(tag).find(name => builds.has(name))
    return giver === undefined ? null : builds.get(giver)
  }

  /** The ancestors of a tag in Koji's order. */
  inherited(tag: string): readonly Inherited[] {
    return kept(this.#inherited, tag, () =>
      fullInheritance(tag, name => this.live.tags.get(name)?.inheritance ?? []),
    )
  }

  /** The tag itself and its ancestors, each once, in the order in which builds look through them. */
  lookup(tag: string): readonly string[] {
    return kept(this.#lookups, tag, () => [
      ...new Set([tag, ...this.inherited(tag).map(({ parent }) => parent)]),
    ])
  }

  /** The ancestors that a tag brings to whoever inherits from it: intransitive links end with it. */
  passedOn(tag: string): ReadonlySet<string> {
    return kept(this.#passedOn, tag, () => {
      const links = (name: string) => this.live.tags.get(name)?.inheritance ?? []
      const ways = fullInheritance(tag, name => links(name).filter(({ intransitive }) => !intransitive))
      return new Set(ways.map(({ parent }) => parent))
    })
  }

  /** What builds in a tag see of arches and extra settings. */
  config(tag: string): BuildConfig {
    return kept(this.#configs, tag, () =>
      buildConfig(tag, name => this.live.tags.get(name), this.inherited(tag)),
    )
  }

  /** What builds in a tag see of groups. */
  groups(tag: string): ReadonlyMap<string, EffectiveGroup> {
    return kept(this.#groups, tag, () =>
      effectiveGroups(this.lookup(tag), name => this.live.tags.get(name)?.groups ?? new Map()),
    )
  }

  /** The tags that targets build in, where either is in scope, each with these targets. */
  buildTags(): Map<string, LiveTarget[]> {
    const found = new Map<string, LiveTarget[]>()
    for (const target of this.live.targets.values()) {
      const { build_tag } = target
      const isInScope = this.#scope.tags.has(build_tag) || this.#scope.targets.has(target.name)
      // Of a target that was found by its destination, the build tag may not have been read.
      if (!isInScope || !this.live.tags.has(build_tag)) continue
      const targets = found.get(build_tag) ?? []
      found.set(build_tag, targets)
      targets.push(target)
    }
    return found
  }
}

function everythingIn({ tags, leftovers, targets, external_repos }: LiveState): Scope {
  return {
    tags: new Set([...tags.keys(), ...leftovers.keys()]),
    targets: new Set(targets.keys()),
    external_repos: new Set(external_repos.keys()),
  }
}

function inScope<T>(names: ReadonlySet<string>, all: ReadonlyMap<string, T>): T[] {
  return [...names].flatMap(name => all.get(name) ?? [])
}

function kept<T>(known: Map<string, T>, tag: string, make: () => T): T {
  const before = known.get(tag)
  if (before !== undefined) return before
  const made = make()
  known.set(tag, made)
  return made
}
