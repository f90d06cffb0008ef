import type { Moment } from '../koji/moment.js'
import type { Audit, Finding } from './finding.js'

/** What came and went between two audits. */
export interface AuditComparison {
  /** the moment of the first */
  readonly since: Moment
  /** of the second: what the first had not */
  readonly new: readonly Finding[]
  /** of the first: what the second has no more */
  readonly gone: readonly Finding[]
  /** of the second: what the first had, too */
  readonly same: readonly Finding[]
}

/**
 * Compares two audits of one hub. A value that was wrong and now is wrong otherwise has come and gone: somebody has
 * touched it.
 */
export function compareAudits(before: Audit, after: Audit): AuditComparison {
  const [then, now] = [keysOf(before), keysOf(after)]
  return {
    since: before.at ?? { event: before.event, time: null },
    new: after.findings.filter(finding => !then.has(keyOf(finding))),
    gone: before.findings.filter(finding => !now.has(keyOf(finding))),
    same: after.findings.filter(finding => then.has(keyOf(finding))),
  }
}

function keysOf({ findings }: Audit): ReadonlySet<string> {
  return new Set(findings.map(keyOf))
}

function keyOf({ rule, resource: { kind, name }, path, message }: Finding): string {
  return JSON.stringify([rule, kind, name, path, message])
}
