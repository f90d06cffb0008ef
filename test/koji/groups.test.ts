import { expect } from 'chai'
import fc from 'fast-check'
import {
  copyOf,
  type EffectiveGroup,
  effectiveGroups,
  type Given,
  GroupLookup,
  packageNames,
} from '../../src/koji/groups.js'
import { emptyGroup, type GroupRequirement, type OwnGroup } from '../../src/koji/tag.js'
import { group } from '../builders.js'

type Groups = readonly [string, OwnGroup][]

/** The same group with requirements on others. */
function requiring(
  [name, own]: [string, OwnGroup],
  rows: Partial<Record<string, boolean>>,
): [string, OwnGroup] {
  const requirement = (blocked = false): GroupRequirement => ({
    blocked,
    type: 'mandatory',
    is_metapkg: null,
  })
  const requirements = Object.entries(rows).map(([other, blocked]): [string, GroupRequirement] => [
    other,
    requirement(blocked),
  ])
  return [name, { ...own, requirements: new Map(requirements) }]
}

/** `[-]name of tag: [-]package of tag …, needs [-]group of tag …`; a minus is a block. */
function text([name, { config, packages, requirements }]: [string, EffectiveGroup]): string {
  const row = ([key, { blocked, from }]: readonly [string, { blocked: boolean; from: string }]) =>
    `${blocked ? '-' : ''}${key} of ${from}`
  const rows = [...[...packages].map(row), ...[...requirements].map(one => `needs ${row(one)}`)]
  return [row([name, config]), ...rows.sort()].join(', ')
}

/** Tags in their order of look-up. */
function effective(...tags: readonly (readonly [string, Groups])[]): string[] {
  const own = new Map(tags.map(([name, groups]) => [name, new Map(groups)]))
  return [...effectiveGroups(own.keys(), tag => own.get(tag) ?? new Map())].map(text)
}

const addition = null
const blocked = { blocked: true }

const cases: [string, string[], string[]][] = [
  ['no group', effective(['a', []]), []],
  ['own groups', effective(['a', [group('g', ['one'])]]), ['g of a, one of a']],
  ['inherited groups', effective(['a', []], ['b', [group('g', ['one'])]]), ['g of b, one of b']],
  [
    'of each row, the first',
    effective(['a', [group('g', ['one'])]], ['b', [group('g', ['one', 'two']), group('h', [])]]),
    ['g of a, one of a, two of b', 'h of b'],
  ],
  [
    "a package added to an ancestor's group",
    effective(['a', [group('g', ['one'], addition)]], ['b', [group('g', [])]]),
    ['g of b, one of a'],
  ],
  ['no package of a group that nobody configures', effective(['a', [group('g', ['one'], addition)]]), []],
  [
    'a blocked package, which hides the one above',
    effective(['a', [group('g', [], addition, ['one'])]], ['b', [group('g', ['one', 'two'])]]),
    ['g of b, -one of a, two of b'],
  ],
  [
    'a package that is unblocked below a block',
    effective(['a', [group('g', ['one'])]], ['b', [group('g', [], {}, ['one'])]]),
    ['g of a, one of a'],
  ],
  [
    'a blocked group without its packages, own and inherited',
    effective(['a', [group('g', ['one'], blocked)]], ['b', [group('g', ['two'])]]),
    ['-g of a'],
  ],
  [
    'a group that is unblocked below a block, with all packages',
    effective(['a', [group('g', ['one'])]], ['b', [group('g', ['two'], blocked)]]),
    ['g of a, one of a, two of b'],
  ],
  [
    'requirements on groups that are there',
    effective(['a', [requiring(group('g', []), { h: false })]], ['b', [group('h', [])]]),
    ['g of a, needs h of a', 'h of b'],
  ],
  [
    'no requirement on a missing or a blocked group',
    effective(['a', [requiring(group('g', []), { h: false, nowhere: false }), group('h', [], blocked)]]),
    ['g of a', '-h of a'],
  ],
  [
    'a blocked requirement, which hides the one above',
    effective(
      ['a', [requiring(group('g', [], addition), { h: true })]],
      ['b', [requiring(group('g', []), { h: false }), group('h', [])]],
    ),
    ['g of b, needs -h of a', 'h of b'],
  ],
  [
    'no requirement of a blocked group',
    effective(['a', [requiring(group('g', [], blocked), { h: false }), group('h', [])]]),
    ['-g of a', 'h of a'],
  ],
  [
    'a group and a package called __proto__',
    effective(['a', [group('__proto__', ['__proto__'])]]),
    ['__proto__ of a, __proto__ of a'],
  ],
]

const word = fc.constantFrom('g', 'h', 'one', '__proto__')
const row = fc.record({ blocked: fc.boolean() })
const ownGroup = fc
  .tuple(
    word,
    fc.boolean(),
    fc.boolean(),
    fc.uniqueArray(word),
    fc.uniqueArray(word),
    fc.dictionary(word, row),
  )
  .map(([name, hasConfig, isBlocked, packages, blockedPackages, requirements]): [string, OwnGroup] =>
    requiring(
      group(name, packages, hasConfig ? { blocked: isBlocked } : null, blockedPackages),
      Object.fromEntries(Object.entries(requirements).map(([key, value]) => [key, value.blocked])),
    ),
  )
const anyTags = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.array(ownGroup, { maxLength: 3 }))

describe('effectiveGroups shows', () => {
  for (const [what, shown, expected] of cases) it(what, () => expect(shown).to.deep.equal(expected))

  it('only rows that one of the tags holds, each with the first tag that holds it', () => {
    fc.assert(
      fc.property(anyTags, tags => {
        const lookup = Object.keys(tags)
        const groupsOf = (tag: string) => new Map(tags[tag] ?? [])
        const first = <T>(name: string, row: (own: OwnGroup) => T | null | undefined) => {
          const from = lookup.find(tag => row(groupsOf(tag).get(name) ?? emptyGroup))
          return from === undefined ? {} : { ...row(groupsOf(from).get(name) ?? emptyGroup), from }
        }
        for (const [name, { config, packages, requirements }] of effectiveGroups(lookup, groupsOf)) {
          expect(config).to.deep.equal(first(name, own => own.config))
          for (const [key, value] of packages) {
            expect(value).to.deep.equal(first(name, own => own.packages.get(key)))
          }
          for (const [key, value] of requirements) {
            expect(value).to.deep.equal(first(name, own => own.requirements.get(key)))
          }
        }
      }),
    )
  })

  it('the same where a tag is looked up twice, as rescans of inheritance do', () => {
    fc.assert(
      fc.property(anyTags, tags => {
        const lookup = Object.keys(tags)
        const groupsOf = (tag: string) => new Map(tags[tag] ?? [])
        const twice = effectiveGroups([...lookup, ...lookup], groupsOf)
        expect(twice).to.deep.equal(effectiveGroups(lookup, groupsOf))
      }),
    )
  })
})

describe('GroupLookup', () => {
  const copied = <T>(given: Given<T> | undefined) => given && copyOf(given)

  it('tells of each entry what effectiveGroups shows, whatever is asked about', () => {
    fc.assert(
      fc.property(anyTags, tags => {
        const tagNames = Object.keys(tags)
        const own = new Map(tagNames.map(tag => [tag, new Map(tags[tag] ?? [])]))
        const groupsOf = (tag: string) => own.get(tag) ?? new Map()
        const whole = effectiveGroups(tagNames, groupsOf)
        const lookup = new GroupLookup([...tagNames, ...tagNames], groupsOf)
        const groups = [...own.values()].flatMap(groups => [...groups])
        for (const [name, { packages, requirements }] of groups) {
          const group = whole.get(name)
          expect(copied(lookup.config(name))).to.deep.equal(group?.config)
          expect(lookup.isShown(name)).to.equal(group?.config.blocked === false)
          expect(lookup.packageNames(name)).to.deep.equal(packageNames(group))
          for (const key of packages.keys())
            expect(copied(lookup.package(name, key))).to.deep.equal(group?.packages.get(key))
          for (const key of requirements.keys())
            expect(copied(lookup.requirement(name, key))).to.deep.equal(group?.requirements.get(key))
        }
      }),
    )
  })
})

describe('packageNames', () => {
  const one = (...groups: Groups) => effectiveGroups(['a'], () => new Map(groups)).get('g')

  it('lists what is not blocked, sorted', () => {
    expect(packageNames(one(group('g', ['zsh', 'bash'], {}, ['tcsh'])))).to.deep.equal(['bash', 'zsh'])
  })
  it('is empty for a blocked group', () => {
    expect(packageNames(one(group('g', ['bash'], blocked)))).to.deep.equal([])
  })
  it('is empty for no group', () => expect(packageNames(undefined)).to.deep.equal([]))
})
