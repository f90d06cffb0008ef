import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import type { LiveState } from '../../src/koji/live-state.js'
import type { Source } from '../../src/koji/source.js'
import { valuePath } from '../../src/koji/value-path.js'
import { goalOf, makePlan, type Plan } from '../../src/plan/index.js'
import { outputSchemas, plannedJson, planText } from '../../src/report/index.js'
import {
  block,
  desired,
  externalRepo,
  group,
  groupRows,
  link,
  live,
  noTarget,
  set,
  tag,
  target,
  use,
  wanted,
} from '../builders.js'
import { expectGolden } from '../golden.js'

const at = (line: number): Source => ({ file: 'eol.yaml', line, column: 3 })
const origin = { event: 42, time: '2026-11-22T07:10:59.123Z', author: 'jdoe' }
const many = Array.from({ length: 12 }, (_, index) => `package-${String(index).padStart(2, '0')}`)

/** A release that goes: a tag with everything, a bare one below it, a target and an external repo. */
const state = desired(
  [
    { ...wanted('f20-build', { absent: true }), source: at(4) },
    { ...wanted('f20-old', { absent: true }), source: at(5) },
    { ...wanted('rawhide', { inheritance: [link('f44')] }), source: at(6) },
  ],
  [
    { ...noTarget('f20'), source: at(9) },
    { ...target('moves', 'rawhide', 'rawhide'), source: at(10) },
  ],
  [],
  [{ ...externalRepo('f20-repo', null), source: at(13) }],
)

function hub(): LiveState {
  const state = live(
    [
      tag('f44'),
      tag('f20-build', {
        settings: { arches: 'x86_64 i686', perm: 'admin', locked: true },
        extra: { 'rpm.macro.dist': set('.fc20'), 'mock.new_chroot': block },
        inheritance: [link('f44', 10, { intransitive: true })],
        groups: [
          group('build', many),
          groupRows('srpm-build', {
            config: null,
            packages: { bash: {}, gnupg2: { blocked: true } },
            requires: { build: { type: 'optional' } },
          }),
          group('livecd', [], { blocked: true }),
        ],
        external_repos: [use('f20-repo', 5, { merge_mode: 'bare' })],
      }),
      tag('f20-old', { inheritance: [link('f20-build')] }),
      tag('rawhide', { inheritance: [link('f20-build', 7)] }),
      tag('eln', { inheritance: [link('rawhide')] }),
    ],
    [target('f20', 'f20-build', 'f20-old'), target('moves', 'f20-build', 'rawhide')],
    [],
    [{ name: 'f20-repo', url: 'http://r/', users: ['f20-build'], origin }],
  )
  const origins = new Map([
    [valuePath('settings'), origin],
    [valuePath('inheritance', 'f44'), { ...origin, event: 43 }],
    [valuePath('groups', 'build'), { ...origin, event: 44 }],
  ])
  const none = { count: 0, names: [] }
  return {
    ...state,
    tags: new Map(
      [...state.tags].map(([name, one]) => [name, name === 'f20-build' ? { ...one, origins } : one]),
    ),
    contents: new Map([
      ['f20-build', { packages: { count: 2, names: ['eog', 'gimp'] }, builds: { count: 25_000, names: [] } }],
      ['f20-old', { packages: none, builds: { count: 1, names: ['eog-3.10-1.fc20'] } }],
    ]),
  }
}

function planOf(before: LiveState): Plan {
  return makePlan(goalOf(state, before), before)
}

describe('a plan of deletes', () => {
  it('tells all that goes, who has it today, and the flags that an apply will need', () => {
    expectGolden('report/deletes.txt', planText(planOf(hub()), { width: 96 }))
  })

  it('mentions no flag for what is allowed already', () => {
    const text = planText(planOf(hub()), { leaves: { delete: ['f20-*'] } })
    expect(text).to.match(
      /\n\nAn apply needs leave\n {4}delete +target f20 would be deleted {2}--allow-delete f20 +eol\.yaml:9\n$/,
    )
    expect(planText(planOf(hub()), { leaves: { delete: ['*'] } })).to.not.contain('leave\n')
  })

  it('fits its published schema', () => {
    const validate = new Ajv2020({ allErrors: true, strict: false }).compile(
      outputSchemas.get('tags plan') ?? false,
    )
    validate(JSON.parse(JSON.stringify(plannedJson(planOf(hub())))))
    expect(validate.errors ?? []).to.deep.equal([])
  })

  it('makes names from the hub harmless', () => {
    const evil = '\u001b]0;owned\u0007\u202e'
    const before = live(
      [tag('f20-build', { groups: [group(evil, [evil])] }), tag(evil, { inheritance: [link('f20-build')] })],
      [],
    )
    const contents = new Map([
      ['f20-build', { packages: { count: 1, names: [evil] }, builds: { count: 1, names: [evil] } }],
    ])
    const text = planText(planOf({ ...before, contents }))
    expect(text).to.not.match(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/)
  })
})

describe('a plan that makes again what was deleted', () => {
  it('tells by whom and when, and what does not come back', () => {
    const before = { ...live([]), former: { tags: was('t'), targets: was('t'), external_repos: was('r') } }
    const again = desired(
      [wanted('t', { settings: { locked: true } }), wanted('new')],
      [target('t', 't', 't'), target('new', 't', 't')],
      [],
      [externalRepo('r', 'http://r'), externalRepo('new', 'http://new')],
    )
    const text = planText(makePlan(goalOf(again, before), before), { width: 0 })
    const by = '(by jdoe, 2026-11-22 07:10 UTC, event 42)'
    expect(
      text
        .split('\n')
        .filter(line => /^\S|old id/.test(line) && !/^Plan|^What/.test(line))
        .slice(0, 9),
    ).to.deep.equal([
      '+ external repo new  test.yaml:1',
      '+ external repo r  test.yaml:1',
      `                  comes back under its old id, without the tags that used it; it was deleted  ${by}`,
      '+ tag new  test.yaml:1',
      '+ tag t  test.yaml:1',
      `                  comes back under its old id, without what it held; it was deleted  ${by}`,
      '+ target new  test.yaml:1',
      '+ target t  test.yaml:1',
      `                  comes back under its old id; it was deleted  ${by}`,
    ])
  })
})

function was(name: string) {
  return new Map([[name, origin]])
}
