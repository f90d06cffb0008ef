import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { goalOf, makePlan } from '../../src/plan/index.js'
import { outputSchemas, plannedJson } from '../../src/report/index.js'
import {
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

describe('plan as JSON', () => {
  const origin = { event: 7, time: '2026-11-22T07:10:59.123Z', author: 'jdoe' }
  const hub = live(
    [
      tag('p', { external_repos: [use('kept', 1)] }),
      tag('t', { inheritance: [link('p')], external_repos: [use('kept', 1), use('gone', 2)] }),
    ],
    [],
    [],
    [
      { name: 'kept', url: 'https://repos.test/old/', users: ['p', 't'] },
      { name: 'gone', url: 'https://repos.test/gone/', users: ['t'] },
    ],
  )
  const state = desired(
    [wanted('t', { external_repos: [use('kept', 1), use('again', 3, { merge_mode: 'bare' })] })],
    [],
    [],
    [
      externalRepo('kept', 'https://repos.test/new'),
      externalRepo('again', 'https://repos.test/again'),
      externalRepo('gone', null),
    ],
  )
  const before = { ...hub, former: { ...hub.former, external_repos: new Map([['again', origin]]) } }
  const document = plannedJson(makePlan(goalOf(state, before), before))

  const validate = new Ajv2020({ allErrors: true, strict: false }).compile(
    outputSchemas.get('tags plan') ?? false,
  )

  it('fits its published schema, with external repos of every sort', () => {
    validate(document)
    expect(validate.errors ?? []).to.deep.equal([])
    expect(
      document.notes.map(note => (note.kind === 'redundant' ? `redundant ${note.name}` : note.kind)),
    ).to.deep.equal(['redundant kept'])
    expect(document.consequences).to.have.length(2)
  })

  it('fits it with consequences of every sort', () => {
    const tags = [
      tag('p', {
        settings: { arches: 'x86_64' },
        extra: { gone: set({ a: 1 }), other: set(1) },
        groups: [
          groupRows('build', { packages: { bash: {}, make: {} }, requires: { livecd: {} } }),
          group('livecd', []),
        ],
        external_repos: [use('kept', 1), use('gone', 2)],
      }),
      tag('q', { inheritance: [link('p', 0, { pkg_filter: '^a' })] }),
      tag('t', { settings: { arches: null }, inheritance: [link('p'), link('q', 1)] }),
    ]
    const built = {
      ...live(tags, [target('t', 't', 't'), target('u', 't', 't')]),
      external_repos: hub.external_repos,
    }
    const goal = desired(
      [
        wanted('p', {
          settings: { arches: '', locked: true },
          extra: { other: set(2), new: set(null) },
          groups: { build: { packages: { bash: { type: 'optional' }, gcc: {} } } },
          external_repos: [use('kept', 1, { merge_mode: 'bare' }), use('again', 2)],
        }),
        wanted('t', { settings: { perm: 'admin' }, inheritance: [link('q')] }),
        wanted('q', { inheritance: [link('p')] }),
      ],
      [target('u', 'q', 'p'), target('v', 't', 't'), noTarget('t')],
      [],
      [externalRepo('again', 'https://repos.test/again')],
    )
    const told = plannedJson(makePlan(goalOf(goal, built), built))
    const kinds = told.consequences.map(one => (one.kind === 'target' ? `target ${one.action}` : one.kind))
    const targets = ['target update', 'target create', 'target delete']
    expect(kinds).to.deep.equal(['tag', 'tag', 'tag', 'destination', 'destination', ...targets])
    expect(told.repos.tags.map(({ tag }) => tag)).to.deep.equal(['q', 't'])
    validate(told)
    expect(validate.errors ?? []).to.deep.equal([])
  })

  it('counts resources by kind', () => {
    const { create, update, delete: gone } = document.summary
    expect({ create, update, gone }).to.deep.equal({
      create: { tag: 0, target: 0, external_repo: 1 },
      update: { tag: 1, target: 0, external_repo: 1 },
      gone: { tag: 0, target: 0, external_repo: 1 },
    })
  })
})
