import { expect } from 'chai'
import { connect } from '../../../src/cli/connection.js'
import type { RpcValue } from '../../../src/hub/codec/value.js'
import { Session } from '../../../src/hub/index.js'
import { planDesired } from '../../../src/pipeline.js'
import { newPrefix } from '../../conformance/real-hub.js'
import { fillHub } from '../../hub-of.js'
import { renamedDesired, renamedLive } from '../../renamed.js'
import { anyLeave, applyRehearsed } from '../../sandbox-hub.js'
import { expectUndone, rowsAround } from '../../undone.js'
import { additiveCases as additiveExtra, exactCases as exactExtra } from './extra-cases.js'
import { callsOf, type FacetCase } from './facet-case.js'
import { additiveCases, optionCases, packageCases, requirementCases } from './groups-cases.js'
import { additiveCases as additiveLinks, exactCases as exactLinks } from './inheritance-cases.js'
import { settingsCases, targetCases } from './settings-cases.js'

// The cases of the facets on a real Koji hub: see test/real-hub.test.ts.
const config = process.env.REAL_HUB_PROFILES

const facets: { readonly [facet: string]: readonly FacetCase[] } = {
  settings: [...settingsCases, ...targetCases],
  extra: [...exactExtra, ...additiveExtra],
  inheritance: [...exactLinks, ...additiveLinks],
  groups: [...packageCases, ...requirementCases, ...optionCases, ...additiveCases],
}

describe('facets on a real Koji hub', () => {
  before(function () {
    if (config === undefined) this.skip()
  })
  for (const [facet, cases] of Object.entries(facets)) {
    for (const [what, wanted, hub, calls] of cases) {
      it(`${facet}: ${what}`, async () => {
        const prefix = newPrefix('facets-')
        const rename = (name: string) => prefix + name
        const { client, login } = connect({ profile: 'real-kojiadmin', config })
        const session = await Session.open(client, login())
        const call = (
          method: string,
          params: readonly RpcValue[],
          named: { [name: string]: RpcValue } = {},
        ) => session.call({ method, params, named })
        await fillHub({ call }, renamedLive(hub, rename))
        await session.close()
        const planned = await planDesired(renamedDesired(wanted, rename), client, 'real-kojiadmin')
        const told = callsOf(planned.plan).map(text => text.replaceAll(prefix, ''))
        expect(told).to.deep.equal(calls)
        if (calls.length === 0) return
        const before = await rowsAround(planned, client)
        expect((await applyRehearsed(planned, client, login(), anyLeave)).remaining).to.deep.equal([])
        await expectUndone(planned, { client, login: login() }, before)
      })
    }
  }
})
