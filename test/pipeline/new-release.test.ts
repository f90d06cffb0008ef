import { resolve } from 'node:path'
import { expect } from 'chai'
import { loadDesired, nodeIo, withFiles } from '../../src/desired/index.js'
import {
  compareSides,
  type Fit,
  fitTemplate,
  newRelease,
  ReleaseTemplate,
  readReleases,
} from '../../src/pipeline.js'
import { type Release, renumber } from '../../src/release/index.js'
import type { SandboxHub } from '../sandbox-hub.js'
import { apply, hubWith, plan, stateOf, uses } from '../templates/fedora-hub.js'

const f = (number: string): Release => ({ prefix: 'f', number })
const path = resolve('f45.yaml')

interface Wishes {
  readonly number?: string
  readonly template?: string
  readonly given?: { readonly [name: string]: string }
  readonly choose?: (fit: Fit) => Pick<Fit, 'switches' | 'differences'>
}

/** A new release that is like 44 of this hub. */
async function likeF44(hub: SandboxHub, wishes: Wishes = {}) {
  const { number = '45', template: name = 'fedora-release', given = {}, choose = fit => fit } = wishes
  const io = nodeIo()
  const template = await ReleaseTemplate.open(name, number, given, io)
  const live = await readReleases(hub.client, 'test', [f(number), f('44')])
  const fit = await fitTemplate(template, f('44'), live)
  const hubLook = { live, profile: 'test' }
  const made = await newRelease({
    template,
    number,
    path,
    io,
    hub: hubLook,
    like: { fit, chosen: choose(fit) },
  })
  return { fit, ...made }
}

function load(text: string) {
  return loadDesired([path], withFiles(nodeIo(), new Map([[path, new TextEncoder().encode(text)]])))
}

/** What 44 has and 45 has not, or otherwise: in the words of the tags. */
async function differing(hub: SandboxHub): Promise<string[]> {
  const live = await readReleases(hub.client, 'test', [f('44'), f('45')])
  const { compared } = compareSides([{ release: f('44') }, { release: f('45') }], live)
  return compared.differences.map(({ kind, a }) => `${kind} ${a}`)
}

const released = (number: number, more = '') =>
  stateOf(`${uses('fedora-release', `{release: ${number}, phase: branched}`)}\n${more}`)

/** 44 as somebody made it by hand: each line is something that no template says. */
const byHand = `tags:
  f44: {groups: {build: [make], extras: {packages: [{package: gdb, type: optional}], description: of f44}}}
  f44-build: {external_repos: [f44-ext, {repo: shared, priority: 7, merge_mode: bare}]}
  f44-infra: {arches: [x86_64], perm: admin, extra: {path: /repos/f44/, tag2distrepo.keys: "12944e09"}}
  f44-infra-stg: {extra: {tag2distrepo.enabled: null}, block_extra: [mock.new_chroot]}
  f44-flatpak-app-build: {dist_tag: {macro: distcore, value: .fc44app}}
  f44-flatpak-runtime-build: {dist_tag: null, extra: {rpm.macro.dist: .fc44rt}}
  f44-flatpak-app: {groups: {build: null}}
  f44-foo: {arches: [x86_64], inheritance: [{parent: f44, maxdepth: 1}, {parent: f43, priority: 9, pkg_filter: "^gcc"}]}
  f44-override: {inheritance: [f44, f44-foo]}
  f44-iot: null
external_repos:
  f44-ext: {url: "https://example.org/releases/44/f44-ext/"}
  shared: {url: "https://example.org/shared/"}
targets:
  f44-foo: {build_tag: f44-build, dest_tag: f44-foo}
  f44-infra: {build_tag: f44-build}
`

describe('a new release', () => {
  it('that is like one by the book says nothing over the template', async () => {
    const hub = await hubWith(43)
    await apply(hub, await released(44))
    const { fit, file } = await likeF44(hub)
    expect([fit.phase, [...fit.switches], fit.differences]).to.deep.equal(['rawhide', [], []])
    expect(file.overrides).to.deep.equal([])
  })

  it('takes four requests, whatever there is', async () => {
    const hub = await hubWith(43)
    await apply(hub, await released(44, byHand))
    hub.takeRequests()
    await likeF44(hub)
    expect(hub.takeRequests().length).to.be.at.most(4)
  })

  it('has all that was changed by hand: made from its file, the two are the same', async () => {
    const hub = await hubWith(43)
    await apply(hub, await released(44, byHand))
    const { text, left, carried, fit } = await likeF44(hub, { given: { phase: 'branched' } })
    expect(left).to.deep.equal([])
    expect(carried).to.deep.equal(fit.differences)
    await apply(hub, await load(text))
    expect(await differing(hub)).to.deep.equal([])
  })

  it('is the old one, with the old number: planned, it changes nothing', async () => {
    const hub = await hubWith(43)
    await apply(hub, await released(44, byHand))
    const { text } = await likeF44(hub, { given: { phase: 'branched' } })
    const back = text
      .split('\n')
      .filter(line => !line.trimStart().startsWith('#'))
      .map(line => renumber(line, f('45'), f('44')))
      .join('\n')
      .replace('release: 45', 'release: 44')
      .replace('/releases/45/', '/releases/44/')
    expect((await plan(hub, await load(back))).changes).to.deep.equal([])
  })

  for (const phase of ['active', 'released', 'eol'])
    it(`is compared in the phase of the old one: ${phase}`, async () => {
      const hub = await hubWith(43)
      await apply(hub, await released(44))
      await apply(hub, await stateOf(uses('fedora-release', `{release: 44, phase: ${phase}}`)))
      const { fit, file } = await likeF44(hub)
      expect([fit.phase, fit.differences]).to.deep.equal([phase, []])
      expect(file.values.get('phase')).to.equal('rawhide')
    })

  it('says where a difference is in something that the phases say as well', async () => {
    const hub = await hubWith(43)
    const more = '\ntags:\n  f44-override: {inheritance: [f44-updates, f44-compose]}\n  f44: {perm: infra}'
    await apply(hub, await stateOf(uses('fedora-release', '{release: 44, phase: active}') + more))
    const { text } = await likeF44(hub)
    expect(text.match(/Look at it: f44 is in phase active/g)).to.have.length(2)
  })

  it('switches families off that the old one has none of', async () => {
    const hub = await hubWith(43)
    await apply(hub, await stateOf(uses('fedora-release', '{release: 44, modular: false, coreos: false}')))
    const { fit, text, file } = await likeF44(hub)
    expect(Object.fromEntries(fit.switches)).to.deep.equal({ modular: false, coreos: false })
    expect(fit.differences).to.deep.equal([])
    expect(text).to.contain('      # f44 has none of these\n      modular: false\n')
    expect(file.overrides).to.deep.equal([])
  })

  it('finds a script’s mistakes, since they are differences', async () => {
    const hub = await hubWith(44)
    const { fit } = await likeF44(hub)
    expect(
      fit.differences.map(({ b, entries }) => [b, entries.map(({ path }) => path.b?.[0])]),
    ).to.deep.equal([['f44-flatpak-app', ['tag2distrepo.enabled', 'tag2distrepo.inherit']]])
    expect((await likeF44(hub, { given: { compat: 'script' } })).fit.differences).to.deep.equal([])
  })

  it('leaves what would mean nothing in it, and what was not chosen', async () => {
    const hub = await hubWith(43)
    const more = `
tags:
  f44-build-side-7: {inheritance: [f44-build]}
  f44-kde: {inheritance: [f44-build-side-7]}
  f44-kde2: {inheritance: [f44-kde]}
  f44-next: {extra: {k: f46}}
  f44-iot: {arches: [x86_64]}
targets:
  f44-kde: {build_tag: f44-kde, dest_tag: f44-kde}
`
    await apply(hub, await released(44, more))
    const { left, carried, text } = await likeF44(hub)
    expect(left.map(({ difference: { kind, b }, reason }) => `${kind} ${b}: ${reason}`)).to.deep.equal([
      'tag f44-next: f46 would mean another thing in release f45',
      'tag f44-kde: nothing makes f45-build-side-7, which it needs',
      'tag f44-kde2: nothing makes f45-kde, which it needs',
      'target f44-kde: nothing makes f45-kde, which it needs',
    ])
    expect(carried.map(({ b }) => b)).to.deep.equal(['f44-iot'])
    expect(text).to.contain('nothing makes f45-build-side-7, which it needs')
    const none = { switches: new Map(), differences: [] }
    const chosen = await likeF44(hub, { choose: () => none })
    expect([chosen.carried, chosen.left, chosen.file.overrides]).to.deep.equal([[], [], []])
  })

  it('tells that it is there already, and whether as the file says', async () => {
    const hub = await hubWith(43)
    await apply(hub, await released(44))
    await apply(hub, await stateOf(uses('fedora-release', '{release: 45, moves: false}')))
    expect((await likeF44(hub)).file.warnings).to.deep.equal([
      'f45 is on test already, just as this file says',
    ])
    await hub.call('editTag2', ['f45-iot'], { perm: 'admin' })
    const { file, text } = await likeF44(hub)
    expect(file.warnings).to.deep.equal([
      'f45 is on test already, and otherwise than this file says: f45-iot; ' +
        'see koji-releng tags compare f45.yaml f45 --profile test',
    ])
    expect(text).to.contain('# WARNING: f45 is on test already, and otherwise than this file says: f45-iot;')
  })

  it('may have a minor number', async () => {
    const template = await ReleaseTemplate.open('epel-release', '10.1', { arches: 'x86_64' }, nodeIo())
    const { text } = await newRelease({ template, number: '10.1', path, io: nodeIo() })
    expect(text).to.contain('release: "10.1"\n').and.to.contain('arches: [x86_64]\n')
    expect([...(await load(text)).tags.keys()]).to.include('epel10.1-build')
  })

  it('may be of a template of one’s own, which is named from where the file is', async () => {
    const mine = `parameters: {release: {type: integer}}\ntags: {'c\${release}s-build': {}}\n`
    const io = withFiles(nodeIo(), new Map([[resolve('layouts/mine.yaml'), new TextEncoder().encode(mine)]]))
    const template = await ReleaseTemplate.open('./layouts/mine.yaml', '9', {}, io)
    const { file, text } = await newRelease({ template, number: '9', path: resolve('releases/c9.yaml'), io })
    expect(file.release).to.deep.equal({ prefix: 'c', number: '9' })
    expect(text).to.contain('template: ../layouts/mine.yaml\n').and.not.to.contain('phase')
  })

  for (const [template, given, message] of [
    ['fedora-release', { release: '44' }, '--set release is said twice'],
    ['fedora-release', { phase: 'gold' }, 'must be one of'],
    ['no-such', {}, 'there is no built-in template `no-such`'],
  ] as const)
    it(`is refused: ${message}`, async () => {
      const error: unknown = await ReleaseTemplate.open(template, '45', given, nodeIo()).catch(error => error)
      expect(String(error)).to.contain(message)
    })
})
