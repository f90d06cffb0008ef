import type { Finding } from '../../../src/audit/index.js'
import type { Change } from '../../../src/plan/index.js'
import type { ToldHistory } from '../../../src/report/index.js'
import { auditReport, type Report } from '../../../src/report/reports/index.js'
import { here } from '../../builders.js'

/** What somebody might name a tag, or write into a setting. */
export const hostile = [
  '<script>globalThis.hit = 1</script>',
  '"><img src="http://hub.test/x" onerror="globalThis.hit = 1">',
  `' onmouseover='globalThis.hit = 1`,
  ']]></failure><!-- -->',
  '\u001b[31mred\u001b[0m \u009b0m',
  '\u202egnitsil',
  '```\n# heading\n@everybody #7 | a',
  '</script></style></title>',
  '${globalThis.hit = 1} {{7*7}}',
  '=HYPERLINK("http://hub.test")',
  'a\u0000b\uffff',
]

const by = (author: string, event: number) => ({ author, event, time: `2026-11-${10 + event}T07:10:00.000Z` })

/** A finding for each of them, in each of its texts, by several people on several releases. */
export function hostileReport(): Report {
  const findings = hostile.flatMap((text, index): Finding[] => {
    const severity = (['error', 'warning', 'note'] as const)[index % 3] ?? 'note'
    const name = `f${43 + (index % 2)}-${text}`
    return [
      {
        rule: index % 2 === 0 ? 'drift' : 'dist-tag-unique',
        severity,
        resource: { kind: 'tag', name },
        path: `tags.${name}.arches`,
        message: `arches is ${text}`,
        expected: text,
        found: [text],
        by: [by(index % 2 === 0 ? 'ralph' : `ann${text}`, index + 1)],
        run: text,
        source: { file: `${text}.yaml`, line: 3, column: 5 },
        mend: text,
        ...(index === 4 && {
          waiver: { rule: '*', path: '*', reason: text, source: { file: 'w.yaml', line: 1, column: 1 } },
        }),
      },
    ]
  })
  const hub = { profile: 'test <b>', url: 'http://hub.test/kojihub?"<', version: '1.35.3' }
  const links = findings.map(({ resource }, priority) => ({ child: resource.name, parent: 'f44', priority }))
  const resources = { tags: 11, targets: 0, external_repos: 0 }
  return auditReport({ hub, event: 40, at: null, resources, findings }, null, links)
}

/** Changes of such names and values, each by such a person. */
export function hostileHistory(): ToldHistory {
  const hub = { profile: 'test', url: 'http://hub.test/kojihub', version: '1.35.3' }
  const value = (text: string) => ({ blocked: false, value: text })
  const events = hostile.map((text, index) => {
    const change: Change = {
      kind: 'extra',
      action: 'update',
      tag: text,
      key: text,
      before: value('a'),
      after: value(text),
      source: here,
    }
    return { ...by(text, index + 1), run: null, changes: [change] }
  })
  return { hub, event: 40, after: null, until: null, events }
}
