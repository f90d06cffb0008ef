import type { FactQuestions } from '../hub/index.js'
import { compareText } from '../koji/json.js'
import type { AuditView } from './audit-view.js'
import { type Finding, severities } from './finding.js'
import type { Rule } from './rule.js'

/** Everything that rules want to know of a hub beside what was read, together. */
export function questionsOf(rules: readonly Rule[], view: AuditView): FactQuestions {
  const all = rules.flatMap(rule => rule.asks?.(view) ?? [])
  return {
    permissions: new Set(all.flatMap(({ permissions = [] }) => [...permissions])),
    tags: new Set(all.flatMap(({ tags = [] }) => [...tags])),
    packages: new Set(all.flatMap(({ packages = [] }) => [...packages])),
    names: all.some(({ names }) => names),
  }
}

/** What rules find, the worst first, then by path. One whose needs were not read finds nothing, or less. */
export function checkRules(rules: readonly Rule[], view: AuditView): Finding[] {
  const rank = (finding: Finding) => severities.indexOf(finding.severity)
  return rules
    .flatMap(rule => [...rule.check(view)])
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        compareText(a.path, b.path) ||
        compareText(a.rule, b.rule) ||
        compareText(a.message, b.message),
    )
}
