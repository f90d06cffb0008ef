import { expect } from 'chai'
import type { Audit, Finding } from '../../src/audit/index.js'
import { auditText } from '../../src/report/index.js'

const by = [{ author: 'jdoe', time: '2026-11-22T09:30:00Z', event: 58 }]
const finding = (name: string, about: Partial<Finding>): Finding => ({
  rule: 'drift',
  severity: 'error',
  resource: { kind: 'tag', name },
  path: `tags.${name}.arches`,
  message: '',
  by: [],
  ...about,
})

function audit(findings: readonly Finding[]): Audit {
  const hub = { profile: 'koji', url: 'https://koji.example.org/kojihub', version: '1.35.3' }
  return { hub, event: 60, at: null, findings, resources: { tags: 2, targets: 0, external_repos: 0 } }
}

describe('an audit as text', () => {
  it('begins each finding with its severity, and by whom, also where the one before it has the same', () => {
    const source = { file: 'f44.yaml', line: 9, column: 5 }
    const found = [
      finding('f44', { message: 'parent f43 is missing', by, source }),
      finding('f44', { message: 'parent f42 is too many', by, source }),
      finding('f45', { message: 'is empty', rule: 'empty', severity: 'note', by }),
      finding('f45', { message: 'is unused', rule: 'unused', severity: 'note', by }),
    ]
    const lines = auditText(audit(found))
      .split('\n')
      .map(line => line.replace(/ +(?=jdoe)/, ' · '))
    expect(lines.slice(2, 11)).to.deep.equal([
      'tag f44',
      '    error         parent f43 is missing · jdoe, 2026-11-22 09:30 UTC, event 58',
      '                  f44.yaml:9:5',
      '    error         parent f42 is too many · jdoe, 2026-11-22 09:30 UTC, event 58',
      '                  f44.yaml:9:5',
      '',
      'tag f45',
      '    note          is empty [empty] · jdoe, 2026-11-22 09:30 UTC, event 58',
      '    note          is unused [unused] · jdoe, 2026-11-22 09:30 UTC, event 58',
    ])
  })
})
