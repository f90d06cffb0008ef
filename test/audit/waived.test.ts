import { expect } from 'chai'
import { type Finding, failing, type Waiver, waived } from '../../src/audit/index.js'
import { here } from '../builders.js'

const found = (path: string, parts: Partial<Finding> = {}): Finding => ({
  rule: 'drift',
  severity: 'warning',
  resource: { kind: 'tag', name: 'a' },
  path,
  message: 'm',
  by: [],
  ...parts,
})
const waiver = (rule: string, path: string, until?: string): Waiver => ({
  rule,
  path,
  reason: 'known',
  ...(until !== undefined && { until }),
  source: here,
})
const today = '2026-11-22'
const judge = (findings: readonly Finding[], waivers: readonly Waiver[], rules = ['*', 'drift', 'other']) =>
  waived(findings, waivers, { today, rules: new Set(rules) }).map(({ rule, path, waiver }) =>
    [rule, path, ...(waiver ? ['waived'] : [])].join(' '),
  )

describe('waived', () => {
  const cases: [what: string, waiver: Waiver, said: string[]][] = [
    ['by its path', waiver('drift', 'tags.a.extra.k'), ['drift tags.a.extra.k waived']],
    ['by a glob', waiver('drift', 'tags.?.extra.*'), ['drift tags.a.extra.k waived']],
    ['with what is above it', waiver('drift', 'tags.a'), ['drift tags.a.extra.k waived']],
    ['for any rule', waiver('*', 'tags.a'), ['drift tags.a.extra.k waived']],
    ['on the last day', waiver('drift', 'tags.a', today), ['drift tags.a.extra.k waived']],
    [
      'no more the day after',
      waiver('drift', 'tags.a', '2026-11-21'),
      ['drift tags.a.extra.k', 'waiver-expired waivers.drift.tags.a'],
    ],
    [
      'not for another rule',
      waiver('other', 'tags.a'),
      ['drift tags.a.extra.k', 'waiver-unused waivers.other.tags.a'],
    ],
    [
      'not for another name that begins alike',
      waiver('drift', 'tags.a.extra.ke'),
      ['drift tags.a.extra.k', 'waiver-unused waivers.drift.tags.a.extra.ke'],
    ],
    [
      'of a rule that was not looked for: nobody knows whether it is used',
      waiver('unmanaged', 'tags.b'),
      ['drift tags.a.extra.k'],
    ],
  ]
  for (const [what, one, said] of cases)
    it(what, () => {
      expect(judge([found('tags.a.extra.k')], [one])).to.deep.equal(said)
    })

  it('fails nobody, nor does a note', () => {
    const findings = [
      found('a', { severity: 'error' }),
      found('b'),
      found('c', { severity: 'note' }),
      found('d', { severity: 'error', waiver: waiver('*', 'd') }),
    ]
    const paths = (threshold: 'error' | 'warning') => failing(findings, threshold).map(({ path }) => path)
    expect([paths('error'), paths('warning')]).to.deep.equal([['a'], ['a', 'b']])
  })
})
