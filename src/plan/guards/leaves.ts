import { matchesGlob } from '../../koji/names.js'
import { type Finding, type GuardName, guardNames, type NamedGuard } from './finding.js'

/** What an apply may do although a guard finds it: a field a guard. Data, so that a journal can keep it. */
export interface Leaves {
  /** the profile that is applied to, whatever profile the files are for */
  readonly profile?: string
  /** the files may declare nothing */
  readonly empty?: boolean
  /** how many resources may be updated or deleted */
  readonly mass_change?: number
  /** how many resources may be deleted */
  readonly mass_delete?: number
  /** globs, as in `protect`, of names that may be deleted */
  readonly delete?: readonly string[]
  /** globs of protected names that may be deleted, or lose all their parents */
  readonly protected?: readonly string[]
  /** globs of locked tags that may change */
  readonly locked?: readonly string[]
  /** globs of tags and targets that may move to an older release */
  readonly older?: readonly string[]
}

export function withoutLeave(findings: readonly Finding[], leaves: Leaves): Finding[] {
  return findings.filter(finding => !isCovered(finding, leaves))
}

function isCovered(finding: Finding, leaves: Leaves): boolean {
  switch (finding.guard) {
    case 'profile':
      return leaves.profile === finding.profile
    case 'empty':
      return leaves.empty === true
    case 'mass_change':
      return finding.changed <= (leaves.mass_change ?? 0)
    case 'mass_delete':
      return finding.deleted <= (leaves.mass_delete ?? 0)
    case 'delete':
    case 'protected':
    case 'locked':
    case 'older':
      return (leaves[finding.guard] ?? []).some(glob => matchesGlob(finding.name, glob))
  }
}

/** The leaves that cover something: what an apply made use of. */
export function usedLeaves(findings: readonly Finding[], leaves: Leaves): Leaves {
  const covered = findings.filter(finding => isCovered(finding, leaves))
  const { profile, empty, mass_change, mass_delete } = leaves
  const isUsed = (guard: GuardName) => covered.some(finding => finding.guard === guard)
  const globs = (guard: NamedGuard) => {
    const names = namesOf(guard, covered)
    return leaves[guard]?.filter(glob => names.some(name => matchesGlob(name, glob))) ?? []
  }
  return {
    ...(profile !== undefined && isUsed('profile') && { profile }),
    ...(empty && isUsed('empty') && { empty }),
    ...(mass_change !== undefined && isUsed('mass_change') && { mass_change }),
    ...(mass_delete !== undefined && isUsed('mass_delete') && { mass_delete }),
    ...ofNames(globs),
  }
}

/** The leaves that the findings themselves name: they cover these, and as little else as can be. */
export function narrowestLeaves(findings: readonly Finding[]): Leaves {
  const found = new Map(findings.map(finding => [finding.guard, finding]))
  const [profile, change, deletes] = [
    found.get('profile'),
    found.get('mass_change'),
    found.get('mass_delete'),
  ]
  return {
    ...(profile?.guard === 'profile' && { profile: profile.profile }),
    ...(found.has('empty') && { empty: true }),
    ...(change?.guard === 'mass_change' && { mass_change: change.changed }),
    ...(deletes?.guard === 'mass_delete' && { mass_delete: deletes.deleted }),
    ...ofNames(guard => namesOf(guard, findings)),
  }
}

function ofNames(globsFor: (guard: NamedGuard) => readonly string[]): Pick<Leaves, NamedGuard> {
  const all = (['delete', 'protected', 'locked', 'older'] as const).map(
    guard => [guard, globsFor(guard)] as const,
  )
  return Object.fromEntries(all.filter(([, globs]) => globs.length > 0))
}

function namesOf(guard: NamedGuard, findings: readonly Finding[]): string[] {
  return findings.flatMap(finding => (finding.guard === guard && 'name' in finding ? finding.name : []))
}

/** `--allow-delete f20-old`, as one types it into a shell */
export function flagOf({ flag, value }: Finding): string {
  return value === null ? flag : `${flag} ${shellWord(value)}`
}

/** The flags that give these leaves: `--allow-delete 'f20-*'`, `--allow-mass-change 14` */
export function flagsOf(leaves: Leaves): string[] {
  return guardNames.flatMap(guard => {
    const flag = `--allow-${guard.replaceAll('_', '-')}`
    const leave = leaves[guard] ?? false
    if (typeof leave === 'boolean') return leave ? [flag] : []
    const values = typeof leave === 'object' ? leave : [String(leave)]
    return values.map(value => `${flag} ${shellWord(value)}`)
  })
}

function shellWord(text: string): string {
  return /^[\w/.+@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
