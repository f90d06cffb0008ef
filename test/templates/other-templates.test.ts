import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect } from 'chai'
import { expandTemplate, listTemplates, loadDesired, nodeIo } from '../../src/desired/index.js'
import { withFiles } from '../../src/desired/io.js'
import { desiredYaml } from '../../src/report/index.js'
import type { SandboxHub } from '../sandbox-hub.js'
import { added, apply, contents, hubWith, inWords, plan, stateOf, uses } from './fedora-hub.js'

const words = ({ changes }: Awaited<ReturnType<typeof plan>>) => changes.map(inWords)

describe('the template side-target', () => {
  const kde = (more = '') =>
    stateOf(uses('side-target', `{name: f43-kde, base: f43-build, ticket: releng#1${more}}`))
  const arches = async (hub: SandboxHub) => {
    const found = await hub.call('getTag', ['f43-kde'])
    return typeof found === 'object' && found !== null && 'arches' in found ? found.arches : undefined
  }

  it('makes a tag on its base with the arches of it, and a target of the same name', async () => {
    const hub = await hubWith(43)
    const opened = await apply(hub, await kde())
    expect(words(opened)).to.deep.equal(['+ tag f43-kde', 'f43-kde: + f43-build (0)', '+ target f43-kde'])
    expect(await arches(hub)).to.equal('i686 x86_64 aarch64 ppc64le s390x')
    expect(words(await plan(hub, await kde()))).to.deep.equal([])
  })

  it('keeps the tag when it is closed', async () => {
    const hub = await hubWith(43)
    await apply(hub, await kde())
    expect(words(await apply(hub, await kde(', closed: true')))).to.deep.equal(['- target f43-kde'])
    expect(await hub.call('getTag', ['f43-kde'])).to.have.property('name', 'f43-kde')
  })

  it('follows its base', async () => {
    const hub = await hubWith(43)
    await apply(hub, await kde())
    await hub.call('editTag2', ['f43-build'], { arches: 'x86_64 riscv64' })
    expect(words(await apply(hub, await kde()))).to.deep.equal([
      'f43-kde: arches i686 x86_64 aarch64 ppc64le s390x → x86_64 riscv64',
    ])
  })

  it('takes the arches that the same plan gives its base', async () => {
    const hub = await hubWith(43)
    const both = await stateOf(
      [
        'use:',
        '- {template: fedora-release, with: {release: 44}}',
        '- {template: side-target, with: {name: f43-kde, base: f44-build, ticket: releng#1}}',
      ].join('\n'),
    )
    await apply(hub, both)
    expect(await arches(hub)).to.equal('i686 x86_64 aarch64 ppc64le s390x')
  })

  it('is refused where there is no such base', async () => {
    const hub = await hubWith(43)
    const wrong = await stateOf(uses('side-target', '{name: f43-kde, base: f43-biuld, ticket: releng#1}'))
    const error: unknown = await plan(hub, wrong).catch((error: unknown) => error)
    expect(error).to.have.property('message').that.includes('there is no tag f43-biuld (arches of f43-kde)')
    expect(error).to.have.property('message').that.includes('did you mean f43-build?')
  })
})

describe('the template mass-rebuild', () => {
  it('makes a tag and a target, which the end of life takes away', async () => {
    const hub = await hubWith(43)
    const rebuild = (phase: string) => stateOf(uses('mass-rebuild', `{release: 43, phase: ${phase}}`))
    const before = await contents(hub)
    await apply(hub, await rebuild('rawhide'))
    const { tags, targets } = added(before, await contents(hub))
    expect([...tags.keys()]).to.deep.equal(['f43-rebuild'])
    expect([...targets.values()]).to.deep.equal([
      { name: 'f43-rebuild', build_tag: 'f43-build', dest_tag: 'f43-rebuild' },
    ])
    expect(words(await plan(hub, await rebuild('released')))).to.deep.equal([])
    expect(words(await plan(hub, await rebuild('eol')))).to.deep.equal(['- target f43-rebuild'])
  })
})

describe('the template epel-release', () => {
  for (const release of ['9', '"10.1"']) {
    it(`makes the tags of EPEL ${release} that Bodhi names, and two targets`, async () => {
      const hub = await hubWith(43)
      const epel = (phase: string) =>
        stateOf(uses('epel-release', `{release: ${release}, arches: [x86_64, aarch64], phase: ${phase}}`))
      const before = await contents(hub)
      await apply(hub, await epel('active'))
      const { tags, targets } = added(before, await contents(hub))
      const name = `epel${release.replaceAll('"', '')}`
      const roles = [
        'build',
        'override',
        'pending',
        'signing-pending',
        'testing',
        'testing-candidate',
        'testing-pending',
      ]
      expect([...tags.keys()]).to.deep.equal([name, ...roles.map(role => `${name}-${role}`)])
      expect([...targets.keys()]).to.deep.equal([name, `${name}-candidate`])
      expect(words(await plan(hub, await epel('active')))).to.deep.equal([])
      expect(words(await plan(hub, await epel('eol')))).to.deep.equal([
        `- target ${name}`,
        `- target ${name}-candidate`,
      ])
    })
  }
})

describe('the templates that come with the tool', () => {
  it('say what they are for, and so do all their parameters; the manual names each', async () => {
    const manual = readFileSync('docs/templates.md', 'utf8')
    const rows = new Set([...manual.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name))
    for (const { name, description, parameters } of await listTemplates()) {
      expect(description, name).not.to.equal('')
      expect(rows, 'rows of docs/templates.md').to.include(name)
      for (const { name: parameter, schema } of parameters)
        expect(schema.description, `${parameter} of ${name}`).to.be.a('string')
    }
  })

  it('come to plain files that say the same', async () => {
    const values = { release: '44', arches: 'x86_64', name: 'f44-kde', base: 'f44-build', ticket: 'releng#1' }
    for (const { name, parameters } of await listTemplates()) {
      const known = Object.entries(values).filter(([key]) => parameters.some(({ name }) => name === key))
      const state = await expandTemplate(name, Object.fromEntries(known))
      const { text } = desiredYaml(state)
      const file = new Map([[resolve('plain.yaml'), new TextEncoder().encode(text)]])
      const again = await loadDesired(['plain.yaml'], withFiles(nodeIo(), file))
      expect(desiredYaml(again).text, name).to.equal(text)
    }
  })
})
