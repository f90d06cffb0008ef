import type { Audit, AuditComparison, Finding, Severity } from '../audit/index.js'

/** How many findings there are: by severity those that are not waived, and those that are. */
export type FindingCounts = { readonly [severity in Severity]: number } & { readonly waived: number }

/** What `tags audit --json` prints. */
export interface AuditDocument extends Audit {
  readonly summary: FindingCounts
  /** what came and went, where two moments were compared */
  readonly comparison: AuditComparison | null
  readonly warnings: readonly string[]
}

export function auditJson(
  audit: Audit,
  { comparison = null, warnings = [] }: Partial<Pick<AuditDocument, 'comparison' | 'warnings'>> = {},
): AuditDocument {
  return { ...audit, summary: findingCounts(audit.findings), comparison, warnings }
}

export function findingCounts(findings: readonly Finding[]): FindingCounts {
  const open = (severity: Severity) =>
    findings.filter(finding => finding.severity === severity && finding.waiver === undefined).length
  return {
    error: open('error'),
    warning: open('warning'),
    note: open('note'),
    waived: findings.filter(({ waiver }) => waiver !== undefined).length,
  }
}
