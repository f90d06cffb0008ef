import { expect } from 'chai'
import { planText } from '../../src/report/index.js'
import { expectGolden } from '../golden.js'
import { apply, hubWith, plan, stateOf, uses } from './fedora-hub.js'

/** What is between the heading of a plan and what builds will notice: its changes. */
function changesIn(text: string): string[] {
  const lines = text.split('\n')
  return lines.slice(2, lines.indexOf('What builds will notice') - 1)
}

describe('the plan of a branching day', () => {
  it('is a page: by family, then what moves', async () => {
    const found = await plan(await hubWith(43), await stateOf(uses('fedora-release', '{release: 44}')))
    const page = planText(found, { width: 110 })
    expectGolden('fedora/branching-day.txt', page)
    const lines = changesIn(page)
    // 65 new resources and 5 moves; a page of A4 has about a hundred lines in small print.
    expect(lines.length).to.be.below(120)
    const once = lines.indexOf('Once')
    expect(lines.slice(0, once).filter(line => /^\+ tag /.test(line))).to.have.length(55)
    expect(lines.slice(once).filter(line => /^\+ tag /.test(line))).to.have.length(4)
    expect(lines.filter(line => /^~ /.test(line))).to.have.length(5)
    expect(changesIn(planText(found, { width: 110, full: true })).length).to.be.above(220)
  })

  it('is a page of two families of one name, where two releases are made', async () => {
    const state = await stateOf(
      'use: [{template: fedora-release, with: {release: 44, phase: branched}}, {template: fedora-release, with: {release: 45, predecessor: false, moves: false}}]',
    )
    const lines = changesIn(planText(await plan(await hubWith(43), state), { width: 110 }))
    const bases = lines.filter(line => line.startsWith('fedora-base.yaml '))
    expect(bases.map(line => line.replace(/ +/g, ' '))).to.deep.equal([
      'fedora-base.yaml used by fedora-release.yaml:74, used by fedora.yaml:2',
      'fedora-base.yaml used by fedora-release.yaml:74, used by fedora.yaml:2',
    ])
  })

  it('is read, applied and read back in 12 requests, logins and logouts included', async () => {
    const hub = await hubWith(43)
    hub.takeRequests()
    await apply(hub, await stateOf(uses('fedora-release', '{release: 44}')))
    expect(hub.takeRequests()).to.have.length.of.at.most(12)
  })
})
