import type { Call } from '../../koji/call.js'
import { type JsonObject, jsonEqual } from '../../koji/json.js'
import type { Link } from '../../koji/tag.js'
import { actionOf, type ChangeOf } from '../change.js'
import { type FacetResult, isAdditive, leftoverNotes, provenance, type TagComparison } from './facet.js'

/**
 * Compares the links by parent and by their fields, whatever their order in the file. What is not named goes;
 * where the facet is additive, it goes only by name.
 */
export function compareInheritance(comparison: TagComparison): FacetResult<readonly Link[]> {
  const { desired, live } = comparison
  const before = live?.inheritance ?? []
  const after = linksAfter(comparison, before)
  const notes = leftoverNotes(comparison, 'inheritance', unnamedParents(comparison, after))
  if (jsonEqual(before, after)) return { after: before, changes: [], notes }
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
  return {
    after,
    changes,
    notes,
  }
}

function unnamedParents({ desired }: TagComparison, after: readonly Link[]): string[] {
  if (after === desired.inheritance) return []
  const named = new Set(desired.inheritance?.map(link => link.parent))
  return after.map(link => link.parent).filter(parent => !named.has(parent))
}

function linksAfter(comparison: TagComparison, before: readonly Link[]): readonly Link[] {
  const { inheritance, removed } = comparison.desired
  if (!isAdditive(comparison, 'inheritance')) return inheritance ?? before
  const named = new Set(inheritance?.map(link => link.parent))
  const kept = before.filter(({ parent }) => !named.has(parent) && !removed.inheritance.has(parent))
  return [...kept, ...(inheritance ?? [])].sort((a, b) => a.priority - b.priority)
}

/**
 * One call for all links of a tag, so that at no event the tag is without its parents and two of them can
 * swap their priorities; links that stay are not mentioned and keep their rows.
 */
export function inheritanceCall(tag: string, changes: readonly ChangeOf<'inheritance'>[]): Call {
  const links = changes.map(({ parent, after }) =>
    after === null ? { parent, 'delete link': true } : linkArgument(after),
  )
  return { method: 'setInheritanceData', params: [tag, links] }
}

/** Whether `createTag` would write this link to its `parent`. */
export function isPlainLink({ priority, maxdepth, intransitive, noconfig, pkg_filter }: Link): boolean {
  return priority === 0 && maxdepth === null && !intransitive && !noconfig && pkg_filter === ''
}

/**
 * The call where one of the links to take away leads to a tag that was deleted. The hub refuses to hear of
 * such a parent; told to clear, it drops every link that is not mentioned. All that stay are written anew.
 */
export function clearingCall(tag: string, links: readonly Link[]): Call {
  return { method: 'setInheritanceData', params: [tag, links.map(linkArgument)], named: { clear: true } }
}

// The hub wants every field named.
function linkArgument({ parent, priority, maxdepth, intransitive, noconfig, pkg_filter }: Link): JsonObject {
  return { parent, priority, maxdepth, intransitive, noconfig, pkg_filter }
}
