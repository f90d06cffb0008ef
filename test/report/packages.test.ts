import { expect } from 'chai'
import type { OwnPackage } from '../../src/koji/tag.js'
import { goalOf, makePlan } from '../../src/plan/index.js'
import { planDiff, planText } from '../../src/report/index.js'
import { blocked, type DesiredParts, desired, link, listed, live, tag, wanted } from '../builders.js'

interface Rows {
  readonly [name: string]: OwnPackage
}

function planned(own: Rows, inherited: Rows, parts: DesiredParts) {
  const parent = tag('p', { packages: inherited })
  const hub = live([parent, tag('a', { inheritance: [link('p')], packages: own })])
  const goal = goalOf(desired([wanted('a', parts)]), hub)
  return { goal, hub, text: planText(makePlan(goal, hub)) }
}

describe('package lists in a report', () => {
  const cases: [string, Rows, Rows, DesiredParts, string][] = [
    ['a listing', {}, {}, { packages: { eog: 'releng' } }, '+ eog (owner releng)'],
    [
      'extra arches',
      {},
      {},
      { packages: { wine: { owner: 'releng', extra_arches: 'i586 i686' } } },
      '+ wine (owner releng, extra arches i586 i686)',
    ],
    [
      'a listing over a block',
      {},
      { eog: blocked('packager') },
      { packages: { eog: 'releng' } },
      '+ eog (owner releng, p blocks it)',
    ],
    [
      'a block',
      {},
      { eog: listed('packager') },
      { blocked_packages: ['eog'] },
      '+ eog (blocked, p lists it)',
    ],
    [
      'a new owner',
      { eog: listed('packager') },
      {},
      { packages: { eog: 'releng' } },
      'eog: owner packager → releng',
    ],
    [
      'an owner where there was none, and arches',
      { eog: listed(null) },
      {},
      { packages: { eog: { owner: 'releng', extra_arches: 'i686' } } },
      'eog: owner nobody → releng, extra arches none → i686',
    ],
    [
      'a listing that becomes a block',
      { eog: listed('releng') },
      {},
      { blocked_packages: ['eog'] },
      'eog: listed → blocked',
    ],
    [
      'a block that becomes a listing',
      { eog: blocked('releng') },
      {},
      { packages: { eog: 'releng' } },
      'eog: blocked → listed',
    ],
    ['what goes', { eog: listed('releng') }, {}, { packages: {} }, '- eog (owner releng)'],
    [
      'what goes, and is still inherited',
      { eog: blocked('releng') },
      { eog: listed('packager') },
      { blocked_packages: [] },
      '- eog (blocked, p lists it)',
    ],
    [
      'names, made harmless',
      {},
      {},
      { packages: { 'e\u001bog': 're\u0007leng' } },
      '+ e\\u{1b}og (owner re\\u{7}leng)',
    ],
  ]
  for (const [what, own, inherited, parts, expected] of cases) {
    it(`tell ${what}`, () => {
      expect(planned(own, inherited, parts).text).to.match(/packages +(.*)/)
      expect(/packages {6}(.*?) {2}/.exec(planned(own, inherited, parts).text)?.[1]).to.equal(expected)
    })
  }

  it('tell them as a file would, in a diff', () => {
    const { goal, hub } = planned(
      {
        eog: listed('releng', 'i686'),
        gimp: listed('packager'),
        old: listed('releng'),
        vim: listed('releng'),
      },
      {},
      {
        packages: { eog: { owner: 'releng', extra_arches: '' }, gimp: 'releng', vim: 'releng' },
        blocked_packages: ['old'],
      },
    )
    expect(
      planDiff(goal, hub)
        .split('\n')
        .slice(2)
        .map(line => line.trimEnd()),
    ).to.deep.equal([
      '@@ -9,12 +9,9 @@',
      '       - parent: p',
      '         priority: 0',
      '     packages:',
      '-      packager:',
      '-        - gimp',
      '       releng:',
      '         - eog',
      '-        - old',
      '+        - gimp',
      '         - vim',
      '-    package_arches:',
      '-      eog:',
      '-        - i686',
      '+    blocked_packages:',
      '+      - old',
      '',
    ])
  })
})
