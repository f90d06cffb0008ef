import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { parse } from 'yaml'
import {
  desiredStateSchema,
  expandTemplate,
  InputError,
  listTemplates,
  loadDesired,
  nodeIo,
  templateSchema,
  templateText,
} from '../../src/desired/index.js'
import { memoryIo, withoutSources } from './helpers.js'

const layout = `
description: a layout
parameters:
  release: {type: integer, minimum: 1}
  arches: {type: array, items: {type: string}, default: [x86_64]}
  side: {type: boolean, default: false}
  releases: {type: array, items: {type: integer}, default: []}
  perm: {type: [string, 'null'], default: null}
tags:
  f\${release}: {arches: '\${arches}', locked: '\${side}', perm: '\${perm}', extra: {releases: '\${releases}'}}
`
const io = memoryIo({ '../templates/layout.yaml': layout, '../templates/README.md': '' })

describe('templates', () => {
  it('are listed with what they need to know', async () => {
    const [template] = await listTemplates(io)
    expect(template).to.include({ name: 'layout', description: 'a layout' })
    expect(template?.parameters.map(({ name, default: preset }) => [name, preset])).to.deep.equal([
      ['release', undefined],
      ['arches', ['x86_64']],
      ['side', false],
      ['releases', []],
      ['perm', null],
    ])
    expect(template?.parameters[0]?.schema).to.deep.equal({ type: 'integer', minimum: 1 })
  })

  it('that come with the tool are all in order', async () => {
    expect((await listTemplates()).map(({ name }) => name)).to.include('flatpak')
  })

  it('are shown as they were written', async () => {
    expect(await templateText('layout', io)).to.equal(layout)
  })

  const conversions: [string, Record<string, string>, unknown][] = [
    ['an integer', { release: '44' }, { locked: false, arches: 'x86_64', perm: null }],
    ['a list', { release: '44', arches: 'x86_64,aarch64' }, { arches: 'x86_64 aarch64' }],
    ['a list in brackets', { release: '44', arches: '[x86_64, aarch64]' }, { arches: 'x86_64 aarch64' }],
    ['a list of one', { release: '44', arches: 'aarch64' }, { arches: 'aarch64' }],
    ['an empty list', { release: '44', arches: '[]' }, { arches: '' }],
    ['a boolean', { release: '44', side: 'true' }, { locked: true }],
    ['a text that looks like a number', { release: '44', perm: '7' }, { perm: '7' }],
  ]
  for (const [what, values, expected] of conversions) {
    it(`take ${what} from the command line`, async () => {
      const { tags } = await expandTemplate('layout', values, io)
      expect(tags.get('f44')?.settings).to.deep.include(expected)
    })
  }

  it('take a list of integers from the command line', async () => {
    const { tags } = await expandTemplate('layout', { release: '44', releases: '42,43' }, io)
    expect(tags.get('f44')?.extra?.get('releases')).to.deep.equal({ blocked: false, value: [42, 43] })
  })

  it('come to the same through the command line and through a file', async () => {
    const file = memoryIo({
      'f.yaml': 'version: 1\nuse: [{template: layout, with: {release: 44, arches: [aarch64]}}]\n',
      '../templates/layout.yaml': layout,
    })
    const shown = await expandTemplate('layout', { release: '44', arches: 'aarch64' }, io)
    expect(withoutSources(shown)).to.deep.equal(withoutSources(await loadDesired(['f.yaml'], file)))
  })

  const refusals: [string, string, Record<string, string>, string][] = [
    [
      'a name that is none',
      'layuot',
      {},
      `command line:1:1: there is no built-in template \`layuot\`
    1 | layuot
      | ^
      did you mean \`layout\`?`,
    ],
    [
      'values that do not fit',
      'layout',
      { release: 'x', __proto__: 'ignored' },
      `command line:1:14: release: \`release\` must be integer, found the text "x"
    1 | layout --set release=x
      |              ^`,
    ],
    [
      'a parameter that there is not',
      'layout',
      { relaese: '44' },
      `command line:1:14: relaese: the template layout has no such parameter
    1 | layout --set relaese=44
      |              ^
      did you mean \`release\`?`,
    ],
    [
      'a parameter that is not given',
      'layout',
      {},
      `command line:1:1: the template layout needs a value for \`release\`
    1 | layout
      | ^
      it takes {"type":"integer","minimum":1}`,
    ],
  ]
  for (const [what, name, values, expected] of refusals) {
    it(`refuse ${what}`, async () => {
      const error = await expandTemplate(name, values, io).catch((error: unknown) => error)
      expect(error).to.be.instanceOf(InputError)
      expect(error).to.have.property('message', `The input has a problem.\n\n${expected}`)
    })
  }
})

describe('published schemas', () => {
  for (const [name, schema] of Object.entries({ desiredStateSchema, templateSchema })) {
    it(`${name} is a JSON Schema that other tools can use`, () => {
      const ajv = new Ajv2020({ allowUnionTypes: true })
      expect(ajv.validateSchema({ ...schema })).to.equal(true)
      expect(() => ajv.compile({ ...schema })).not.to.throw()
    })
  }

  it('take what the loader takes', async () => {
    const validate = new Ajv2020({ allowUnionTypes: true }).compile({ ...templateSchema })
    expect(
      validate(parse(await templateText('flatpak', nodeIo()))),
      JSON.stringify(validate.errors),
    ).to.equal(true)
    expect(validate(parse(layout)), JSON.stringify(validate.errors)).to.equal(true)
    expect(validate({ tags: { f44: { archs: [] } } })).to.equal(false)
  })
})
