import { expect } from 'chai'
import { apply, stateOf } from '../templates/fedora-hub.js'
import { AuditedHub } from './audited-hub.js'

const file = `
requires: {tags: [needed]}
tags:
  a: {arches: [x86_64], inheritance: [others]}
  b: {arches: [x86_64]}
targets:
  t: {build_tag: a, dest_tag: b}
`

describe('the audit of a hub where something is gone that files only build on', () => {
  const hub = new AuditedHub()
  after(() => hub.remove())

  it('tells it, each thing once, where a plan would be refused', async () => {
    for (const name of ['others', 'needed']) await hub.call('createTag', [name])
    const state = await stateOf(file)
    await apply(hub, state)
    const origin = await hub.by('bob', 'deleteTag', ['others'])
    await hub.by('carol', 'deleteTag', ['needed'])
    const { findings } = await hub.audit(state)
    const told = findings.map(({ rule, severity, path, message, by }) => [rule, severity, path, message, by])
    expect(told).to.deep.equal([
      ['drift', 'error', 'tags.a.inheritance.others', 'parent others is missing', [origin]],
      ['unresolved', 'error', 'tags.needed', 'there is no tag needed (required)', []],
    ])
  })
})
