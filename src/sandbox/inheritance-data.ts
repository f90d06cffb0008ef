import type { RpcStruct } from '../hub/codec/value.js'
import {
  type Descendant,
  type Descending,
  descendants,
  fullInheritance,
  type Inherited,
} from '../koji/inheritance.js'
import type { definitions } from './store/schema.js'
import type { Store } from './store/store.js'
import type { Row } from './store/versioned-table.js'

export type InheritanceRow = Row<typeof definitions.tag_inheritance.columns>

/** A tag's links to its parents at an event, by priority. */
export function linksOf(store: Store, child: number, event: number | null): InheritanceRow[] {
  return store.tag_inheritance.at(event, 'tag_id', child).sort((a, b) => a.priority - b.priority)
}

/** A row as `src/koji` reads links; the row itself can hold more (a filter that is null). */
class RowLink implements Descending<number> {
  readonly row: InheritanceRow

  constructor(row: InheritanceRow) {
    this.row = row
  }

  get child() {
    return this.row.tag_id
  }

  get parent() {
    return this.row.parent_id
  }

  get priority() {
    return this.row.priority
  }

  get maxdepth() {
    return this.row.maxdepth
  }

  get intransitive() {
    return this.row.intransitive
  }

  get noconfig() {
    return this.row.noconfig
  }

  get pkg_filter() {
    return this.row.pkg_filter ?? ''
  }
}

/** A tag's ancestors in Koji's order. */
export function ancestorsOf(store: Store, tag: number, event: number | null): Inherited<number, RowLink>[] {
  return fullInheritance(tag, child =>
    store.tag_inheritance.at(event, 'tag_id', child).map(row => new RowLink(row)),
  )
}

/** A tag's descendants, as Koji's reverse order has them. */
export function descendantsOf(
  store: Store,
  tag: number,
  event: number | null,
): Descendant<number, RowLink>[] {
  return descendants(tag, parent =>
    store.tag_inheritance.at(event, 'parent_id', parent).map(row => new RowLink(row)),
  )
}

type LinkField = 'priority' | 'maxdepth' | 'intransitive' | 'noconfig' | 'pkg_filter'

/** The fields that every answer about a link has; the caller adds whose link it is. */
export function linkStruct(link: Pick<InheritanceRow, LinkField>): RpcStruct {
  return {
    priority: link.priority,
    maxdepth: link.maxdepth,
    intransitive: link.intransitive,
    noconfig: link.noconfig,
    pkg_filter: link.pkg_filter,
  }
}

/** Remembers what a function of one argument gave. */
export function memoised<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return key => {
    const value = known.get(key) ?? compute(key)
    known.set(key, value)
    return value
  }
}
