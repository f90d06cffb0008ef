import { expect } from 'chai'
import { connect } from '../../../src/cli/connection.js'
import type { RpcValue } from '../../../src/hub/codec/value.js'
import { Session } from '../../../src/hub/index.js'
import type { DesiredState, DesiredTag } from '../../../src/koji/desired-state.js'
import type { LiveState, LiveTag } from '../../../src/koji/live-state.js'
import type { Link } from '../../../src/koji/tag.js'
import { applyPlanned, planDesired } from '../../../src/pipeline.js'
import { newPrefix } from '../../conformance/real-hub.js'
import { fillHub } from '../../hub-of.js'
import { anyDelete } from '../../sandbox-hub.js'
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
        const { client, login } = connect({ profile: 'real-kojiadmin', config })
        const session = await Session.open(client, login())
        const call = (
          method: string,
          params: readonly RpcValue[],
          named: { [name: string]: RpcValue } = {},
        ) => session.call({ method, params, named })
        await fillHub({ call }, renamedHub(hub, prefix))
        await session.close()
        const planned = await planDesired(renamed(wanted, prefix), client, 'real-kojiadmin')
        const told = callsOf(planned.plan).map(text => text.replaceAll(prefix, ''))
        expect(told).to.deep.equal(calls)
        if (calls.length === 0) return
        expect((await applyPlanned(planned, client, login(), anyDelete)).remaining).to.deep.equal([])
      })
    }
  }
})

// Tags and targets get names that no other run has.

function renamed(state: DesiredState, prefix: string): DesiredState {
  const name = (plain: string) => prefix + plain
  const links = (all: readonly Link[]) => all.map(link => ({ ...link, parent: name(link.parent) }))
  const tag = (one: DesiredTag): DesiredTag => ({
    ...one,
    name: name(one.name),
    ...(one.inheritance && { inheritance: links(one.inheritance) }),
    removed: { ...one.removed, inheritance: new Set([...one.removed.inheritance].map(name)) },
  })
  const tags = [...state.tags.values()].map(tag)
  const targets = [...state.targets.values()].map(target =>
    target.absent
      ? { ...target, name: name(target.name) }
      : {
          ...target,
          name: name(target.name),
          build_tag: name(target.build_tag),
          dest_tag: name(target.dest_tag),
        },
  )
  return {
    ...state,
    tags: new Map(tags.map(one => [one.name, one])),
    targets: new Map(targets.map(one => [one.name, one])),
  }
}

function renamedHub(state: LiveState, prefix: string): LiveState {
  const name = (plain: string) => prefix + plain
  const tags = (all: ReadonlyMap<string, LiveTag>) =>
    new Map(
      [...all.values()].map(tag => {
        const inheritance = tag.inheritance.map(link => ({ ...link, parent: name(link.parent) }))
        return [name(tag.name), { ...tag, name: name(tag.name), inheritance }]
      }),
    )
  const targets = [...state.targets.values()].map(({ name: plain, build_tag, dest_tag }) => {
    return { name: name(plain), build_tag: name(build_tag), dest_tag: name(dest_tag) }
  })
  return {
    ...state,
    tags: tags(state.tags),
    leftovers: tags(state.leftovers),
    targets: new Map(targets.map(target => [target.name, target])),
  }
}
