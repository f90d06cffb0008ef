import { matchesGlob } from '../koji/names.js'
import type { Waiver } from '../koji/waiver.js'
import type { Finding } from './finding.js'

/** What an audit looked for: a waiver of anything else can match nothing, and need not. */
export interface WaivedScope {
  /** the day, as waivers write it; the last one on which a waiver holds counts */
  readonly today: string
  /** the rules whose findings are all there; `*` stands for all together */
  readonly rules: ReadonlySet<string>
}

/**
 * The findings, those that are waived marked so, and one more for each waiver that is over, or that there is nothing
 * to waive for.
 */
export function waived(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  { today, rules }: WaivedScope,
): Finding[] {
  const [over, holding] = [waivers.filter(isOver), waivers.filter(waiver => !isOver(waiver))]
  function isOver({ until }: Waiver): boolean {
    return until !== undefined && until < today
  }
  const used = new Set<Waiver>()
  const marked = findings.map(finding => {
    const fitting = holding.filter(waiver => fits(waiver, finding))
    for (const waiver of fitting) used.add(waiver)
    const [waiver] = fitting
    return waiver === undefined ? finding : { ...finding, waiver }
  })
  const idle = holding.filter(waiver => !used.has(waiver) && rules.has(waiver.rule))
  return [
    ...marked,
    ...over.map(waiver =>
      told(
        waiver,
        'waiver-expired',
        `expired on ${waiver.until}`,
        'look again, then extend it or take it away',
      ),
    ),
    ...idle.map(waiver => told(waiver, 'waiver-unused', 'matches nothing', 'take it away')),
  ]
}

/** Whether a waiver means a finding: by its path, or one above. Paths are joined by dots. */
function fits({ rule, path }: Waiver, finding: Finding): boolean {
  if (rule !== '*' && rule !== finding.rule) return false
  return matchesGlob(finding.path, path) || matchesGlob(finding.path, `${path}.*`)
}

function told(waiver: Waiver, rule: string, what: string, mend: string): Finding {
  const { path, reason, source } = waiver
  return {
    rule,
    severity: 'warning',
    resource: { kind: 'file', name: source.file },
    path: `waivers.${waiver.rule}.${path}`,
    message: `the waiver of ${waiver.rule} at ${path} ${what} (${reason})`,
    by: [],
    source,
    mend,
  }
}
