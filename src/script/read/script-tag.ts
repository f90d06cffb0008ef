import type {
  DesiredGroup,
  DesiredPackage,
  DesiredRepoUse,
  DesiredTag,
  Seed,
  WantedBuilds,
} from '../../koji/desired-state.js'
import type { Source } from '../../koji/source.js'
import {
  defaultSettings,
  type ExtraValue,
  type Facet,
  type GroupConfig,
  type GroupPackage,
  type GroupRequirement,
  type Link,
  type Settings,
} from '../../koji/tag.js'

/** A package as a script leaves it; without an owner where the script tells none. */
export interface ScriptPackage {
  readonly owner?: string
  readonly extra_arches?: string
  readonly blocked: boolean
}

/** A group as a script leaves it; `null` is what it took away. */
export interface ScriptGroup {
  config: Partial<GroupConfig>
  readonly packages: Map<string, Partial<GroupPackage> | null>
  readonly requirements: Map<string, Partial<GroupRequirement> | null>
}

/** Entries by name; `null` is one that the script took away. */
export type Entries<T> = Map<string, T | null>

/**
 * What a script makes of one tag.
 *
 * Of a tag that the script itself adds, all is known: what it names is the whole facet, save package lists, which grow
 * by other hands. Of another only what the script names is known, so all of it is additive. One that the script first
 * removes and then adds has lost whatever it held: of that all facets are said.
 */
export class ScriptTag {
  readonly name: string
  readonly source: Source
  readonly origin: 'script' | 'hub' | 'again'
  settings: Partial<Settings>
  readonly extra: Entries<ExtraValue> = new Map()
  readonly links: Entries<Link> = new Map()
  readonly groups: Entries<ScriptGroup> = new Map()
  readonly packages: Entries<ScriptPackage> = new Map()
  readonly repos: Entries<DesiredRepoUse> = new Map()
  seed: Seed | undefined
  /** packages, each with the tag whose latest build of it is tagged */
  readonly builds = new Map<string, string>()

  constructor(name: string, source: Source, origin: ScriptTag['origin']) {
    this.name = name
    this.source = source
    this.origin = origin
    this.settings = origin === 'again' ? defaultSettings : {}
  }

  /** Whether all that it holds comes from the script. */
  get isKnown(): boolean {
    return this.origin !== 'hub'
  }

  /** Whether all of its groups come from the script. */
  get knowsGroups(): boolean {
    return this.isKnown && !this.seed?.groups
  }

  /** Whether it was just made, and holds nothing that a copy would replace. */
  get isEmpty(): boolean {
    const isBare = this.groups.size === 0 && this.packages.size === 0 && this.builds.size === 0
    return this.origin === 'script' && this.seed === undefined && isBare
  }

  /** Whether a copy of it takes over what the hub has: settings are not copied. */
  get isAsOnHub(): boolean {
    return (
      this.origin === 'hub' && this.groups.size === 0 && this.packages.size === 0 && this.links.size === 0
    )
  }

  desired(): DesiredTag {
    const facetsOf: readonly [Facet, Entries<unknown>][] = [
      ['extra', this.extra],
      ['inheritance', this.links],
      ['groups', this.groups],
      ['packages', this.packages],
      ['external_repos', this.repos],
    ]
    const named = facetsOf.filter(([, entries]) => entries.size > 0 || this.origin === 'again')
    const isAdditive = (facet: Facet) =>
      this.origin === 'hub' ||
      (facet === 'packages' && this.origin === 'script') ||
      (facet === 'groups' && !this.knowsGroups)
    const additive = new Set(named.flatMap(([facet]) => (isAdditive(facet) ? [facet] : [])))
    const has = (facet: Facet) => named.some(([one]) => one === facet)
    const gone = (facet: Facet, entries: Entries<unknown>) =>
      new Set(
        additive.has(facet) ? [...entries].flatMap(([name, entry]) => (entry === null ? [name] : [])) : [],
      )
    return {
      name: this.name,
      source: this.source,
      absent: false,
      settings: this.settings,
      ...(this.seed && { seed: this.seed }),
      ...(this.builds.size > 0 && { builds: this.#wantedBuilds() }),
      ...(has('extra') && unlessEmpty('extra', kept(this.extra), additive)),
      ...(has('inheritance') && { inheritance: byPriority(kept(this.links).values()) }),
      ...(has('groups') && { groups: this.#groups(additive.has('groups')) }),
      ...(has('packages') && this.#packages(additive.has('packages'))),
      ...(has('external_repos') && { external_repos: byPriority(kept(this.repos).values()) }),
      additive,
      removed: {
        extra: gone('extra', this.extra),
        inheritance: gone('inheritance', this.links),
        groups: gone('groups', this.groups),
        packages: gone('packages', this.packages),
        external_repos: gone('external_repos', this.repos),
      },
      sources: new Map(),
    }
  }

  #wantedBuilds(): WantedBuilds[] {
    const tags = [...new Set(this.builds.values())]
    return tags.map(latest_from => ({
      latest_from,
      packages: [...this.builds].flatMap(([name, from]) => (from === latest_from ? [name] : [])),
    }))
  }

  #groups(isAdditive: boolean): ReadonlyMap<string, DesiredGroup> {
    return new Map(
      [...kept(this.groups)].map(([name, { config, packages, requirements }]): [string, DesiredGroup] => [
        name,
        {
          config: saidOptions(config),
          packages: new Map([...kept(packages)].map(([pkg, options]) => [pkg, saidOptions(options)])),
          requirements: new Map([...kept(requirements)].map(([one, options]) => [one, saidOptions(options)])),
          removed: new Set(
            isAdditive ? [...packages].flatMap(([pkg, row]) => (row === null ? [pkg] : [])) : [],
          ),
        },
      ]),
    )
  }

  #packages(isAdditive: boolean): Pick<DesiredTag, 'packages' | 'blocked_packages'> {
    const rows = [...kept(this.packages)]
    const listed = rows.flatMap(([name, { owner, extra_arches, blocked }]): [string, DesiredPackage][] =>
      blocked || owner === undefined ? [] : [[name, { owner, ...(extra_arches && { extra_arches }) }]],
    )
    const blocks = rows.flatMap(([name, { blocked }]) => (blocked ? [name] : []))
    return {
      ...((listed.length > 0 || !isAdditive) && { packages: new Map(listed) }),
      ...((blocks.length > 0 || !isAdditive) && { blocked_packages: new Set(blocks) }),
    }
  }
}

function kept<T>(entries: Entries<T>): Map<string, T> {
  return new Map(
    [...entries].flatMap(([name, entry]): [string, T][] => (entry === null ? [] : [[name, entry]])),
  )
}

// An additive facet that only takes away names nothing else.
function unlessEmpty<T>(
  facet: 'extra',
  entries: ReadonlyMap<string, T>,
  additive: ReadonlySet<Facet>,
): { extra?: ReadonlyMap<string, T> } {
  return entries.size === 0 && additive.has(facet) ? {} : { [facet]: entries }
}

function byPriority<T extends { readonly priority: number }>(entries: Iterable<T>): T[] {
  return [...entries].sort((a, b) => a.priority - b.priority)
}

// In a file nothing is said of what is null, Koji's nothing, nor of what is not blocked.
function saidOptions<Options extends object>(options: Options): Partial<Options> {
  const said: Partial<Options> = { ...options }
  for (const key of keysOf(said))
    if (said[key] === null || (key === 'blocked' && said[key] === false)) delete said[key]
  return said
}

function keysOf<T extends object>(value: T): (keyof T)[] {
  const keys: (keyof T)[] = []
  for (const key in value) keys.push(key)
  return keys
}
