import type { RpcStruct } from '../hub/codec/value.js'
import type { Descending } from '../koji/inheritance.js'
import { fullInheritance, type Inherited } from '../koji/inheritance.js'
import type { Link } from '../koji/tag.js'
import type { definitions } from './store/schema.js'
import type { Store } from './store/store.js'
import type { Row } from './store/versioned-table.js'

export type InheritanceRow = Row<typeof definitions.tag_inheritance.columns>

/** A tag's links to its parents at an event, by priority. */
export function linksOf(store: Store, child: number, event: number | null): InheritanceRow[] {
  return store.tag_inheritance.at(event, 'tag_id', child).sort((a, b) => a.priority - b.priority)
}

/** The links of those that inherit from a tag, by priority. */
export function linksTo(store: Store, parent: number, event: number | null): InheritanceRow[] {
  return store.tag_inheritance.at(event, 'parent_id', parent).sort((a, b) => a.priority - b.priority)
}

/** A row as `src/koji` reads links; `row` is kept, since it can hold more (a filter that is null). */
export function toLink(row: InheritanceRow): Descending<number> & { readonly row: InheritanceRow } {
  return {
    child: row.tag_id,
    parent: row.parent_id,
    priority: row.priority,
    maxdepth: row.maxdepth,
    intransitive: row.intransitive,
    noconfig: row.noconfig,
    pkg_filter: row.pkg_filter ?? '',
    row,
  }
}

/** A tag's ancestors in Koji's order. */
export function ancestorsOf(store: Store, tag: number, event: number | null): Inherited<number>[] {
  const links = memoised((child: number): readonly Link<number>[] => linksOf(store, child, event).map(toLink))
  return fullInheritance(tag, links)
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
