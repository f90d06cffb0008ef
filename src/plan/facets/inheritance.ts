import type { Call } from '../../koji/call.js'
import { type JsonObject, jsonEqual } from '../../koji/json.js'
import type { Link } from '../../koji/tag.js'
import { actionOf, type ChangeOf } from '../change.js'
import { type FacetResult, provenance, type TagComparison } from './facet.js'

/** Compares the links by parent and by their fields, whatever their order in the file. */
export function compareInheritance(comparison: TagComparison): FacetResult<readonly Link[]> {
  const { desired, live } = comparison
  const before = live?.inheritance ?? []
  const after = desired.inheritance
  if (after === undefined) return { after: before, changes: [] }
  const old = new Map(before.map(link => [link.parent, link]))
  const wanted = new Map(after.map(link => [link.parent, link]))
  // What goes first, then what comes, each in order of priority: as people read a re-parenting.
  const parents = [...before.map(link => link.parent).filter(parent => !wanted.has(parent)), ...wanted.keys()]
  const changes = parents.flatMap((parent): ChangeOf<'inheritance'>[] => {
    const [was, becomes] = [old.get(parent) ?? null, wanted.get(parent) ?? null]
    if (jsonEqual(was, becomes)) return []
    const action = actionOf(was, becomes)
    const from = provenance(comparison, 'inheritance', parent)
    return [{ kind: 'inheritance', action, tag: desired.name, parent, before: was, after: becomes, ...from }]
  })
  return { after, changes }
}

/**
 * One call for all links of a tag, so that at no event the tag is without its parents; links that stay are
 * not mentioned and keep their rows.
 */
export function inheritanceCall(tag: string, changes: readonly ChangeOf<'inheritance'>[]): Call {
  const links = changes.map(({ parent, after }) =>
    after === null ? { parent, 'delete link': true } : linkArgument(after),
  )
  return { method: 'setInheritanceData', params: [tag, links] }
}

// The hub wants every field named.
function linkArgument({ parent, priority, maxdepth, intransitive, noconfig, pkg_filter }: Link): JsonObject {
  return { parent, priority, maxdepth, intransitive, noconfig, pkg_filter }
}
