import { copyOf, type From, type Given, GroupLookup } from '../koji/groups.js'
import { jsonEqual } from '../koji/json.js'
import type { LiveState, LiveTag, Origin } from '../koji/live-state.js'
import { inheritedPackage } from '../koji/packages.js'
import { emptyGroup, type OwnPackage, type Tag } from '../koji/tag.js'
import { valuePath } from '../koji/value-path.js'
import { inheritanceOf } from './ancestors.js'
import { actionOf, type Change, type ChangeOf, type Seeded, type TagChange } from './change.js'
import { packageOrigin } from './facets/package-origin.js'
import { settingFields } from './facets/settings.js'
import { targetOf } from './goal.js'

/** Compares wanted rows, one by one, with those of a live state. */
export class RowComparison {
  readonly #live: LiveState
  readonly #after: ReadonlyMap<string, Tag>
  readonly #above = new Map<string, FromAncestors>()

  /** @param after the tags as they will be */
  constructor(live: LiveState, after: ReadonlyMap<string, Tag>) {
    this.#live = live
    this.#after = after
  }

  /**
   * What leads from the live row to the wanted one: nothing where they are equal. Of a tag that shall come and
   * is there, each setting is a change of its own.
   */
  changes(wanted: Change): Change[] {
    if (wanted.kind === 'target') return this.#targetChanges(wanted)
    if (wanted.kind === 'external_repo') return this.#repoChanges(wanted)
    if (wanted.kind === 'tag' || wanted.kind === 'setting') return this.#settingsChanges(wanted)
    return this.#rowChanges(wanted)
  }

  #targetChanges({ target, after, source }: ChangeOf<'target'>): Change[] {
    const live = this.#live.targets.get(target)
    const before = live === undefined ? null : targetOf(live)
    const former = before === null ? this.#live.former.targets.get(target) : undefined
    const past = { ...(live?.origin && { origin: live.origin }), ...(former && { former }) }
    return difference(before, after).map(halves => ({ kind: 'target', target, ...halves, source, ...past }))
  }

  #repoChanges({ external_repo, after, source }: ChangeOf<'external_repo'>): Change[] {
    const live = this.#live.external_repos.get(external_repo)
    const before = live === undefined ? null : { name: external_repo, url: live.url }
    const former = before === null ? this.#live.former.external_repos.get(external_repo) : undefined
    const past = { ...(live?.origin && { origin: live.origin }), ...(former && { former }) }
    return difference(before, after).map(halves => {
      return { kind: 'external_repo', external_repo, ...halves, source, ...past }
    })
  }

  #settingsChanges(wanted: ChangeOf<'tag' | 'setting'>): Change[] {
    const { tag, source } = wanted
    const live = this.#live.tags.get(tag)
    if (live === undefined) {
      if (wanted.kind === 'setting' || wanted.after === null) return []
      const former = this.#live.former.tags.get(tag)
      const halves = { action: 'create', before: null, after: wanted.after } as const
      const copy = wanted.copy && { copy: wanted.copy }
      return [{ kind: 'tag', tag, ...halves, source, ...(former && { former }), ...copy }]
    }
    const origin = originOf(live, 'settings')
    const fields =
      wanted.kind === 'setting'
        ? [{ field: wanted.field, after: wanted.after }]
        : settingFields.map(field => ({ field, after: wanted.after?.[field] ?? null }))
    return fields.flatMap(({ field, after }): Change[] => {
      const before = live.settings[field]
      if (before === after) return []
      return [{ kind: 'setting', action: 'update', tag, field, before, after, source, ...origin }]
    })
  }

  #rowChanges(wanted: Exclude<TagChange, ChangeOf<'tag' | 'setting'>>): Change[] {
    const { tag, source } = wanted
    const isThere = this.#live.tags.has(tag)
    const live = this.#live.tags.get(tag) ?? this.#live.leftovers.get(tag)
    switch (wanted.kind) {
      case 'extra': {
        const { kind, key } = wanted
        // A deleted tag leaves none.
        const before = isThere ? live?.extra.get(key) : undefined
        return difference(before, wanted.after).map(halves => {
          return { kind, tag, key, ...halves, source, ...originOf(live, 'extra', key) }
        })
      }
      case 'inheritance': {
        const { kind, parent } = wanted
        const before = live?.inheritance.find(link => link.parent === parent)
        return difference(before, wanted.after).map(halves => {
          return { kind, tag, parent, ...halves, source, ...originOf(live, 'inheritance', parent) }
        })
      }
      case 'external_repo_use': {
        const { kind, repo } = wanted
        const before = live?.external_repos.find(use => use.repo === repo)
        return difference(before, wanted.after).map(halves => {
          return { kind, tag, repo, ...halves, source, ...originOf(live, 'external_repos', repo) }
        })
      }
      case 'build': {
        const { kind, build } = wanted
        const { origin, ...before } = this.#live.builds.get(tag)?.get(build) ?? { package: null }
        const row = before.package === null ? undefined : { package: before.package }
        return difference(row, wanted.after).map(halves => {
          return { kind, tag, build, ...halves, source, ...seededOf(wanted), ...(origin && { origin }) }
        })
      }
      case 'package': {
        const { kind, package: name } = wanted
        const inherited = wanted.seeded ? null : this.#fromAncestors(tag).package(name)
        const before = live?.packages.get(name)
        return difference(before, asLive(wanted.after, before)).map(halves => {
          const origin = live && packageOrigin(live, name, halves)
          return {
            kind,
            tag,
            package: name,
            ...halves,
            inherited,
            source,
            ...seededOf(wanted),
            ...(origin && { origin }),
          }
        })
      }
      default:
        return this.#groupChanges(wanted, live)
    }
  }

  #groupChanges(
    wanted: ChangeOf<'group' | 'group_package' | 'group_requirement'>,
    live: LiveTag | undefined,
  ): Change[] {
    const { tag, group, source } = wanted
    const own = live?.groups.get(group) ?? emptyGroup
    const above = this.#fromAncestors(tag)
    switch (wanted.kind) {
      case 'group': {
        const inherited = wanted.seeded ? null : given(above.configs.config(group))
        return difference(own.config, wanted.after).map(halves => {
          return {
            kind: 'group',
            tag,
            group,
            ...halves,
            inherited,
            source,
            ...seededOf(wanted),
            ...originOf(live, 'groups', group),
          }
        })
      }
      case 'group_package': {
        const { kind, package: name } = wanted
        const inherited = wanted.seeded ? null : given(above.contents.package(group, name))
        return difference(own.packages.get(name), wanted.after).map(halves => {
          const origin = originOf(live, 'groups', group, name)
          return {
            kind,
            tag,
            group,
            package: name,
            ...halves,
            inherited,
            source,
            ...seededOf(wanted),
            ...origin,
          }
        })
      }
      case 'group_requirement': {
        const { kind, required } = wanted
        const inherited = wanted.seeded ? null : given(above.contents.requirement(group, required))
        return difference(own.requirements.get(required), wanted.after).map(halves => {
          const origin = originOf(live, 'groups', group, 'requires', required)
          return { kind, tag, group, required, ...halves, inherited, source, ...seededOf(wanted), ...origin }
        })
      }
    }
  }

  #fromAncestors(tag: string): FromAncestors {
    const known = this.#above.get(tag)
    if (known !== undefined) return known
    const above = fromAncestors(tag, this.#after)
    this.#above.set(tag, above)
    return above
  }
}

/** What the ancestors of a tag will give it, once its own groups are as they will be. */
interface FromAncestors {
  readonly configs: GroupLookup
  readonly contents: GroupLookup
  readonly package: (name: string) => ChangeOf<'package'>['inherited']
}

function fromAncestors(tag: string, tags: ReadonlyMap<string, Tag>): FromAncestors {
  const order = inheritanceOf(tag, tags)
  const ancestors = order.map(link => link.parent)
  const groupsOf = (name: string) => tags.get(name)?.groups ?? new Map()
  // Of a group that the tag blocks, nothing is seen from above.
  const options = new Map([...groupsOf(tag)].map(([name, { config }]) => [name, { ...emptyGroup, config }]))
  const lookUp = inheritedPackage<string, OwnPackage>(order, name => tags.get(name)?.packages ?? new Map())
  return {
    configs: new GroupLookup(ancestors, groupsOf),
    contents: new GroupLookup([tag, ...ancestors], name => (name === tag ? options : groupsOf(name))),
    package: name => lookUp(name) ?? null,
  }
}

function given<Row>(found: Given<Row> | undefined): From<Row> | null {
  return found === undefined ? null : copyOf(found)
}

interface Halves<Row> {
  readonly action: 'create' | 'update' | 'delete'
  readonly before: Row | null
  readonly after: Row | null
}

function difference<Row>(before: Row | null = null, after: Row | null): Halves<Row>[] {
  return jsonEqual(before, after) ? [] : [{ action: actionOf(before, after), before, after }]
}

function seededOf({ seeded }: { readonly seeded?: Seeded }): { seeded?: Seeded } {
  return seeded === undefined ? {} : { seeded }
}

function originOf(live: LiveTag | undefined, facet: string, ...names: string[]): { origin?: Origin } {
  const origin = live?.origins.get(valuePath(facet, ...names))
  return origin === undefined ? {} : { origin }
}

/** Whether a live row is what a call made of a planned one. */
export function isAsWritten(planned: Change['after'], live: Change['after']): boolean {
  if (jsonEqual(planned, live)) return true
  if (!isOwned(planned) || !isOwned(live)) return false
  return jsonEqual(asLive(planned, live), live)
}

function isOwned(row: Change['after']): row is OwnPackage {
  return typeof row === 'object' && row !== null && 'owner' in row
}

/**
 * A package's row in the form that a hub may have given it. A block that no owner is named for belongs to whoever
 * wrote it; and no extra arches are NULL or `''`, which is the same to Koji, and cannot be chosen.
 */
function asLive(wanted: OwnPackage | null, live: OwnPackage | undefined): OwnPackage | null {
  if (wanted === null || live === undefined) return wanted
  const isAnyones = wanted.blocked && wanted.owner === null && live.blocked
  const owner = isAnyones ? live.owner : wanted.owner
  const hasNone = (wanted.extra_arches ?? '') === '' && (live.extra_arches ?? '') === ''
  return { ...wanted, owner, extra_arches: hasNone ? live.extra_arches : wanted.extra_arches }
}
