import type { Audit, AuditComparison, Finding } from '../audit/index.js'
import type { Origin } from '../koji/live-state.js'
import { type Moment, shortTime } from '../koji/moment.js'
import { formatSourceInUse } from '../koji/source.js'
import { resourceWords } from '../plan/index.js'
import { findingCounts } from './audit-json.js'
import { cleanLine } from './clean.js'
import { hubHeading } from './hub-heading.js'
import { type Line, layOut } from './layout.js'
import { count, namesText, wrapped } from './names-text.js'
import { plainStyle, type Style } from './style.js'
import { countsText } from './summary.js'

export interface AuditTextOptions {
  readonly style?: Style
  readonly width?: number
}

/** An audit as a person reads it: by resource, the worst first, each finding with who made it so and when; then the sum. */
export function auditText(
  audit: Audit,
  comparison: AuditComparison | null = null,
  { style = plainStyle, width = 100 }: AuditTextOptions = {},
): string {
  const { hub, event, at, findings } = audit
  const moment = at === null ? `event ${event}` : `as of ${momentText(at)}`
  const blocks = [
    style.heading(hubHeading(`Audit of ${hub.profile}`, hub, moment)),
    ...(comparison === null
      ? resourceBlocks(findings, style, width)
      : comparisonBlocks(comparison, style, width)),
    ...waivedBlock(findings, style, width),
    auditSummary(audit, comparison),
  ]
  return `${blocks.join('\n\n')}\n`
}

function momentText({ event, time }: Moment): string {
  return time === null ? `event ${event}` : `${shortTime(time)}, event ${event}`
}

function comparisonBlocks(comparison: AuditComparison, style: Style, width: number): string[] {
  const since = momentText(comparison.since)
  const parts = [
    [`New since ${since}`, comparison.new],
    [`Gone since ${since}`, comparison.gone],
    ['As it was then', comparison.same],
  ] as const
  return parts.flatMap(([title, findings]) => {
    const blocks = resourceBlocks(findings, style, width)
    return blocks.length === 0 ? [] : [style.heading(title), ...blocks]
  })
}

/** The findings that are not waived, each resource a block: in the order of its worst finding. */
function resourceBlocks(findings: readonly Finding[], style: Style, width: number): string[] {
  const resources = new Map<string, Finding[]>()
  const advised = new Set<string>()
  for (const finding of findings.filter(({ waiver }) => waiver === undefined)) {
    const title = titleOf(finding)
    resources.set(title, [...(resources.get(title) ?? []), finding])
  }
  return [...resources].map(([title, found]) => {
    const rows = found.flatMap(finding => findingRows(finding, advised, { style, width }))
    return layOut({ plain: title, shown: title, right: '' }, rows, { style, width }).join('\n')
  })
}

function titleOf({ resource: { kind, name } }: Finding): string {
  return `${kind === 'file' ? 'file' : resourceWords[kind]} ${cleanLine(name)}`
}

/** What layout puts before the text of a row. */
const indent = 4 + 12 + 2

/** @param advised what was told already of how to mend: once is enough */
function findingRows(
  finding: Finding,
  advised: Set<string>,
  { style, width }: { readonly style: Style; readonly width: number },
): Line[] {
  const { severity, message, by, rule } = finding
  const paint = { error: style.removed, warning: style.changed, note: style.faint }[severity]
  const [author = '', ...others] = by.map(authorText)
  const said = cleanLine(rule === 'drift' ? message : `${message} [${rule}]`)
  const below = [...others.map(other => `and ${other}`), remark(finding), adviceOf(finding, advised)]
  const line = (plain: string, shown: string, right = ''): Line => ({ label: severity, plain, shown, right })
  return [
    { ...line(said, paint(said), author), begins: true },
    ...below
      .filter(text => text !== '')
      .flatMap(text => wrapped(text, Math.max(40, width - indent)))
      .map(text => line(text, style.faint(text))),
  ]
}

function adviceOf({ rule, mend = '' }: Finding, advised: Set<string>): string {
  if (rule === 'drift' || advised.has(mend)) return ''
  advised.add(mend)
  return cleanLine(mend)
}

function authorText({ author, time, event }: Origin): string {
  return `${cleanLine(author)}, ${shortTime(time)}, event ${event}`
}

/** `f44.yaml:9:5; last written by run 20261122-071003-x7q4` */
function remark({ source, rule, run, by }: Finding): string {
  return [
    ...(source === undefined ? [] : [cleanLine(formatSourceInUse(source))]),
    ...(rule === 'drift' && by.length === 0 ? ['the hub’s history knows nothing of it'] : []),
    ...(run === undefined ? [] : [`last written by run ${run}`]),
  ].join('; ')
}

function waivedBlock(findings: readonly Finding[], style: Style, width: number): string[] {
  const lines = findings.flatMap(finding => {
    const { waiver } = finding
    if (waiver === undefined) return []
    const until = waiver.until === undefined ? '' : `, until ${waiver.until}`
    const text = `  ${titleOf(finding)}: ${cleanLine(finding.message)} (${cleanLine(waiver.reason)}${until})`
    return wrapped(text, width, 4)
  })
  return lines.length === 0 ? [] : [[style.heading('Waived'), ...lines].join('\n')]
}

/** `2 errors and 1 note; 1 waived; 12 tags audited` */
export function auditSummary(
  { findings, resources }: Audit,
  comparison: AuditComparison | null = null,
): string {
  const counts = findingCounts(findings)
  const { tags: tag, targets: target, external_repos: external_repo } = resources
  const looked = `${countsText({ tag, target, external_repo })} audited`
  const parts = (['error', 'warning', 'note'] as const).flatMap(severity =>
    counts[severity] === 0 ? [] : [count(counts[severity], severity)],
  )
  const found = parts.length === 0 ? 'Nothing found' : namesText(parts)
  const waived = counts.waived === 0 ? [] : [`${counts.waived} waived`]
  const moved =
    comparison === null
      ? []
      : [`${comparison.new.length} new, ${comparison.gone.length} gone, ${comparison.same.length} the same`]
  return [found, ...waived, ...moved, looked].join('; ')
}
