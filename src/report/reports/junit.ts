import type { Severity } from '../../audit/index.js'
import { itemFacts } from './item-text.js'
import { attributes, escaped } from './markup.js'
import type { Item, Report } from './report.js'

/**
 * A report as the XML of JUnit, as Jenkins and GitLab read it: a suite a rule, a case a finding. Errors and warnings
 * fail; what is waived is skipped; a note passes. A first case that passes says that the audit was made: an empty
 * report would be taken for a broken one.
 */
export function reportJunit(report: Report): string {
  const { title, sections, summary } = report
  const items = sections.filter(({ past }) => !past).flatMap(section => section.items)
  const rules = [...new Set(items.map(({ rule }) => rule))]
  const suites = [
    suite(title, [
      `<testcase${attributes({ classname: title, name: 'audited' })}>${out(summary)}</testcase>`,
    ]),
    ...rules.map(rule => {
      const own = items.filter(item => item.rule === rule)
      return suite(
        rule,
        own.map(item => testcase(item, report)),
        own,
      )
    }),
  ]
  const counts = { tests: items.length + 1, failures: items.filter(isFailure).length, errors: 0 }
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites${attributes({ name: title, ...counts })}>
${suites.join('\n')}
</testsuites>
`
}

function suite(name: string, cases: readonly string[], items: readonly Item[] = []): string {
  const failures = items.filter(isFailure).length
  const skipped = items.filter(({ waived }) => waived !== undefined).length
  const counts = attributes({ name, tests: cases.length, failures, errors: 0, skipped })
  return `<testsuite${counts}>\n${cases.join('\n')}\n</testsuite>`
}

function testcase(item: Item, report: Report): string {
  const { rule, resource, path, message, severity, waived, source } = item
  const name = `${resource.kind} ${resource.name}: ${path}`
  const place = attributes({ classname: rule, name, file: source?.file, line: source?.line })
  const told = [message, ...itemFacts(item, report).map(([label, text]) => `${label}: ${text}`)]
  const text = told.map(escaped).join('\n')
  if (waived !== undefined) return `<testcase${place}><skipped${attributes({ message: waived })}/></testcase>`
  if (!isFailure(item)) return `<testcase${place}><system-out>${text}</system-out></testcase>`
  const failure = attributes({ type: severity ?? undefined, message })
  return `<testcase${place}><failure${failure}>${text}</failure></testcase>`
}

const failures: readonly (Severity | null)[] = ['error', 'warning']

function isFailure({ severity, waived }: Item): boolean {
  return waived === undefined && failures.includes(severity)
}

function out(text: string): string {
  return `<system-out>${escaped(text)}</system-out>`
}
