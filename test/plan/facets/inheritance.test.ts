import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { RefusedError } from '../../../src/koji/error.js'
import { valuePath } from '../../../src/koji/value-path.js'
import { planDesired } from '../../../src/pipeline.js'
import { goalOf, makePlan } from '../../../src/plan/index.js'
import { openState } from '../../../src/sandbox/index.js'
import { desired, link, live, tag, wanted } from '../../builders.js'
import { fillHub } from '../../hub-of.js'
import { applyRehearsed, SandboxHub } from '../../sandbox-hub.js'
import { callsOf, linkText, refusalOf, testCases } from './facet-case.js'
import { additiveCases, exactCases } from './inheritance-cases.js'

describe('inheritance, exact', () => testCases(exactCases))
describe('inheritance, additive', () => testCases(additiveCases))

describe('inheritance, additive: before the first write', () => {
  const hub = live([tag('p'), tag('q'), tag('a', { inheritance: [link('p', 5)] })])

  it('refuses a priority that a link on the hub has, and names both', async () => {
    const at = { file: 'a.yaml', line: 7, column: 3 }
    const state = wanted('a', {
      inheritance: [link('q', 5)],
      additive: ['inheritance'],
      sources: { [valuePath('inheritance', 'q')]: at },
    })
    const { message, problems } = await refusalOf(desired([state]), hub)
    expect(message).to.equal(
      'a.yaml:7:3: tag a would inherit from q and from p at the same priority 5; ' +
        'give q another priority; p has this one on the hub',
    )
    expect(problems.map(({ source }) => source)).to.deep.equal([at])
  })

  it('refuses to delete a parent whose link the file leaves alone', async () => {
    const keeps = wanted('a', { inheritance: [link('q')], additive: ['inheritance'] })
    const error = await refusalOf(desired([keeps, wanted('p', { absent: true })]), hub)
    expect(error).to.be.an.instanceof(RefusedError)
    expect(error.message).to.match(/tag p cannot be deleted: tag a inherits from it/)
  })

  it('lets a parent go whose link the file takes away', () => {
    const leaves = wanted('a', { additive: ['inheritance'], removed: { inheritance: ['p'] } })
    const state = desired([leaves, wanted('p', { absent: true })])
    expect(callsOf(makePlan(goalOf(state, hub), hub))).to.deep.equal([
      'switch: setInheritanceData("a", [{"parent":"p","delete link":true}])',
      'remove: deleteTag("p")',
    ])
  })
})

describe('E.13: links of deleted tags', () => {
  const folder = mkdtempSync(join(tmpdir(), 'koji-releng-'))
  after(() => rmSync(folder, { recursive: true }))

  it('come back with a tag whose parents the file does not name, and a note says so', async () => {
    const hub = new SandboxHub()
    await fillHub(hub, live([tag('p')], [], [tag('a', { inheritance: [link('p')] })]))
    const planned = await planDesired(desired([wanted('a')]), hub.client, 'test')
    expect(callsOf(planned.plan)).to.deep.equal(['create: createTag("a")'])
    expect(planned.plan.notes).to.deep.equal([
      { kind: 'leftover', tag: 'a', facet: 'inheritance', names: ['p'], source: wanted('a').source },
    ])
    expect((await applyRehearsed(planned, hub.client, hub.login)).remaining).to.deep.equal([])
    expect(await hub.call('getInheritanceData', ['a'])).to.have.length(1)
  })

  /** `a` inherits from `p` and `gone`, which was deleted; Koji's own calls take such links away with the tag. */
  async function withDeletedParent(): Promise<SandboxHub> {
    const path = join(folder, 'state.json')
    const before = new SandboxHub({}, { state: openState(path) })
    const inheritance = [link('p'), link('gone', 5)]
    await fillHub(before, live([tag('p'), tag('q'), tag('gone'), tag('a', { inheritance })]))
    const id = await before.call('getTagID', ['gone'])
    const state = openState(path)
    const rows = state.store?.tag_config.activeWith('tag_id', Number(id)) ?? []
    for (const row of rows) Object.assign(row, { active: null, revoke_event: 1, revoker_id: 1 })
    if (state.store !== undefined) state.save(state.store)
    return new SandboxHub({}, { state: openState(path) })
  }

  it('to deleted parents go by a call that clears: the hub does not hear of such parents', async () => {
    const hub = await withDeletedParent()
    const state = desired([wanted('a', { inheritance: [link('p'), link('q', 10)] })])
    const planned = await planDesired(state, hub.client, 'test')
    expect(callsOf(planned.plan)).to.deep.equal([
      `switch: setInheritanceData("a", [${linkText('p')},${linkText('q', 10)}], clear=true)`,
    ])
    expect((await applyRehearsed(planned, hub.client, hub.login)).remaining).to.deep.equal([])
  })
})
