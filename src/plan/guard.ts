import { type ProblemData, RefusedError } from '../koji/error.js'
import { matchesGlob } from '../koji/names.js'
import type { Source } from '../koji/source.js'
import { type Change, isWhole, type ResourceKind, resourceOf, resourceWords } from './change.js'
import { problemLine } from './references.js'

/**
 * What a guard found in a plan: something that an apply does by leave alone. A finding is data; who applies the plan
 * gives leaves, and those that no leave covers stop the apply before its first write. Each guard has one flag of
 * `tags apply`, and each finding the narrowest value of it that covers it.
 */
export type Finding = DeleteFinding

/** A tag, target or external repo that goes as a whole. */
export interface DeleteFinding {
  readonly guard: 'delete'
  readonly kind: ResourceKind
  readonly name: string
  /** where the file says that it shall be absent */
  readonly source: Source
  readonly flag: '--allow-delete'
  /** the glob that covers no other name */
  readonly pattern: string
}

/** What may be done all the same, by guard. */
export interface Leaves {
  /** globs of names, as in `protect` */
  readonly delete?: readonly string[]
}

/** All that the guards find in these changes, in their order. */
export function findingsOf(changes: readonly Change[]): Finding[] {
  return changes.flatMap(change => {
    if (change.action !== 'delete' || !isWhole(change)) return []
    const { kind, name } = resourceOf(change)
    // No name that Koji allows holds what is special in a glob.
    return [
      { guard: 'delete', kind, name, source: change.source, flag: '--allow-delete', pattern: name } as const,
    ]
  })
}

export function withoutLeave(findings: readonly Finding[], { delete: globs = [] }: Leaves): Finding[] {
  return findings.filter(({ name }) => !globs.some(glob => matchesGlob(name, glob)))
}

/** Throws `RefusedError` where a finding has no leave: to be called before anything is written. */
export function refuseWithoutLeave(
  { hub, guards }: { readonly hub: { readonly url: string }; readonly guards: readonly Finding[] },
  leaves: Leaves,
): void {
  const open = withoutLeave(guards, leaves)
  if (open.length === 0) return
  const problems = open.map((finding): ProblemData => {
    const { kind, name, source } = finding
    const message = `${resourceWords[kind]} ${name} would be deleted`
    return { source, message, hint: `allow it by ${flagOf(finding)}` }
  })
  const flags = [...new Set(open.map(flagOf))].join(' ')
  throw new RefusedError(`${problems.map(problemLine).join('\n')}\nnothing was written`, {
    problems,
    where: hub.url,
    next: `review the plan, then add ${flags}`,
    data: { guards: open },
  })
}

/** `--allow-delete f20-old` */
export function flagOf({ flag, pattern }: Finding): string {
  return `${flag} ${pattern}`
}
