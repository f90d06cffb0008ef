import { expect } from 'chai'
import fc from 'fast-check'
import { loadDesired } from '../../src/desired/index.js'
import { type DesiredState, type DesiredTag, nothingRemoved } from '../../src/koji/desired-state.js'
import { effectiveGroups } from '../../src/koji/groups.js'
import type { OwnGroup } from '../../src/koji/tag.js'
import { ancestorsOf } from '../../src/plan/ancestors.js'
import { goalOf } from '../../src/plan/goal.js'
import { type Redundant, redundantEntries } from '../../src/plan/index.js'
import { group, link } from '../builders.js'
import { memoryIo } from '../desired/helpers.js'
import { desiredStates, handCalls, makeCalls } from '../random-states.js'
import { planOrRefusal, SandboxHub } from '../sandbox-hub.js'
import { tries } from '../tries.js'

const base = 'base: {inheritance: [], groups: {build: [bash, {package: make, type: optional}]}}'
const listing =
  'base: {packages: {releng: [eog, vim]}, package_arches: {vim: [i686]}, blocked_packages: [gcc], inheritance: []}'
const child = (groups: string, links = '[base]') =>
  `child: {inheritance: ${links}, groups: {build: ${groups}}}`
const silent = (name: string, more: string) => `${name}: {groups: {}, ${more}}`

const cases: [what: string, tags: string[], found: string[]][] = [
  ['a group package that the parent gives', [base, child('[bash, gcc]')], ['child build bash base']],
  [
    'one that a grandparent gives',
    [base, silent('mid', 'inheritance: [base]'), child('[bash]', '[mid]')],
    ['child build bash base'],
  ],
  [
    'one whose option is the same',
    [base, child('[{package: make, type: optional}]')],
    ['child build make base'],
  ],
  ['not one whose option is another', [base, child('[{package: make, type: default}]')], []],
  [
    'not one whose option the parent leaves to the hub',
    [base, child('[{package: bash, type: default}]')],
    [],
  ],
  ['not one that names an option more', [base, child('[{package: make, type: optional, requires: x}]')], []],
  ['not one that hides what the parent gives', [base, child('{blocked: [bash]}')], []],
  [
    'one that is hidden in both',
    ['base: {inheritance: [], groups: {build: {blocked: [bash]}}}', child('{blocked: [bash]}')],
    ['child build bash base'],
  ],
  [
    'a requirement that the parent gives',
    ['base: {groups: {build: {requires: [x, {group: y, type: optional}]}}}', child('{requires: [x, y]}')],
    ['child build x base', 'child build y base'],
  ],
  ['not one of the hub’s ancestors', [child('[bash]')], []],
  ['not one behind a tag of the hub', [base, child('[bash]', '[on-the-hub, base]')], []],
  [
    'not one behind a tag whose groups are not managed',
    [base, 'mid: {inheritance: [base]}', child('[bash]', '[mid]')],
    [],
  ],
  [
    'not one behind a tag whose groups are additive',
    [base, silent('mid', 'inheritance: [base], manage: {groups: additive}'), child('[bash]', '[mid]')],
    [],
  ],
  [
    'not one behind a tag whose parents are not managed',
    [base, silent('mid', 'locked: false'), child('[bash]', '[mid, base]')],
    [],
  ],
  [
    'not one behind a tag with other options',
    [base, 'mid: {inheritance: [base], groups: {build: {blocked: [bash]}}}', child('[bash]', '[mid]')],
    [],
  ],
  [
    'not one through additive links',
    [base, 'child: {inheritance: [base], groups: {build: [bash]}, manage: {inheritance: additive}}'],
    [],
  ],
  [
    'not one through a link of a link that is intransitive',
    [base, silent('mid', 'inheritance: [{parent: base, intransitive: true}]'), child('[bash]', '[mid]')],
    [],
  ],
  [
    'one through an intransitive link of its own',
    [base, child('[bash]', '[{parent: base, intransitive: true}]')],
    ['child build bash base'],
  ],
  ['not one through a filter', [base, child('[bash]', '[{parent: base, pkg_filter: x}]')], []],
  [
    'not one of a parent that may have it through an intransitive link itself',
    [
      base,
      'mid: {inheritance: [{parent: base, intransitive: true}], groups: {build: [bash]}}',
      child('[bash]', '[mid]'),
    ],
    ['mid build bash base'],
  ],
  [
    'one in an additive facet',
    [base, 'child: {inheritance: [base], groups: {build: [bash]}, manage: {groups: additive}}'],
    ['child build bash base'],
  ],
  [
    'a listed package',
    [listing, 'child: {inheritance: [base], packages: {releng: [eog, vim, gcc]}}'],
    ['child packages eog base', 'child packages vim base'],
  ],
  [
    'a listed package with the same arches',
    [listing, 'child: {inheritance: [base], packages: {releng: [vim]}, package_arches: {vim: i686}}'],
    ['child packages vim base'],
  ],
  [
    'not one with other arches',
    [listing, 'child: {inheritance: [base], packages: {releng: [vim]}, package_arches: {vim: []}}'],
    [],
  ],
  ['not one of another owner', [listing, 'child: {inheritance: [base], packages: {kevin: [eog]}}'], []],
  [
    'a block',
    [listing, 'child: {inheritance: [base], blocked_packages: [gcc, eog]}'],
    ['child packages gcc base'],
  ],
  [
    'not a package behind a tag whose blocks are not managed',
    [
      listing,
      'mid: {inheritance: [base], packages: {}}',
      'child: {inheritance: [mid], packages: {releng: [eog]}}',
    ],
    [],
  ],
  [
    'a package behind a tag that lists and blocks others',
    [
      listing,
      'mid: {inheritance: [base], packages: {}, blocked_packages: [x]}',
      'child: {inheritance: [mid], packages: {releng: [eog]}}',
    ],
    ['child packages eog base'],
  ],
]

describe('redundant entries of files', () => {
  for (const [what, tags, found] of cases) {
    it(`are ${what}`, async () => {
      const text = ['version: 1', 'tags:', ...tags.map(tag => `  ${tag}`)].join('\n')
      const state = await loadDesired(['f.yaml'], memoryIo({ 'f.yaml': text }))
      const texts = redundantEntries(state).map(
        ({ tag, facet, group, name, from }) => `${tag} ${group ?? facet} ${name} ${from}`,
      )
      expect(texts).to.deep.equal(found)
    })
  }

  it('have the place where they are written', async () => {
    const text = `version: 1\ntags:\n  ${base}\n  ${child('[bash]')}\n`
    const [note] = redundantEntries(await loadDesired(['f.yaml'], memoryIo({ 'f.yaml': text })))
    expect(note?.source).to.deep.equal({ file: 'f.yaml', line: 4, column: 49 })
  })

  it('are inherited indeed, whatever is on the hub', async () => {
    await fc.assert(
      fc.asyncProperty(
        handCalls,
        certainStates.filter(state => knownNotes(state).length > 0),
        async (calls, state) => {
          const notes = knownNotes(state)
          const hub = new SandboxHub()
          await makeCalls(hub, calls)
          const planned = await planOrRefusal(hub, state)
          fc.pre(planned !== undefined)
          const { tags } = goalOf(state, planned.live)
          for (const note of notes) {
            const wanted = state.tags
              .get(note.tag)
              ?.groups?.get(note.group ?? '')
              ?.packages.get(note.name)
            expect(blockedAbove(note, tags), JSON.stringify(note)).to.equal(wanted?.blocked ?? false)
          }
        },
      ),
      tries(1 / 4),
    )
  })
})

/** States in which much is certain: what is named is exact, and links let nearly all through. */
const certainStates = fc.tuple(desiredStates, fc.boolean()).map(([state, keepFlags]): DesiredState => {
  const tags = [...state.tags].map(([name, tag]): [string, DesiredTag] => {
    const inheritance = tag.inheritance?.map(({ parent, priority, intransitive }) =>
      link(parent, priority, { intransitive: keepFlags && intransitive }),
    )
    return [
      name,
      { ...tag, additive: new Set(), removed: nothingRemoved, ...(inheritance && { inheritance }) },
    ]
  })
  return { ...state, tags: new Map(tags) }
})

/** Redundant group packages; a giver whose parents the file leaves to the hub is only trusted to give them. */
function knownNotes(state: DesiredState): Redundant[] {
  const isKnown = ({ from }: Redundant) => state.tags.get(from)?.inheritance !== undefined
  return redundantEntries(state).filter(note => note.part === 'package' && isKnown(note))
}

/** How the tag would have a group's package if it said nothing of it: listed, blocked, or not at all. */
function blockedAbove(
  { tag, group: name = '', name: pkg }: Redundant,
  tags: ReturnType<typeof goalOf>['tags'],
): boolean | undefined {
  const bare = new Map<string, OwnGroup>([group(name, [])])
  const groupsOf = (other: string) => (other === tag ? bare : (tags.get(other)?.groups ?? new Map()))
  const lookup = [tag, ...ancestorsOf(tag, tags)]
  return effectiveGroups(lookup, groupsOf).get(name)?.packages.get(pkg)?.blocked
}
