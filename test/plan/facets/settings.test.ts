import { expect } from 'chai'
import { valuePath } from '../../../src/koji/value-path.js'
import { applyPlanned, planDesired } from '../../../src/pipeline.js'
import { desired, live, tag, wanted } from '../../builders.js'
import { fillHub } from '../../hub-of.js'
import { SandboxHub } from '../../sandbox-hub.js'
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
      expect((await applyPlanned(planned, sandbox.client, sandbox.login)).remaining).to.deep.equal([])
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
