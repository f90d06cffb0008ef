import { expect } from 'chai'
import { RefusedError, RelengError } from '../../src/koji/error.js'
import type { LiveGraph } from '../../src/koji/inheritance-graph.js'
import type { Target } from '../../src/koji/tag.js'
import { retirementOf } from '../../src/plan/index.js'
import { retirementYaml } from '../../src/report/index.js'
import { desired, noTarget, target, wanted } from '../builders.js'
import { graphOf, type Parents } from '../graph-of.js'

const built = [target('f42', 'f42-build', 'f42-updates'), target('rawhide', 'f42-build', 'f42-updates')]
const tags = ['f42', 'f42-build', 'f42-updates', 'module-f42-build', 'rawhide', 'coreos']
const layouts = {
  release: '42',
  template: 'fedora',
  ended: desired(
    [wanted('f42', { settings: { locked: true } }), wanted('f42-modular', { settings: { locked: true } })],
    [noTarget('f42')],
  ),
  alive: [
    desired(
      tags.map(name => wanted(name)),
      built,
    ),
  ],
}

const parents: Parents = {
  f42: [],
  'f42-updates': ['f42'],
  'f42-build': ['f42'],
  'module-f42-build': [],
  f43: [],
  'f43-build': ['f43'],
  rawhide: ['f43'],
}

function hub(more: Parents, ...targets: Target[]): LiveGraph {
  return {
    hub: { profile: 'koji', url: 'https://koji.test/kojihub', version: '1.35.3' },
    event: 7,
    graph: graphOf({ ...parents, ...more }),
    targets,
  }
}

const retired = (live: LiveGraph) => retirementOf(layouts, live).targets.map(({ name }) => name)

describe('the end of a release', () => {
  const cases: [what: string, Parents, Target, boolean][] = [
    ['builds in its tags', {}, target('f42', 'f42-build', 'f42-updates'), true],
    ['builds for its tags alone', {}, target('odd', 'other-build', 'f42-updates'), true],
    ['has another name', {}, target('eight', 'f42-build', 'eight'), true],
    ['builds modules for it', {}, target('mod', 'module-f42-build', 'mod'), true],
    ['builds in a side tag', { 'f42-kde': ['f42-build'] }, target('f42-kde', 'f42-kde', 'f42-kde'), true],
    [
      'builds in a tag that inherits from its build tag',
      { mine: ['f42-build'] },
      target('mine', 'mine', 'mine'),
      true,
    ],
    ['does so over tags between', { a: ['f42-build'], b: ['a'] }, target('b', 'b', 'b'), true],
    ['belongs to another release', {}, target('f43', 'f43-build', 'f43-build'), false],
    ['is of a longer number', { f420: [] }, target('f420', 'f420', 'f420'), false],
    ['only begins alike', { f42x: [] }, target('f42x', 'f42x', 'f42x'), false],
    ['has nothing to do with it', { 'x-f42': [] }, target('x', 'x-f42', 'x-f42'), false],
  ]
  for (const [what, more, one, goes] of cases) {
    it(`${goes ? 'takes' : 'leaves'} a target that ${what}`, () => {
      // What builds in the build tag is what makes it one.
      const live = hub(more, target('f42-candidate', 'f42-build', 'f42-updates'), one)
      expect(retired(live)).to.deep.equal(goes ? ['f42-candidate', one.name] : ['f42-candidate'])
    })
  }

  it('takes targets of side tags that are left over when all others are gone', () => {
    expect(retired(hub({ mine: ['f42-build'] }, target('mine', 'mine', 'mine')))).to.deep.equal(['mine'])
  })

  it('locks what the template locks, as far as it exists', () => {
    expect(retirementOf(layouts, hub({})).locked).to.deep.equal(['f42'])
    expect(retirementOf(layouts, hub({ 'f42-modular': [] })).locked).to.deep.equal(['f42', 'f42-modular'])
  })

  it('is refused while something that stays stands on it: all of that is told', () => {
    const live = hub(
      { rawhide: ['f42'], 'f43-build': ['between'], between: ['f42-build'] },
      target('rawhide', 'f42-build', 'f42-updates'),
      target('f43', 'f43-build', 'f42-updates'),
    )
    expect(() => retirementOf(layouts, live)).to.throw(
      RefusedError,
      [
        'release 42 is still in use, and cannot end:',
        'tag f43-build inherits from f42-build through between',
        'tag rawhide inherits from f42',
        'target f43 builds for f42-updates',
        'target rawhide builds in f42-build',
      ].join('\n'),
    )
  })

  it('tells the tag that another release stands on it through, which has to let go', () => {
    const live = hub({ pool: ['f42'], 'f43-coreos': ['pool'] })
    const refused = expect(() => retirementOf(layouts, live)).to.throw(RefusedError)
    refused.with.property('message').that.contains('tag f43-coreos inherits from f42 through pool')
    refused.with.property('next').that.matches(/^take f42 from the parents of pool; move them first/)
  })

  it('is an error for a release that the hub has not', () => {
    const layout = { ...layouts, release: '41', alive: [desired([wanted('f41')])], ended: desired([]) }
    expect(() => retirementOf(layout, hub({}))).to.throw(RelengError, 'there is no tag of release 41')
  })

  it('is a file that says what goes, and why', () => {
    const live = hub(
      { mine: ['f42-build'] },
      target('42', 'f42-build', 'f42-updates'),
      target('mine', 'mine', 'mine'),
    )
    expect(retirementYaml(retirementOf(layouts, live), live)).to.equal(
      [
        '# The end of life of release 42, as fedora has it: koji-releng tags retire 42',
        '# found this on https://koji.test/kojihub at event 7.',
        '# All targets that build in its tags, or for them, go. No tag goes: what was released stays as it is, locked.',
        'version: 1',
        'profile: koji',
        'tags:',
        '  f42: { locked: true }',
        'targets:',
        '  "42": { absent: true } # f42-build → f42-updates',
        '  mine: { absent: true } # mine → mine; mine inherits from f42-build',
        '',
      ].join('\n'),
    )
  })
})
