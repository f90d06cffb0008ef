import type { Audit, AuditComparison, Finding } from '../../audit/index.js'
import { type Moment, shortTime } from '../../koji/moment.js'
import { resourceWords } from '../../plan/index.js'
import { auditSummary } from '../audit-text.js'
import { type Item, type Report, type ReportLink, type Section, textOfValue } from './report.js'

/** An audit as a report: by severity, what is waived last; of two moments, what is new and what has gone. */
export function auditReport(
  audit: Audit,
  comparison: AuditComparison | null = null,
  links: readonly ReportLink[] = [],
): Report {
  const { hub, event, at, findings } = audit
  return {
    kind: 'audit',
    title: `Audit of ${hub.profile}`,
    about: [hub.url, `Koji ${hub.version}`, at === null ? `event ${event}` : `as of ${momentText(at)}`],
    summary: auditSummary(audit, comparison),
    hub,
    halves: ['on the hub', 'should be'],
    sections: [
      ...(comparison === null ? severitySections(findings) : comparisonSections(comparison)),
      section(
        'Waived',
        findings.filter(({ waiver }) => waiver !== undefined),
      ),
    ].filter(({ items }) => items.length > 0),
    links,
  }
}

function severitySections(findings: readonly Finding[]): Section[] {
  const titles = { error: 'Errors', warning: 'Warnings', note: 'Notes' } as const
  return (['error', 'warning', 'note'] as const).map(severity =>
    section(
      titles[severity],
      findings.filter(finding => finding.severity === severity && finding.waiver === undefined),
    ),
  )
}

function comparisonSections(comparison: AuditComparison): Section[] {
  const since = momentText(comparison.since)
  const open = (findings: readonly Finding[]) => findings.filter(({ waiver }) => waiver === undefined)
  return [
    section(`New since ${since}`, open(comparison.new)),
    { ...section(`Gone since ${since}`, open(comparison.gone)), past: true },
    section('As it was then', open(comparison.same)),
  ]
}

function section(title: string, findings: readonly Finding[]): Section {
  return { title, items: findings.map(itemOf), lines: [] }
}

function itemOf(finding: Finding): Item {
  const { rule, severity, resource, path, message, by, run, source, mend, waiver } = finding
  const { kind, name } = resource
  const isOfValue = 'expected' in finding || 'found' in finding
  const until = waiver?.until === undefined ? '' : `, until ${waiver.until}`
  return {
    severity,
    action: null,
    rule,
    resource: { kind: kind === 'file' ? kind : resourceWords[kind], name },
    path,
    message,
    ...(isOfValue && { values: [textOfValue(finding.found), textOfValue(finding.expected)] as const }),
    by,
    ...(run !== undefined && { run }),
    ...(source !== undefined && { source }),
    ...(mend !== undefined && { mend }),
    ...(waiver !== undefined && { waived: `${waiver.reason}${until}` }),
  }
}

function momentText({ event, time }: Moment): string {
  return time === null ? `event ${event}` : `${shortTime(time)}, event ${event}`
}
