import { expect } from 'chai'
import fc from 'fast-check'
import { parse } from 'yaml'
import { nodeIo } from '../src/desired/index.js'
import { RelengError } from '../src/koji/error.js'
import { type Exported, type ExportWish, proveExport, readExport } from '../src/pipeline.js'
import { type ExportSubject, exportText, templatedExport } from '../src/report/index.js'
import { handCalls, makeCalls } from './random-states.js'
import { renamedCall } from './renamed.js'
import { SandboxHub } from './sandbox-hub.js'
import { apply, hubWith, stateOf, uses } from './templates/fedora-hub.js'
import { areTelling, runs, tries } from './tries.js'

const everything: ExportWish = { patterns: ['*'], packages: true, sideTags: false }

function exported({ client }: SandboxHub, wish: Partial<ExportWish> = {}): Promise<Exported> {
  return readExport(client, 'test', { ...everything, ...wish })
}

function subject({ live, desired, unsaid, sideTags }: Exported): ExportSubject {
  const { hub, event } = live
  return { patterns: ['*'], hub, event, desired, unsaid, sideTags, packages: true }
}

/** Files that would be written; they prove themselves, or this throws. */
async function proved(hub: SandboxHub, one: Exported, as: 'plain' | 'template'): Promise<string[]> {
  const templated = as === 'template' ? templatedExport(subject(one), './t-template.yaml') : undefined
  const texts = templated === undefined ? [exportText(subject(one))] : [templated.file, templated.template]
  const names = ['t.yaml', 't-template.yaml']
  const files = texts.map((text, index) => ({ path: names[index] ?? '', text }))
  await proveExport(one, files, hub.client, nodeIo())
  return texts
}

/** Names of three releases, and some of none, so that forms meet. */
const names = new Map(
  Object.entries({
    a: 'f44-x',
    b: 'f45-x',
    c: 'f44-y-f45',
    d: 'f45-y-f46',
    e: 'f46-x',
    t: 'f44',
    u: 'f45',
    r: 'f44-r',
    s: 'f45-r',
  }),
)

describe('an export', () => {
  it('of any hub plans to no change, plain and as a template', async () => {
    let templates = 0
    await fc.assert(
      fc.asyncProperty(handCalls, async calls => {
        const hub = new SandboxHub()
        await makeCalls(
          hub,
          calls.map(call => renamedCall(call, name => names.get(name) ?? name)),
        )
        const one = await exported(hub).catch((error: unknown) => {
          if (error instanceof RelengError && error.message.startsWith('no tag, target')) return undefined
          throw error
        })
        if (one === undefined) return
        await proved(hub, one, 'plain')
        const texts = await proved(hub, one, 'template')
        templates += texts.length - 1
      }),
      tries(1 / 2),
    )
    if (areTelling) expect(templates, 'templates').to.be.above(runs / 8)
  })

  it('of two releases is at most 60 % as long as a template, with what one of them has otherwise', async () => {
    const hub = await hubWith(43)
    await apply(hub, await stateOf(uses('fedora-release', '{release: 44}')))
    await apply(hub, await stateOf(uses('fedora-release', '{release: 44, phase: branched}')))
    await apply(hub, await stateOf(uses('fedora-release', '{release: 45}')))
    await hub.call('editTag2', ['f44-build'], { arches: 'x86_64' })
    hub.takeRequests()
    const one = await exported(hub, { patterns: ['*f44*', '*f45*'], packages: false })
    const plain = await proved(hub, one, 'plain')
    const requests = hub.takeRequests().map(methods => [...new Set(methods)].slice(1).join(' '))
    expect(requests, 'as a plan; the last proves it').to.deep.equal([
      'listTags getBuildTargets',
      'getLastEvent getAllPerms mavenEnabled listExternalRepos getKojiVersion listTags',
      'queryHistory',
      'getLastEvent getAllPerms mavenEnabled listExternalRepos getKojiVersion queryHistory',
      'queryHistory',
    ])
    const [file = '', template = ''] = await proved(hub, one, 'template')
    expect((file + template).length / plain.join('').length, 'characters').to.be.below(0.6)
    const lines = (text: string) => text.split('\n').length
    expect((lines(file) + lines(template)) / lines(plain.join('')), 'lines').to.be.below(0.6)
    expect(file).to.contain('  f44-build:\n    arches:\n      - x86_64\n')
    expect(template).to.contain('  f${release}-build:\n').and.to.contain('build_tag: f${release}-build')
  })

  it('says once what some releases have otherwise, and leaves in the file what is of one or of none', async () => {
    const hub = new SandboxHub()
    for (const release of ['f44', 'f45', 'f46']) {
      await hub.call('createTag', [release], { arches: 'x86_64', locked: release !== 'f46' })
      await hub.call('createTag', [`${release}-build`], {
        extra: { previous: `f${Number(release.slice(1)) - 1}` },
      })
    }
    await hub.call('createTag', ['f44-old'])
    await hub.call('createTag', ['f45-new'])
    await hub.call('createTag', ['f46-new'])
    await hub.call('createTag', ['shared'], { extra: { literal: '${x} $${y}' } })
    const [file = '', template = ''] = await proved(hub, await exported(hub), 'template')
    const { use, tags } = parse(file)
    expect(use).to.deep.equal([{ template: './t-template.yaml', for: { release: [44, 45, 46] } }])
    expect(Object.keys(tags)).to.deep.equal(['f44-new', 'f44-old', 'f46', 'shared'])
    expect(tags).to.deep.include({ 'f44-new': null, f46: { locked: false } })
    const made = parse(template)
    expect(Object.keys(made.tags)).to.deep.equal(['f${release}', 'f${release}-build', 'f${release}-new'])
    expect(made.tags['f${release}-build'].extra).to.deep.equal({ previous: 'f${release-1}' })
    expect(made).not.to.have.property('overlays')

    await hub.call('editTag2', ['f44'], { arches: 'aarch64' })
    await hub.call('editTag2', ['f45'], { arches: 'aarch64' })
    await hub.call('createTag', ['f47'], { arches: 'x86_64' })
    await hub.call('createTag', ['f47-build'], { extra: { previous: 'f46' } })
    const [, other = ''] = await proved(hub, await exported(hub), 'template')
    expect(parse(other).overlays).to.deep.equal([
      { when: { release: [46, 47] }, tags: { 'f${release}': { arches: ['x86_64'], locked: false } } },
      { when: { release: [44, 47] }, tags: { 'f${release}-new': null } },
    ])
  })
})
