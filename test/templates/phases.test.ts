import { expect } from 'chai'
import { nodeIo, phaseEdit } from '../../src/desired/index.js'
import type { SandboxHub } from '../sandbox-hub.js'
import { apply, contents, hubWith, inWords, plan, stateOf, uses } from './fedora-hub.js'

type Phase = 'rawhide' | 'branched' | 'active' | 'released' | 'eol'

const release = (phase: Phase) => stateOf(uses('fedora-release', `{release: 44, phase: ${phase}}`))

const targets = [
  'f44',
  'f44-candidate',
  'f44-container-candidate',
  'f44-coreos-continuous',
  'f44-flatpak-app',
  'f44-flatpak-candidate',
  'f44-flatpak-runtime',
  'f44-flatpak-runtime-kojira',
  'f44-infra',
]

/** What each step changes, by the SOP of its occasion; back, it is undone in the same words. */
const steps: [Phase, Phase, readonly string[]][] = [
  ['rawhide', 'branched', []],
  [
    'branched',
    'active',
    [
      'f44: perm null → admin',
      ...['f44-override', 'f44-updates-candidate', 'f44-updates-pending', 'f44-updates-testing'].flatMap(
        tag => [`${tag}: - f44 (0)`, `${tag}: + f44-updates (0)`],
      ),
    ],
  ],
  ['active', 'released', ['f44: locked false → true', 'f44-modular: locked false → true']],
  ['released', 'eol', targets.map(name => `- target ${name}`)],
]

/** The same change the other way. */
function reversed(words: string): string {
  const setting = /^(\S+): (\w+) (\S+) → (\S+)$/.exec(words)
  if (setting !== null) return `${setting[1]}: ${setting[2]} ${setting[4]} → ${setting[3]}`
  const signs = new Map([
    ['+', '-'],
    ['-', '+'],
  ])
  return words.replace(/(?<=^|: )[+-](?= )/, sign => signs.get(sign) ?? sign)
}

/** The files of this machine, and one more. */
async function readFile(path: string, content: string): Promise<string> {
  return path.endsWith('/fedora.yaml') ? `version: 1\n${content}` : nodeIo().readFile(path)
}

async function eventOf(hub: SandboxHub): Promise<number> {
  const event = await hub.call('getLastEvent', [])
  const id = typeof event === 'object' && event !== null && 'id' in event ? event.id : undefined
  if (typeof id === 'number') return id
  throw new TypeError('the hub tells no event')
}

interface Named {
  readonly [key: string]: unknown
}

const rowsIn = (value: unknown): readonly Named[] =>
  Array.isArray(value) ? value.filter((row): row is Named => typeof row === 'object' && row !== null) : []

/** The build tags, at every event of a range, from which builds could not see the root of their release. */
async function rootless(hub: SandboxHub, first: number, last: number): Promise<string[]> {
  const found: string[] = []
  for (let event = first; event <= last; event += 1) {
    const targets = rowsIn(await hub.call('getBuildTargets', [], { event }))
    for (const tag of new Set(targets.map(({ build_tag_name }) => String(build_tag_name)))) {
      const ancestors = rowsIn(await hub.call('getFullInheritance', [tag], { event })).map(({ name }) => name)
      const root = /container-build$/.test(tag) && !tag.includes('flatpak') ? /^f\d+-container$/ : /^f\d+$/
      if (!ancestors.some(name => root.test(String(name)))) found.push(`${tag} at ${event}`)
    }
  }
  return found
}

describe('the phases of a Fedora release', () => {
  it('are plans that hold what the SOPs tell, forward and back; no build tag is ever cut off', async () => {
    const hub = await hubWith(43)
    const first = await eventOf(hub)
    await apply(hub, await release('rawhide'))
    const start = await contents(hub)

    for (const [, to, expected] of steps) {
      const { changes } = await apply(hub, await release(to))
      expect(changes.map(inWords).sort(), `to ${to}`).to.deep.equal([...expected].sort())
      expect((await plan(hub, await release(to))).changes, `${to} twice`).to.deep.equal([])
    }
    for (const [to, from, expected] of [...steps].reverse()) {
      const { changes } = await apply(hub, await release(to))
      expect(changes.map(inWords).sort(), `${from} back to ${to}`).to.deep.equal(
        expected.map(reversed).sort(),
      )
    }

    expect(await contents(hub)).to.deep.equal(start)
    expect(await rootless(hub, first, await eventOf(hub))).to.deep.equal([])
  })

  it('has Bodhi activated by one edit and one apply: one transaction, and no event without parents', async () => {
    const hub = await hubWith(43)
    const before = 'use: [{template: fedora-release, with: {release: 44, phase: branched}}]   # ours\n'
    await apply(hub, await stateOf(before))
    const first = await eventOf(hub)
    const io = { ...nodeIo(), readFile: (path: string) => readFile(path, before) }
    const { text } = await phaseEdit('fedora.yaml', 'active', {}, io)
    expect(text).to.equal(`version: 1\n${before.replace('branched', 'active')}`)

    hub.takeRequests()
    const { stages } = await apply(hub, await stateOf(text.replace('version: 1\n', '')))
    expect(stages.map(({ stage, requests }) => [stage, requests])).to.deep.equal([['switch', 1]])
    const writes = hub.takeRequests().filter(methods => methods.includes('setInheritanceData'))
    expect(writes).to.have.length(1)

    const last = await eventOf(hub)
    expect(last).to.be.above(first)
    for (let event = first; event <= last; event += 1) {
      const parents = rowsIn(await hub.call('getInheritanceData', ['f44-override'], { event }))
      expect(parents.map(({ name }) => name)).to.deep.equal(
        parents[0]?.name === 'f44' ? ['f44'] : ['f44-updates'],
      )
    }
    expect(await rootless(hub, first, last)).to.deep.equal([])
  })

  it('would tell of a build tag that somebody cuts off by hand', async () => {
    const hub = await hubWith(43)
    const parent_id = await hub.call('getTagID', ['f43'])
    await hub.call('setInheritanceData', ['f43-override', [{ parent_id, 'delete link': true }]])
    const now = await eventOf(hub)
    expect(await rootless(hub, now - 1, now))
      .to.include(`f43-build at ${now}`)
      .and.not.include(`f43-build at ${now - 1}`)
  })

  it('has the next release take over what is shared, and give it back, in one transaction each', async () => {
    const hub = await hubWith(43)
    await apply(hub, await release('rawhide'))
    const first = await eventOf(hub)
    const both = await stateOf(
      'use: [{template: fedora-release, with: {release: 44, phase: branched}}, {template: fedora-release, with: {release: 45}}]',
    )
    const { stages, changes } = await apply(hub, both)
    const moves = ['rawhide', 'eln', 'eln-build', 'rawhide-container-candidate']
    const isMove = (words: string) =>
      moves.some(name => words.startsWith(`${name}:`) || words.endsWith(` ${name}`))
    expect(changes.map(inWords).filter(isMove)).to.deep.equal([
      'eln: - f44 (0)',
      'eln: + f45 (0)',
      'eln-build: - f44-build (5)',
      'eln-build: + f45-build (5)',
      'rawhide: - f44 (0)',
      'rawhide: + f45 (0)',
      '~ target rawhide',
      '~ target rawhide-container-candidate',
    ])
    expect(stages.map(({ stage }) => stage)).to.deep.equal(['create', 'fill', 'switch'])
    expect(changes.map(inWords).filter(words => /\bf44\S*:/.test(words))).to.deep.equal([])

    const { changes: back } = await apply(hub, await release('rawhide'))
    expect(back.map(inWords).filter(words => !isMove(words))).to.deep.equal([])
    expect(back).to.have.length(8)
    expect(await rootless(hub, first, await eventOf(hub))).to.deep.equal([])
  })
})
