import { expect } from 'chai'
import fc from 'fast-check'
import { defaultSettings, type Settings } from '../../../src/koji/tag.js'
import { valuePath } from '../../../src/koji/value-path.js'
import { planDesired } from '../../../src/pipeline.js'
import { settingFields } from '../../../src/plan/facets/settings.js'
import { goalOf, makePlan } from '../../../src/plan/index.js'
import { desired, live, tag, wanted } from '../../builders.js'
import { fillHub } from '../../hub-of.js'
import { desiredStates, handCalls, makeCalls } from '../../random-states.js'
import { applyRehearsed, planOrRefusal, SandboxHub } from '../../sandbox-hub.js'
import { tries } from '../../tries.js'
import { callsOf, refusalOf, testCases } from './facet-case.js'
import { settingsCases, targetCases } from './settings-cases.js'

describe('settings', () => testCases(settingsCases))
describe('targets', () => testCases(targetCases))

describe('E.12: a hub without Maven faults at its flags', () => {
  const plainHub = () => new SandboxHub({}, { hub: { enableMaven: false } })
  const at = { file: 'a.yaml', line: 4, column: 5 }
  const wants = (settings: { maven_support?: boolean; maven_include_all?: boolean; locked?: boolean }) =>
    desired([
      wanted('a', {
        settings,
        sources: { [valuePath('maven_support')]: at, [valuePath('maven_include_all')]: at },
      }),
    ])

  for (const [what, hub] of [
    ['a new tag', live([])],
    ['an old tag', live([tag('a')])],
  ] as const) {
    it(`so false, which is what they are, is never sent: ${what}`, async () => {
      const sandbox = plainHub()
      await fillHub(sandbox, hub)
      const state = wants({ maven_support: false, maven_include_all: false, locked: true })
      const planned = await planDesired(state, sandbox.client, 'test')
      expect(callsOf(planned.plan).join()).to.not.contain('maven')
      expect((await applyRehearsed(planned, sandbox.client, sandbox.login)).remaining).to.deep.equal([])
    })

    it(`so true is refused before the first write, with its place: ${what}`, async () => {
      const { message, problems } = await refusalOf(wants({ maven_support: true }), hub, plainHub())
      expect(message).to.equal(
        'a.yaml:4:5: maven_support of tag a cannot be true: the hub has no Maven support; take it out of the file',
      )
      expect(problems.map(({ source }) => source)).to.deep.equal([at])
    })
  }
})

describe('settings that the file does not name', () => {
  const everything: Settings = {
    arches: 'x86_64',
    perm: 'admin',
    locked: true,
    maven_support: true,
    maven_include_all: true,
  }
  const others: Settings = { ...defaultSettings, arches: 'aarch64', perm: 'repo' }
  for (const field of settingFields) {
    // All but one are named, and every one of them changes.
    const { [field]: _unnamed, ...named } = others
    it(`${field} is in no change and no call, and keeps its value`, async () => {
      const hub = live([tag('a', { settings: everything })])
      const goal = goalOf(desired([wanted('a', { settings: named })]), hub)
      expect(goal.changes.map(change => change.kind === 'setting' && change.field)).to.have.members(
        Object.keys(named),
      )
      expect(callsOf(makePlan(goal, hub)).join()).to.not.contain(`${field}=`)
      expect(goal.tags.get('a')?.settings).to.deep.equal({ ...others, [field]: everything[field] })
    })

    it(`${field} of a new tag is in no call, and has Koji’s default`, () => {
      const { [field]: _unnamed, ...rest } = everything
      const goal = goalOf(desired([wanted('a', { settings: rest })]), live([]))
      expect(callsOf(makePlan(goal, live([]))).join()).to.not.contain(`${field}=`)
      expect(goal.tags.get('a')?.settings).to.deep.equal({ ...everything, [field]: defaultSettings[field] })
    })
  }

  it('are in no change of any plan, whatever is on the hub', async () => {
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const planned = await planOrRefusal(hub, state)
        for (const change of planned?.plan.changes ?? []) {
          if (change.kind === 'setting')
            expect(state.tags.get(change.tag)?.settings).to.include.keys(change.field)
        }
      }),
      tries(1 / 4),
    )
  })
})
