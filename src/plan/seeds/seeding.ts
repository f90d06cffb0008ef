import { sourceOf } from '../../koji/desired-state.js'
import type { LiveState } from '../../koji/live-state.js'
import type { Source } from '../../koji/source.js'
import type { OwnPackage, Tag, TaggedBuild } from '../../koji/tag.js'
import type { TagCopy } from '../../koji/tag-copy.js'
import { valuePath } from '../../koji/value-path.js'
import type { Change, TagChange } from '../change.js'
import type { TagComparison } from '../facets/facet.js'
import { seedCopy } from './seed-copy.js'
import { seededChanges, withSeed } from './seeded-changes.js'
import type { SeededTag } from './seeded-tags.js'
import { serverCopy } from './server-copy.js'

/**
 * One tag that is made from another one. What its seed brings becomes rows of its own, whatever its ancestors give: they
 * come in one request with the tag, when it has no parents yet. So a broken apply leaves the tag with all of them, or
 * no tag; the next one then makes it.
 */
export class Seeding {
  readonly #tag: SeededTag
  readonly #live: LiveState
  readonly #event: number
  /** what the other tag has */
  readonly #copy: TagCopy
  /** the same without requirements on groups that this one does not take over */
  readonly #brought: TagCopy
  readonly #source: Source

  constructor(tag: SeededTag, live: LiveState, event: number) {
    this.#tag = tag
    this.#live = live
    this.#event = event
    this.#copy = seedCopy(tag.seed, live)
    const isTaken = (group: string) =>
      !tag.removed.groups.has(group) && !tag.groups?.get(group)?.config.blocked
    this.#brought = { ...this.#copy, groups: requiring(this.#copy.groups, isTaken) }
    this.#source = sourceOf(tag, valuePath('seed'))
  }

  /** What the file is compared with: a tag that has it all. */
  over(comparison: TagComparison): TagComparison {
    return withSeed(comparison, this.#brought)
  }

  /** Those of an ancestor's groups that matter beside. */
  unseededGroups(groups: Tag['groups']): Tag['groups'] {
    return without(groups, this.#copy.groups)
  }

  unseededPackages(packages: Tag['packages']): Tag['packages'] {
    return without(packages, this.#copy.packages)
  }

  /** The changes that make the tag's groups and packages. */
  rows(
    comparison: TagComparison,
    after: Pick<Tag, 'groups' | 'packages'>,
    said: readonly TagChange[],
  ): TagChange[] {
    const brought = { from: this.#tag.seed.from, copy: this.#brought, source: this.#source }
    return seededChanges(comparison, brought, after, said)
  }

  /** The builds that it brings: none of a package that the file blocks, or takes out of the list. */
  builds(listOf: (name: string) => OwnPackage | undefined): ReadonlyMap<string, TaggedBuild> {
    const { packages, builds } = this.#copy
    const isLeftOut = ({ package: name }: TaggedBuild) => listOf(name)?.blocked ?? packages.has(name)
    return new Map([...builds].filter(([, build]) => !isLeftOut(build)))
  }

  /** The change that makes the tag, with the hub's own copy where that is the way. */
  made(changes: readonly Change[], rows: readonly TagChange[], { live }: TagComparison): Change[] {
    const { name, seed } = this.#tag
    const hasLeftovers = live !== undefined && live.groups.size + live.packages.size > 0
    const locked = this.#live.tags.get(seed.from)?.settings.locked === true
    const copying = { seed, copy: this.#copy, event: this.#event, locked, hasLeftovers, source: this.#source }
    const copy = serverCopy(name, copying, rows)
    return changes.map(change => (change.kind === 'tag' && copy !== undefined ? { ...change, copy } : change))
  }
}

function without<Row>(rows: ReadonlyMap<string, Row>, others: ReadonlyMap<string, unknown>) {
  return others.size === 0 ? rows : new Map([...rows].filter(([name]) => !others.has(name)))
}

/** Groups with those of their requirements that are on groups which pass. */
function requiring(groups: TagCopy['groups'], passes: (group: string) => boolean): TagCopy['groups'] {
  return new Map(
    [...groups].map(([name, group]) => {
      const requirements = new Map([...group.requirements].filter(([required]) => passes(required)))
      return [name, { ...group, requirements }]
    }),
  )
}
