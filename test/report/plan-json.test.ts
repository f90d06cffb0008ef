import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { goalOf, makePlan } from '../../src/plan/index.js'
import { outputSchemas, planJson } from '../../src/report/index.js'
import { desired, externalRepo, link, live, tag, use, wanted } from '../builders.js'

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
  const document = planJson(makePlan(goalOf(state, before), before))

  it('fits its published schema, with external repos of every sort', () => {
    const validate = new Ajv2020({ allErrors: true, strict: false }).compile(
      outputSchemas.get('tags plan') ?? false,
    )
    validate(document)
    expect(validate.errors ?? []).to.deep.equal([])
    expect(
      document.notes.map(note => (note.kind === 'redundant' ? `redundant ${note.name}` : note.kind)),
    ).to.deep.equal(['redundant kept'])
    expect(document.consequences).to.have.length(2)
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
