import { expect } from 'chai'
import { valuePath } from '../../../src/koji/value-path.js'
import { goalOf } from '../../../src/plan/index.js'
import { desired, group, groupRows, here, link, live, tag, wanted } from '../../builders.js'
import { refusalOf, testCases } from './facet-case.js'
import { additiveCases, optionCases, packageCases, requirementCases } from './groups-cases.js'

describe('groups, exact: packages', () => testCases(packageCases))
describe('groups, exact: requirements', () => testCases(requirementCases))
describe('groups, exact: options', () => testCases(optionCases))
describe('groups, additive', () => testCases(additiveCases))

describe('groups: a requirement that the hub would store and never show is refused', () => {
  const at = { file: 'a.yaml', line: 9, column: 7 }
  const requiring = (name: string, groups = {}) =>
    desired([
      wanted('a', {
        groups: { build: { requires: [name] }, ...groups },
        sources: { [valuePath('groups', 'build', 'requires', name)]: at },
      }),
    ])
  const hub = live([
    tag('p', { groups: [group('core', []), group('hidden', [], { blocked: true })] }),
    tag('a', { inheritance: [link('p')] }),
  ])
  const cases: [what: string, ...Parameters<typeof requiring>, message: string][] = [
    ['on a group that nobody has', 'srpm', {}, 'tag a has no group srpm, which group build requires'],
    [
      'on a misspelt group',
      'cor',
      {},
      'tag a has no group cor, which group build requires; did you mean core?',
    ],
    [
      'on a group that an ancestor blocks',
      'hidden',
      {},
      'tag a has no group hidden, which group build requires; it is blocked in p',
    ],
    [
      'on a group that the file blocks',
      'core',
      { core: { blocked: true } },
      'tag a has no group core, which group build requires; it is blocked in a',
    ],
  ]
  for (const [what, name, groups, expected] of cases) {
    it(what, async () => {
      const { message, problems } = await refusalOf(requiring(name, groups), hub)
      expect(message).to.equal(`a.yaml:9:7: ${expected}`)
      expect(problems.map(({ source }) => source)).to.deep.equal([at])
    })
  }
})

describe('groups: notes on what is named and inherited with the same options', () => {
  const hub = live([
    tag('p', {
      groups: [
        groupRows('build', {
          config: { description: 'd' },
          packages: { bash: {}, gcc: { type: 'optional' }, zsh: { blocked: true } },
          requires: { core: {} },
        }),
        group('core', []),
      ],
    }),
    tag('a', { inheritance: [link('p')], groups: [group('build', ['bash'], null)] }),
  ])
  type Groups = NonNullable<Parameters<typeof wanted>[1]>['groups'] & object
  const notes = (groups: Groups) =>
    goalOf(desired([wanted('a', { groups })]), hub).notes.map(note =>
      note.kind === 'redundant'
        ? [note.name, ...(note.group === undefined ? [] : [`${note.part} of ${note.group}`])].join(', ')
        : note.kind,
    )

  it('packages, with and without an own row, listed and blocked', () => {
    const packages = { bash: {}, gcc: { type: 'optional' }, zsh: { blocked: true } }
    expect(notes({ build: { packages } })).to.deep.equal([
      'bash, package of build',
      'gcc, package of build',
      'zsh, package of build',
    ])
  })
  it('requirements', () => {
    expect(notes({ build: { requires: ['core'] } })).to.deep.equal(['core, requirement of build'])
  })
  it('a group to which nothing is added', () => expect(notes({ core: [] })).to.deep.equal(['core']))
  it('a group whose options are repeated', () => {
    expect(notes({ build: { packages: ['new'], description: 'd' } })).to.deep.equal(['build'])
  })
  it('none where something is new or differs', () => {
    const packages = { gcc: { type: 'default' }, bash: { blocked: true }, new: {} }
    expect(notes({ build: { packages, description: 'e' }, core: ['make'], more: [] })).to.deep.equal([])
  })
  it('tell the tag, the facet, the ancestor and the place', () => {
    expect(goalOf(desired([wanted('a', { groups: { core: [] } })]), hub).notes).to.deep.equal([
      { kind: 'redundant', tag: 'a', facet: 'groups', name: 'core', from: 'p', source: here },
    ])
  })
})
