import { isStruct, type RpcStruct, type RpcValue } from '../../hub/codec/value.js'
import type { Call } from '../call.js'
import { genericError, keyError, parameterError, typeError } from '../fault.js'
import { ancestorsOf, descendantsOf, type InheritanceRow, linkStruct, linksOf } from '../inheritance-data.js'
import { eventOf, findStrict, member } from '../lookup.js'
import { method } from '../method.js'
import { equal, hashKey, isInt, iterate, repr, truthy } from '../python.js'
import { integer } from '../store/column.js'
import type { Store } from '../store/store.js'
import { findTagStrict } from '../tag-info.js'

export const inheritanceMethods = [
  method('getInheritanceData', 'RootExports.getInheritanceData(tag, event=None)', ({ store }, tag, event) => {
    const { id } = findStrict(store.tag, tag)
    return linksOf(store, id, eventOf(event)).map(row => parentStruct(store, row))
  }),
  method(
    'setInheritanceData',
    'RootExports.setInheritanceData(tag, data, clear=False)',
    (call, tag, data, clear) => {
      const { id } = findStrict(call.store.tag, tag)
      call.assertPermission('tag')
      writeLinks(call, id, isStruct(data) ? [data] : iterate(data), { clear: truthy(clear) })
      return null
    },
  ),
  method(
    'getFullInheritance',
    'RootExports.getFullInheritance(tag, event=None, reverse=False, **kwargs)',
    ({ store }, tag, event, reverse, others) => {
      assertNoOldOptions(isStruct(others) ? others : {})
      // An id is not looked up: one that nothing has simply has no links.
      const id = isInt(tag) ? Number(tag) : findStrict(store.tag, tag).id
      return truthy(reverse)
        ? descendantStructs(store, id, eventOf(event))
        : ancestorStructs(store, id, eventOf(event))
    },
  ),
]

function assertNoOldOptions(options: RpcStruct): void {
  for (const [name, value] of Object.entries(options)) {
    if (name !== 'stops' && name !== 'jumps') {
      throw parameterError(`getFullInheritance() got an unexpected keyword argument '${name}'`)
    }
    if (truthy(value)) throw parameterError(`${name} option has been removed since 1.26`)
  }
}

function parentStruct(store: Store, row: InheritanceRow): RpcStruct {
  return {
    child_id: row.tag_id,
    parent_id: row.parent_id,
    name: store.tag.nameOf(row.parent_id),
    ...linkStruct(row),
  }
}

function ancestorStructs(store: Store, tag: number, event: number | null): RpcStruct[] {
  return ancestorsOf(store, tag, event).map(({ child, parent, link, currdepth, nextdepth, filter }) => ({
    child_id: child,
    parent_id: parent,
    name: store.tag.nameOf(parent),
    priority: link.row.priority,
    maxdepth: link.row.maxdepth,
    intransitive: link.row.intransitive,
    noconfig: link.row.noconfig,
    pkg_filter: link.row.pkg_filter,
    currdepth,
    nextdepth,
    filter,
  }))
}

function descendantStructs(store: Store, tag: number, event: number | null): RpcStruct[] {
  return descendantsOf(store, tag, event).map(({ child, parent, link, currdepth, nextdepth, filter }) => ({
    tag_id: child,
    parent_id: parent,
    name: store.tag.nameOf(child),
    ...linkStruct(link.row),
    currdepth,
    nextdepth,
    filter,
  }))
}

const fields = ['parent_id', 'priority', 'maxdepth', 'intransitive', 'noconfig', 'pkg_filter'] as const

/** A link as it shall be: kept as it is, replaced by what was given, or gone. */
type Wanted =
  | { readonly row: InheritanceRow; readonly given?: undefined }
  | { readonly given: RpcStruct | 'delete' }

/**
 * Koji's `writeInheritanceData`: merges links into those of a tag, by parent. With `clear`, what is not
 * mentioned goes, and what is mentioned is written again even if it is the same. The checks of priorities see
 * the outcome, so two links can swap theirs.
 */
export function writeLinks(
  call: Call,
  tag_id: number,
  changes: readonly RpcValue[],
  { clear = false } = {},
): void {
  const links = changes.map(change => checkedLink(call.store, change))
  const wanted = new Map<string | number | null, Wanted>()
  for (const row of linksOf(call.store, tag_id, null)) wanted.set(row.parent_id, { row })
  for (const link of links) {
    const parent = hashKey(link.parent_id ?? null)
    const present = wanted.get(parent)
    if (isDelete(link)) {
      if (present !== undefined) wanted.set(parent, { given: 'delete' })
    } else if (present?.given === 'delete' && !clear) {
      throw keyError("'priority'")
    } else if (present?.given !== undefined || present === undefined || clear || differs(present.row, link)) {
      wanted.set(parent, { given: link })
    }
  }
  if (clear) {
    for (const [parent, link] of wanted) if (link.given === undefined) wanted.set(parent, { given: 'delete' })
  }
  const changed = [...wanted].filter(([, link]) => link.given !== undefined)
  if (changed.length === 0) return
  checkPriorities(tag_id, [...wanted.values()])
  replaceLinks(call, tag_id, changed)
}

function checkedLink(store: Store, change: RpcValue): RpcStruct {
  if (!isStruct(change)) throw typeError("object has no attribute 'get'")
  for (const field of isDelete(change) ? (['parent_id'] as const) : fields) {
    if (!Object.hasOwn(change, field)) throw genericError(`No value for ${field}`)
  }
  findTagStrict(store, member(change, 'parent_id') ?? null)
  return change
}

function isDelete(link: RpcStruct): boolean {
  return truthy(member(link, 'delete link') ?? null)
}

function differs(row: InheritanceRow, link: RpcStruct): boolean {
  return fields.some(field => !equal(row[field], link[field] ?? null))
}

function checkPriorities(tag_id: number, links: readonly Wanted[]): void {
  const byPriority = new Map<string | number | null, RpcValue[]>()
  for (const link of links) {
    if (link.given === 'delete') continue
    const { priority = null, parent_id = null } = link.given ?? link.row
    const key = hashKey(priority)
    byPriority.set(key, [...(byPriority.get(key) ?? []), parent_id])
  }
  for (const [priority, parents] of byPriority) {
    if (parents.length === 1) continue
    if (typeof priority !== 'number') throw typeError('%d format: a real number is required')
    throw genericError(
      `Multiple parent tags (${repr(parents)}) cannot have the same priority value ` +
        `(${Math.trunc(priority)}) on child tag ${tag_id}`,
    )
  }
}

function replaceLinks(call: Call, tag_id: number, links: readonly [string | number | null, Wanted][]): void {
  const { tag_inheritance } = call.store
  const author = call.author()
  for (const [parent] of links) {
    const parent_id = integer(parent)
    const rows = tag_inheritance.activeWith('tag_id', tag_id).filter(row => row.parent_id === parent_id)
    tag_inheritance.revoke(call.tx, rows, author)
  }
  for (const [, { given }] of links) {
    if (given === undefined || given === 'delete') continue
    const value = (field: (typeof fields)[number]) => given[field] ?? null
    const row = {
      tag_id,
      parent_id: value('parent_id'),
      priority: value('priority'),
      maxdepth: value('maxdepth'),
      intransitive: value('intransitive'),
      noconfig: value('noconfig'),
      pkg_filter: value('pkg_filter'),
    }
    tag_inheritance.insert(call.tx, row, author)
  }
}
