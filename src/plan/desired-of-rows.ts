import {
  type DesiredExternalRepo,
  type DesiredGroup,
  type DesiredPackage,
  type DesiredRepoUse,
  type DesiredState,
  type DesiredTag,
  type DesiredTarget,
  nothingRemoved,
  type Removed,
} from '../koji/desired-state.js'
import { internalRepo } from '../koji/external-repos.js'
import type { Source } from '../koji/source.js'
import type { ExtraValue, Facet, Link } from '../koji/tag.js'
import { type Change, type ChangeOf, isTagChange, pathOfRow, type TagChange } from './change.js'

/**
 * What a file would say that names these rows and nothing else: enough to read what is around them, and to check
 * names, loops and losses. What exactly becomes of each row is for `goalOfRows` to tell.
 */
export function desiredOfRows(wanted: readonly Change[]): DesiredState {
  const tags = new Map<string, TagRows>()
  const targets = new Map<string, DesiredTarget>()
  const external_repos = new Map<string, DesiredExternalRepo>()
  for (const change of wanted) {
    const { source } = change
    if (isTagChange(change)) {
      const rows = tags.get(change.tag) ?? new TagRows(change.tag, source)
      rows.take(change)
      tags.set(change.tag, rows)
    } else if (change.kind === 'target') {
      const name = change.target
      targets.set(
        name,
        change.after === null ? { name, source, absent: true } : { ...change.after, source, absent: false },
      )
    } else {
      const name = change.external_repo
      external_repos.set(
        name,
        change.after === null ? { name, source, absent: true } : { ...change.after, source, absent: false },
      )
    }
  }
  return {
    tags: new Map([...tags].map(([name, rows]) => [name, rows.desired])),
    targets,
    external_repos,
    protect: [],
    requires: [],
    profiles: [],
  }
}

/** Collects the rows of one tag. */
class TagRows {
  readonly #name: string
  readonly #source: Source
  readonly #sources = new Map<string, Source>()
  readonly #additive = new Set<Facet>()
  readonly #extra = new Map<string, ExtraValue>()
  readonly #links: Link[] = []
  readonly #groups = new Map<string, Writable<DesiredGroup>>()
  readonly #packages = new Map<string, DesiredPackage>()
  readonly #blocked = new Set<string>()
  readonly #repos: DesiredRepoUse[] = []
  readonly #removed: Writable<Removed> = {
    extra: new Set(),
    inheritance: new Set(),
    groups: new Set(),
    packages: new Set(),
    external_repos: new Set(),
  }
  #absent = false
  #settings: DesiredTag['settings'] = {}

  constructor(name: string, source: Source) {
    this.#name = name
    this.#source = source
  }

  take(change: TagChange): void {
    const facet = facetOf(change)
    this.#sources.set(pathOfRow(change), change.source)
    if (facet !== undefined) this.#additive.add(facet)
    switch (change.kind) {
      case 'tag':
        if (change.after === null) this.#absent = true
        else this.#settings = { ...change.after, ...this.#settings }
        return
      case 'setting':
        this.#settings = { ...this.#settings, [change.field]: change.after }
        return
      case 'extra':
        if (change.after === null) this.#removed.extra.add(change.key)
        else this.#extra.set(change.key, change.after)
        return
      case 'inheritance':
        if (change.after === null) this.#removed.inheritance.add(change.parent)
        else this.#links.push(change.after)
        return
      case 'package':
        this.#takePackage(change)
        return
      case 'build':
        // A file names packages and no builds; who reads the rows asks for these.
        return
      case 'external_repo_use':
        if (change.after === null) this.#removed.external_repos.add(change.repo)
        // No file may name Koji's own repo; an undo may bring back somebody's use of it.
        else if (change.repo !== internalRepo) this.#repos.push(change.after)
        return
      default:
        this.#takeGroup(change)
    }
  }

  get desired(): DesiredTag {
    const [name, source, sources] = [this.#name, this.#source, this.#sources]
    const has = (facet: Facet) => this.#additive.has(facet)
    if (this.#absent) {
      return {
        name,
        source,
        absent: true,
        settings: {},
        // Others may have changed the list that goes: it is read.
        ...(has('packages') && { packages: new Map() }),
        additive: new Set(),
        removed: nothingRemoved,
        sources,
      }
    }
    return {
      name,
      source,
      absent: false,
      settings: this.#settings,
      ...(has('extra') && { extra: this.#extra }),
      ...(has('inheritance') && { inheritance: [...this.#links].sort((a, b) => a.priority - b.priority) }),
      ...(has('groups') && { groups: this.#groups }),
      ...(has('packages') && { packages: this.#packages, blocked_packages: this.#blocked }),
      ...(has('external_repos') && {
        external_repos: [...this.#repos].sort((a, b) => a.priority - b.priority),
      }),
      additive: this.#additive,
      removed: this.#removed,
      sources,
    }
  }

  #takePackage({ package: name, after }: ChangeOf<'package'>): void {
    if (after === null) this.#removed.packages.add(name)
    else if (after.blocked) this.#blocked.add(name)
    // A row without an owner can come of an undo alone.
    else this.#packages.set(name, { owner: after.owner ?? '', extra_arches: after.extra_arches ?? '' })
  }

  #takeGroup(change: ChangeOf<'group' | 'group_package' | 'group_requirement'>): void {
    if (change.kind === 'group' && change.after === null) {
      this.#removed.groups.add(change.group)
      return
    }
    const known = this.#groups.get(change.group)
    const group = known ?? { packages: new Map(), requirements: new Map(), config: {}, removed: new Set() }
    this.#groups.set(change.group, group)
    if (change.kind === 'group') group.config = change.after ?? {}
    else if (change.kind === 'group_package') {
      if (change.after === null) group.removed.add(change.package)
      else group.packages.set(change.package, change.after)
    } else if (change.after !== null) group.requirements.set(change.required, change.after)
  }
}

/** The same, to be filled. */
type Writable<T> = {
  -readonly [key in keyof T]: T[key] extends ReadonlyMap<infer K, infer V>
    ? Map<K, V>
    : T[key] extends ReadonlySet<infer V>
      ? Set<V>
      : T[key]
}

function facetOf({ kind }: TagChange): Facet | undefined {
  switch (kind) {
    case 'tag':
    case 'setting':
    case 'build':
      return undefined
    case 'extra':
    case 'inheritance':
      return kind
    case 'package':
      return 'packages'
    case 'external_repo_use':
      return 'external_repos'
    default:
      return 'groups'
  }
}
