import { expect } from 'chai'
import { RelengError } from '../../src/koji/error.js'
import { noteText } from '../../src/report/index.js'
import type { SandboxHub } from '../sandbox-hub.js'
import { apply, hubWith, plan, stateOf, uses } from './fedora-hub.js'

const release = (number: string) => stateOf(uses('fedora-release', `{release: ${number}}`))

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((error: unknown) => error)
  if (error instanceof RelengError) return error.message
  throw new TypeError(`no refusal: ${String(error)}`)
}

/** What a plan on this hub notes of numbers that may be taken. */
async function taken(hub: SandboxHub, number: string): Promise<string[]> {
  const { notes } = await plan(hub, await release(number))
  return notes.filter(({ kind }) => kind === 'taken').map(noteText)
}

/** A tag of the next release, made by hand. */
async function byHand(hub: SandboxHub, name: string, parent: string): Promise<void> {
  await hub.call('createTag', [name], { arches: 'x86_64' })
  const parent_id = await hub.call('getTagID', [parent])
  const link = {
    parent_id,
    priority: 0,
    maxdepth: null,
    intransitive: false,
    noconfig: false,
    pkg_filter: '',
  }
  await hub.call('setInheritanceData', [name, [link]])
}

describe('the number of a release', () => {
  const wrong: [what: string, number: string, message: RegExp][] = [
    ['is no number', 'abc', /fedora\.yaml:2:\d+: .*`release` must be integer, found the text "abc"/],
    ['is no whole number', '44.5', /`release` must be integer, found the number 44\.5/],
    ['is 0', '0', /`release` must be >= 1, found the number 0/],
    ['is negative', '-1', /`release` must be >= 1, found the number -1/],
    ['is missing', '', /`release` must be integer, found nothing/],
  ]
  for (const [what, number, message] of wrong) {
    it(`is refused without asking a hub where it ${what}`, async () => {
      expect(await refusal(release(number))).to.match(message)
    })
  }

  it('is refused where the hub lacks the release before it; nothing is written', async () => {
    const hub = await hubWith(43)
    const event = hub.lastEvent()
    const message = await refusal(release('45').then(state => apply(hub, state)))
    expect(message).to.match(/fedora-base\.yaml:\d+:\d+, used by .*: there is no tag f44 \(required\)/)
    expect(message).to.contain('there is no tag f44-build (required)')
    expect(message).to.contain('there is no tag f44-modular (required)')
    expect(hub.lastEvent()).to.equal(event)
  })

  it('is told where the hub has tags of it that are otherwise; that they are changed, the plan shows', async () => {
    const hub = await hubWith(43)
    await byHand(hub, 'f44', 'f43')
    await byHand(hub, 'f44-build', 'f43-build')
    expect(await taken(hub, '44')).to.have.length(1)
    const [text = ''] = await taken(hub, '44')
    expect(text).to.match(
      /^fedora-base\.yaml:\d+:\d+, used by fedora-release.yaml:\d+:\d+, used by fedora\.yaml:2:\d+: f44 exists already/,
    )
    expect(text).to.contain(
      '2 of 2 tags of it on the hub differ (f44 and f44-build); is this the right number?',
    )
  })

  it('is not told of a release that is as the template makes it, or only moves', async () => {
    const hub = await hubWith(43)
    expect(await taken(hub, '44')).to.deep.equal([])
    await apply(hub, await release('44'))
    expect(await taken(hub, '44')).to.deep.equal([])
    await hub.call('editTag2', ['f44-iot'], { arches: 'x86_64' })
    expect(await taken(hub, '44')).to.deep.equal([])
  })
})
