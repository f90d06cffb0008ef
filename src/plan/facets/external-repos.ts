import type { Call } from '../../koji/call.js'
import type { DesiredRepoUse } from '../../koji/desired-state.js'
import { defaultRepoUse, repoArches } from '../../koji/external-repos.js'
import type { From } from '../../koji/groups.js'
import { inOrder } from '../../koji/in-order.js'
import { compareText, type Json, jsonEqual } from '../../koji/json.js'
import type { RepoUse } from '../../koji/tag.js'
import { actionOf, type ChangeOf } from '../change.js'
import type { TagNote } from '../note.js'
import { priorityMoves } from '../priority-moves.js'
import { type FacetResult, provenance, type TagComparison } from './facet.js'

/** What the planner must know around a tag to compare its external repos. */
export interface RepoSurroundings {
  /** whether the hub has the repo, or will have it when tags are filled */
  readonly exists: (repo: string) => boolean
  /** how the tag's ancestors, as they will be, have it use a repo */
  readonly inherited: (repo: string) => From<RepoUse> | undefined
}

/**
 * Compares a tag's own uses of external repos by repo and by their fields. A named use always has a row of its
 * own: the hub takes one that repeats what is inherited, and it comes before all that is inherited.
 */
export function compareExternalRepos(
  comparison: TagComparison,
  { exists, inherited }: RepoSurroundings,
): FacetResult<readonly RepoUse[]> {
  const { desired, live } = comparison
  // The hub hides a row about a deleted repo, and cannot be told to drop it; made again, the repo has it back.
  const rows = live?.external_repos ?? []
  const before = rows.every(({ repo }) => exists(repo)) ? rows : rows.filter(({ repo }) => exists(repo))
  const wanted = desired.external_repos
  if (wanted === undefined) return { after: before, changes: [] }
  const own = new Map(before.map(use => [use.repo, use]))
  const stays = desired.additive.has('external_repos')
    ? (repo: string) => !desired.removed.external_repos.has(repo)
    : () => false
  const uses = new Map([...own].filter(([repo]) => stays(repo)))
  for (const use of wanted) uses.set(use.repo, useAfter(own.get(use.repo), use))
  const after = inOrder([...uses.values()], (a, b) => a.priority - b.priority || compareText(a.repo, b.repo))
  const changes = useChanges(comparison, before, after)
  return {
    after: changes.length === 0 ? before : after,
    changes,
    notes: redundant(comparison, after, inherited),
  }
}

function useAfter(own: RepoUse | undefined, named: DesiredRepoUse): RepoUse {
  const { merge_mode, arches } = own ?? defaultRepoUse
  return {
    repo: named.repo,
    priority: named.priority,
    merge_mode: named.merge_mode ?? merge_mode,
    arches: repoArches(named.arches === undefined ? arches : named.arches),
  }
}

function useChanges(
  comparison: TagComparison,
  before: readonly RepoUse[],
  after: readonly RepoUse[],
): ChangeOf<'external_repo_use'>[] {
  if (jsonEqual(before, after)) return []
  const [old, wanted] = [before, after].map(uses => new Map(uses.map(use => [use.repo, use])))
  // What goes first, then what comes, each in order of priority, as with parents.
  const repos = new Set(
    [...before.filter(({ repo }) => !wanted?.has(repo)), ...after].map(({ repo }) => repo),
  )
  return [...repos].flatMap((repo): ChangeOf<'external_repo_use'>[] => {
    const [was, becomes] = [old?.get(repo) ?? null, wanted?.get(repo) ?? null]
    if (jsonEqual(was, becomes)) return []
    const action = actionOf(was, becomes)
    const from = provenance(comparison, 'external_repos', repo)
    return [
      {
        kind: 'external_repo_use',
        action,
        tag: comparison.desired.name,
        repo,
        before: was,
        after: becomes,
        ...from,
      },
    ]
  })
}

/** Named uses that the nearest ancestor with the same repo gives in the same words. */
function redundant(
  comparison: TagComparison,
  after: readonly RepoUse[],
  inherited: RepoSurroundings['inherited'],
): TagNote[] {
  const { name: tag, external_repos = [] } = comparison.desired
  const named = new Set(external_repos.map(({ repo }) => repo))
  return after.flatMap((use): TagNote[] => {
    const given = named.has(use.repo) ? inherited(use.repo) : undefined
    if (given === undefined || !jsonEqual({ ...use, from: given.from }, given)) return []
    const { source } = provenance(comparison, 'external_repos', use.repo)
    return [{ kind: 'redundant', tag, facet: 'external_repos', name: use.repo, from: given.from, source }]
  })
}

/** A call, and the change that it realises or helps to. */
interface CallFor {
  readonly call: Call
  readonly change: ChangeOf<'external_repo_use'>
}

/**
 * The calls for one tag's external repos, in an order that the hub accepts: no two of them may ever have the
 * same priority. Those that go free theirs first; those that stay are edited, so that at no event the tag is
 * without them; then the new ones come.
 *
 * @param rows all rows that the tag has before or after, those that do not change included
 */
export function externalRepoCalls(
  changes: readonly ChangeOf<'external_repo_use'>[],
  rows: readonly RepoUse[],
): CallFor[] {
  const removals = changes.filter(({ after }) => after === null)
  return [
    ...removals.map(change => ({ change, call: removeCall(change) })),
    ...editCalls(changes, rows),
    ...changes.flatMap(change => (change.before === null ? addCalls(change) : [])),
  ]
}

function removeCall({ tag, repo }: ChangeOf<'external_repo_use'>): Call {
  return { method: 'removeExternalRepoFromTag', params: [tag, repo] }
}

function addCalls(change: ChangeOf<'external_repo_use'>): CallFor[] {
  const { tag, repo, after } = change
  if (after === null) return []
  const named = options(after, defaultRepoUse)
  const call = { method: 'addExternalRepoToTag', params: [tag, repo, after.priority] }
  return [{ change, call: Object.keys(named).length === 0 ? call : { ...call, named } }]
}

function editCalls(changes: readonly ChangeOf<'external_repo_use'>[], rows: readonly RepoUse[]): CallFor[] {
  const edits = changes.flatMap(change => {
    const { before, after } = change
    return before === null || after === null ? [] : [{ change, before, after }]
  })
  if (edits.length === 0) return []
  const moving = new Map(
    edits
      .filter(({ before, after }) => before.priority !== after.priority)
      .map(edit => [edit.change.repo, edit]),
  )
  const priorities = (half: 'before' | 'after') =>
    new Map([...moving].map(([repo, edit]) => [repo, edit[half].priority]))
  const moves = priorityMoves(
    priorities('before'),
    priorities('after'),
    new Set(rows.map(({ priority }) => priority)),
  )
  return [
    ...moves.flatMap(({ name, priority }): CallFor[] => {
      const edit = moving.get(name)
      if (edit === undefined) return []
      // One that steps aside for the others gets its options with its last move.
      const rest = priority === edit.after.priority ? options(edit.after, edit.before) : {}
      return [editCall(edit.change, { priority, ...rest })]
    }),
    ...edits
      .filter(({ change }) => !moving.has(change.repo))
      .map(({ change, before, after }) => editCall(change, options(after, before))),
  ]
}

function editCall(change: ChangeOf<'external_repo_use'>, named: { [name: string]: Json }): CallFor {
  return { change, call: { method: 'editTagExternalRepo', params: [change.tag, change.repo], named } }
}

/** What the hub must be told beside the priority. NULL means "as it is" to it; `''` lets all arches through, too. */
function options(use: RepoUse, other: Omit<RepoUse, 'repo' | 'priority'>): { [name: string]: Json } {
  return {
    ...(use.merge_mode !== other.merge_mode && { merge_mode: use.merge_mode }),
    ...(use.arches !== other.arches && { arches: use.arches ?? '' }),
  }
}
