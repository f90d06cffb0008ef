import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { formatCall } from '../../../src/koji/call.js'
import type { Source } from '../../../src/koji/source.js'
import type { OwnPackage, Tag } from '../../../src/koji/tag.js'
import { valuePath } from '../../../src/koji/value-path.js'
import { planDesired } from '../../../src/pipeline.js'
import { goalOf, makePlan, type Plan, type TagNote } from '../../../src/plan/index.js'
import { outputSchemas, plannedJson } from '../../../src/report/index.js'
import {
  blocked,
  type DesiredParts,
  desired,
  here,
  link,
  listed,
  live,
  type TagParts,
  tag,
  wanted,
} from '../../builders.js'
import { applyRehearsed, SandboxHub } from '../../sandbox-hub.js'
import { expectUndone, rowsAround } from '../../undone.js'

type Tags = { readonly [name: string]: TagParts }
type Wishes = { readonly [name: string]: DesiredParts }
interface Expected {
  readonly calls?: readonly string[]
  readonly notes?: readonly string[]
}
type Case = readonly [what: string, hub: Tags, wishes: Wishes, expected: Expected]

const own = (packages: { [name: string]: OwnPackage }): Tags => ({ a: { packages } })
/** A parent, and a child with packages of its own. */
const family = (
  parent: { [name: string]: OwnPackage },
  child: { [name: string]: OwnPackage } = {},
  fields: Parameters<typeof link>[2] = {},
): Tags => ({
  p: { packages: parent },
  a: { inheritance: [link('p', 0, fields)], packages: child },
})
const redundant = (name: string, of = 'a', from = 'p') => `redundant ${of} ${name} ${from}`

const cases: readonly Case[] = [
  // exact, own rows
  ['nothing is managed, nothing changes', own({ x: listed('releng') }), { a: {} }, {}],
  [
    'a package comes, with its owner',
    own({}),
    { a: { packages: { eog: 'releng' } } },
    { calls: ['switch: packageListAdd("a", "eog", owner="releng")'] },
  ],
  [
    'a new tag comes with packages, with and without extra arches',
    {},
    { a: { packages: { eog: 'releng', wine: { owner: 'packager', extra_arches: 'i686' } } } },
    {
      calls: [
        'create: createTag("a")',
        'fill: packageListAdd("a", "eog", owner="releng")',
        'fill: packageListAdd("a", "wine", owner="packager", extra_arches="i686")',
      ],
    },
  ],
  [
    'a package goes that is not named; an empty list is exact, too',
    own({ eog: listed('releng'), old: listed('releng') }),
    { a: { packages: {} } },
    { calls: ['switch: packageListRemove("a", "eog")', 'switch: packageListRemove("a", "old")'] },
  ],
  [
    'all is as it should be; what is not named keeps its value',
    own({ eog: listed('releng', 'i686'), wine: listed('packager') }),
    { a: { packages: { eog: 'releng', wine: 'packager' } } },
    {},
  ],
  [
    'an owner changes',
    own({ eog: listed('packager', 'i686') }),
    { a: { packages: { eog: 'releng' } } },
    { calls: ['switch: packageListSetOwner("a", "eog", "releng")'] },
  ],
  [
    'extra arches change, and an owner with them',
    own({ eog: listed('packager', 'i686'), wine: listed('releng') }),
    {
      a: {
        packages: {
          eog: { owner: 'releng', extra_arches: 'i586 i686' },
          wine: { owner: 'releng', extra_arches: 'i686' },
        },
      },
    },
    {
      calls: [
        'switch: packageListSetArches("a", "eog", "i586 i686")',
        'switch: packageListSetOwner("a", "eog", "releng")',
        'switch: packageListSetArches("a", "wine", "i686")',
      ],
    },
  ],
  [
    'extra arches go: Koji cannot store NULL over them',
    own({ eog: listed('releng', 'i686') }),
    { a: { packages: { eog: { owner: 'releng', extra_arches: '' } } } },
    { calls: ['switch: packageListSetArches("a", "eog", "")'] },
  ],
  [
    'extra arches are a set, and none are none, as NULL or as text',
    own({ eog: listed('releng', 'i586 i686'), wine: listed('releng'), xz: listed('releng', '') }),
    {
      a: {
        packages: {
          eog: { owner: 'releng', extra_arches: 'i686 i586' },
          wine: { owner: 'releng', extra_arches: '' },
          xz: { owner: 'releng', extra_arches: '' },
        },
      },
    },
    {},
  ],

  // the list and the blocks, each exact on its own
  [
    'an exact list leaves blocks alone',
    own({ eog: listed('releng'), old: blocked('releng') }),
    { a: { packages: { eog: 'releng' } } },
    {},
  ],
  [
    'exact blocks leave the list alone',
    own({ eog: listed('releng'), old: blocked('releng') }),
    { a: { blocked_packages: [] } },
    { calls: ['switch: packageListRemove("a", "old")'] },
  ],
  [
    'a listed package is blocked, and keeps owner and arches',
    own({ eog: listed('releng', 'i686') }),
    { a: { packages: {}, blocked_packages: ['eog'] } },
    { calls: ['switch: packageListBlock("a", "eog")'] },
  ],
  [
    'a blocked package is listed: packageListAdd would fault, or do nothing (trap E.5)',
    own({ eog: blocked('releng', 'i686') }),
    { a: { packages: { eog: 'releng' }, blocked_packages: [] } },
    { calls: ['switch: packageListUnblock("a", "eog")'] },
  ],
  [
    'a blocked package is listed with another owner and other arches',
    own({ eog: blocked('releng') }),
    { a: { packages: { eog: { owner: 'packager', extra_arches: 'i686' } } } },
    {
      calls: [
        'switch: packageListUnblock("a", "eog")',
        'switch: packageListSetArches("a", "eog", "i686")',
        'switch: packageListSetOwner("a", "eog", "packager")',
      ],
    },
  ],
  [
    'what is listed nowhere is blocked: it needs an owner, and gets who applies the plan',
    own({}),
    { a: { blocked_packages: ['eog'] } },
    { calls: ['switch: packageListAdd("a", "eog", block=true, force=true)'] },
  ],
  ['a block stays', own({ eog: blocked('releng') }), { a: { blocked_packages: ['eog'] } }, {}],

  // inherited rows
  [
    'what an ancestor lists for the same owner counts: the hub would ignore an addition (trap E.1)',
    family({ eog: listed('releng') }),
    { a: { packages: { eog: 'releng' } } },
    { notes: [redundant('eog')] },
  ],
  [
    'a named row stays though an ancestor lists it, too',
    family({ eog: listed('releng') }, { eog: listed('releng') }),
    { a: { packages: { eog: 'releng' } } },
    { notes: [redundant('eog')] },
  ],
  [
    'an inherited package keeps its owner: another one would show nowhere (trap E.4)',
    family({ eog: listed('packager') }),
    { a: { packages: { eog: 'releng' } } },
    { notes: ['owner-inherited a eog packager, not releng, from p'] },
  ],
  [
    'an own row takes another owner than the ancestor’s',
    family({ eog: listed('packager') }, { eog: listed('packager') }),
    { a: { packages: { eog: 'releng' } } },
    { calls: ['switch: packageListSetOwner("a", "eog", "releng")'] },
  ],
  [
    'extra arches give an inherited package a row of its own, and then an owner',
    family({ eog: listed('packager') }),
    { a: { packages: { eog: { owner: 'releng', extra_arches: 'i686' } } } },
    {
      calls: [
        'switch: packageListSetArches("a", "eog", "i686")',
        'switch: packageListSetOwner("a", "eog", "releng")',
      ],
    },
  ],
  [
    'inherited extra arches that fit count',
    family({ eog: listed('releng', 'i586 i686') }),
    { a: { packages: { eog: { owner: 'releng', extra_arches: 'i686 i586' } } } },
    { notes: [redundant('eog')] },
  ],
  [
    'an own row that is not named goes, an inherited one stays',
    family({ eog: listed('releng'), gimp: listed('releng') }, { eog: listed('packager') }),
    { a: { packages: {} } },
    { calls: ['switch: packageListRemove("a", "eog")'] },
  ],
  [
    'what an ancestor blocks is listed, without force',
    family({ eog: blocked('packager', 'i686'), gimp: blocked('releng') }),
    { a: { packages: { eog: { owner: 'releng', extra_arches: '' }, gimp: 'releng' } } },
    {
      calls: [
        'switch: packageListUnblock("a", "eog")',
        'switch: packageListSetArches("a", "eog", "")',
        'switch: packageListSetOwner("a", "eog", "releng")',
        'switch: packageListUnblock("a", "gimp")',
      ],
    },
  ],
  [
    'what an ancestor lists is blocked',
    family({ eog: listed('packager', 'i686') }),
    { a: { blocked_packages: ['eog'] } },
    { calls: ['switch: packageListBlock("a", "eog")'] },
  ],
  [
    'what an ancestor blocks is blocked',
    family({ eog: blocked('packager') }),
    { a: { blocked_packages: ['eog'] } },
    { notes: [redundant('eog')] },
  ],
  [
    'an own block goes where an ancestor lists the package; the owner is then the ancestor’s',
    family({ eog: listed('packager') }, { eog: blocked('releng') }),
    { a: { packages: { eog: 'releng' } } },
    {
      calls: ['switch: packageListRemove("a", "eog")'],
      notes: ['owner-inherited a eog packager, not releng, from p'],
    },
  ],
  [
    'an own block becomes a listing where an ancestor lists the package for other arches',
    family({ eog: listed('packager', 'i686') }, { eog: blocked('releng') }),
    { a: { packages: { eog: { owner: 'releng', extra_arches: '' } } } },
    {
      calls: [
        'switch: packageListUnblock("a", "eog")',
        'switch: packageListSetArches("a", "eog", "")',
        'switch: packageListSetOwner("a", "eog", "releng")',
      ],
    },
  ],
  [
    'an own block becomes a listing where an ancestor blocks the package, too',
    family({ eog: blocked('packager') }, { eog: blocked('releng') }),
    { a: { packages: { eog: 'releng' } } },
    { calls: ['switch: packageListUnblock("a", "eog")'] },
  ],
  [
    'a pkg_filter hides what an ancestor lists',
    family({ eog: listed('releng'), gimp: listed('releng') }, {}, { pkg_filter: '^g' }),
    { a: { packages: { eog: 'releng', gimp: 'releng' } } },
    { calls: ['switch: packageListAdd("a", "eog", owner="releng")'], notes: [redundant('gimp')] },
  ],
  [
    'the nearest ancestor rules',
    {
      g: { packages: { eog: listed('releng'), gimp: listed('releng') } },
      p: { inheritance: [link('g')], packages: { eog: blocked('releng') } },
      a: { inheritance: [link('p')] },
    },
    { a: { packages: { eog: 'releng', gimp: 'releng' } } },
    { calls: ['switch: packageListUnblock("a", "eog")'], notes: [redundant('gimp', 'a', 'g')] },
  ],

  // additive
  [
    'additive: what is named comes or changes, the rest stays',
    own({ eog: listed('packager'), old: listed('releng'), gone: blocked('releng') }),
    {
      a: {
        additive: ['packages'],
        packages: { eog: 'releng', gimp: 'releng' },
        blocked_packages: ['old'],
      },
    },
    {
      calls: [
        'switch: packageListSetOwner("a", "eog", "releng")',
        'switch: packageListAdd("a", "gimp", owner="releng")',
        'switch: packageListBlock("a", "old")',
      ],
    },
  ],
  [
    'additive: what is named as absent loses its own entry, a listing or a block',
    family(
      { eog: listed('releng'), inherited: listed('releng') },
      { eog: listed('releng'), old: blocked('releng'), kept: listed('releng') },
    ),
    { a: { additive: ['packages'], removed: { packages: ['eog', 'inherited', 'never', 'old'] } } },
    { calls: ['switch: packageListRemove("a", "eog")', 'switch: packageListRemove("a", "old")'] },
  ],
  [
    'additive: all is as it should be',
    own({ eog: listed('releng'), old: blocked('releng'), other: listed('releng') }),
    { a: { additive: ['packages'], packages: { eog: 'releng' }, blocked_packages: ['old'] } },
    {},
  ],

  // several tags
  [
    'a child counts on what its parent will give',
    family({}),
    { p: { packages: { eog: 'releng' } }, a: { packages: { eog: 'releng' } } },
    { calls: ['switch: packageListAdd("p", "eog", owner="releng")'], notes: [redundant('eog')] },
  ],
  [
    'a child takes over what its parent gives up, after it',
    family({ eog: listed('releng') }),
    { p: { packages: {} }, a: { packages: { eog: 'releng' } } },
    {
      calls: ['switch: packageListRemove("p", "eog")', 'switch: packageListAdd("a", "eog", owner="releng")'],
    },
  ],
  [
    'a new child of it waits for the switch: before, the hub would ignore the addition',
    { p: { packages: { eog: listed('releng') } } },
    {
      p: { packages: {} },
      new: { inheritance: [link('p')], packages: { eog: 'releng' } },
      grandchild: { inheritance: [link('new')], packages: { gimp: 'releng' } },
    },
    {
      calls: [
        'create: createTag("new", parent="p")',
        'create: createTag("grandchild", parent="new")',
        'switch: packageListRemove("p", "eog")',
        'switch: packageListAdd("new", "eog", owner="releng")',
        'switch: packageListAdd("grandchild", "gimp", owner="releng")',
      ],
    },
  ],
  [
    'a new child of a tag that changes otherwise does not wait',
    { p: { packages: { eog: listed('releng') } } },
    {
      p: { groups: { build: ['bash'] } },
      new: { inheritance: [link('p')], packages: { gimp: 'releng' } },
    },
    {
      calls: [
        'create: createTag("new", parent="p")',
        'fill: packageListAdd("new", "gimp", owner="releng")',
        'switch: groupListAdd("p", "build")',
        'switch: groupPackageListAdd("p", "build", "bash", force=true)',
      ],
    },
  ],
  [
    'a tag that loses a parent needs what came from there',
    family({ eog: listed('releng'), gimp: listed('packager') }),
    { a: { inheritance: [], packages: { eog: 'releng', gimp: 'releng' } } },
    {
      calls: [
        'switch: setInheritanceData("a", …)',
        'switch: packageListAdd("a", "eog", owner="releng")',
        'switch: packageListAdd("a", "gimp", owner="releng")',
      ],
    },
  ],
  [
    'a parent blocks what nobody lists, and its child lists it: no owner can be taken over',
    family({}),
    { p: { blocked_packages: ['eog'] }, a: { packages: { eog: 'releng' } } },
    {
      calls: [
        'switch: packageListAdd("p", "eog", block=true, force=true)',
        'switch: packageListAdd("a", "eog", owner="releng", block=false, force=true)',
      ],
    },
  ],
]

function callsOf({ stages }: Plan): string[] {
  return stages.flatMap(({ stage, calls }) =>
    calls.map(call => {
      const text = call.method === 'setInheritanceData' ? `${call.method}("${call.params[0]}", …)` : undefined
      return `${stage}: ${text ?? formatCall(call)}`
    }),
  )
}

function noteText(note: TagNote): string {
  if (note.kind === 'leftover') return `leftover ${note.tag} ${note.names.join(' ')}`
  return note.kind === 'redundant'
    ? `redundant ${note.tag} ${note.name} ${note.from}`
    : `owner-inherited ${note.tag} ${note.name} ${note.inherited}, not ${note.wanted}, from ${note.from}`
}

/** Makes the tags on a hub; links come last, so that no row is taken for inherited. */
async function fill(hub: SandboxHub, tags: Tags): Promise<void> {
  for (const [name, { packages = {} }] of Object.entries(tags)) {
    await hub.call('createTag', [name])
    for (const [pkg, { owner, blocked: block, extra_arches }] of Object.entries(packages)) {
      await hub.call('packageListAdd', [name, pkg, owner, block, extra_arches])
    }
  }
  for (const [name, { inheritance = [] }] of Object.entries(tags)) {
    const links = inheritance.map(async ({ parent, ...fields }) => ({
      parent_id: await hub.call('getTagID', [parent]),
      ...fields,
    }))
    await hub.call('setInheritanceData', [name, await Promise.all(links)])
  }
}

describe('package lists', () => {
  for (const [what, tags, wishes, { calls = [], notes = [] }] of cases) {
    const state = desired(Object.entries(wishes).map(([name, parts]) => wanted(name, parts)))

    it(what, async () => {
      const all = live(Object.entries(tags).map(([name, parts]): Tag => tag(name, parts)))
      const plan = makePlan(goalOf(state, all), all)
      expect(callsOf(plan)).to.deep.equal(calls)
      expect(plan.notes.flatMap(note => ('facet' in note ? [noteText(note)] : []))).to.deep.equal(notes)

      const hub = new SandboxHub()
      await fill(hub, tags)
      // The permission `tag` is enough for each of them.
      const client = hub.clientOf('releng')
      const planned = await planDesired(state, client, 'test')
      expect(callsOf(planned.plan)).to.deep.equal(calls)
      const before = await rowsAround(planned, client)
      const { results, remaining } = await applyRehearsed(planned, client, hub.login)
      expect(results.flatMap(stage => stage.results).filter(({ status }) => status !== 'done')).to.deep.equal(
        [],
      )
      expect(remaining).to.deep.equal([])
      const again = await planDesired(state, client, 'test')
      for (const [name, { packages }] of again.live.tags) {
        expect(packagesText(packages), name).to.deep.equal(
          packagesText(planned.goal.tags.get(name)?.packages ?? new Map()),
        )
      }
      await expectUndone(planned, hub, before)
    })
  }

  // Only somebody who writes to the database itself can make such rows.
  const ownerless: readonly Case[] = [
    [
      'a row without an owner is written anew',
      own({ eog: listed(null, 'i686') }),
      { a: { packages: { eog: 'releng' } } },
      { calls: ['switch: packageListAdd("a", "eog", owner="releng", extra_arches="i686")'] },
    ],
    [
      'a block without an owner blocks all the same',
      own({ eog: blocked(null) }),
      { a: { blocked_packages: ['eog'] } },
      {},
    ],
    [
      'a row without an owner goes where an ancestor gives the package',
      family({ eog: listed('releng') }, { eog: listed(null) }),
      { a: { packages: { eog: 'releng' } } },
      { calls: ['switch: packageListRemove("a", "eog")'], notes: [redundant('eog')] },
    ],
  ]
  for (const [what, tags, wishes, { calls = [], notes = [] }] of ownerless) {
    it(what, () => {
      const hub = live(Object.entries(tags).map(([name, parts]): Tag => tag(name, parts)))
      const state = desired(Object.entries(wishes).map(([name, parts]) => wanted(name, parts)))
      const plan = makePlan(goalOf(state, hub), hub)
      expect(callsOf(plan)).to.deep.equal(calls)
      expect(plan.notes.flatMap(note => ('facet' in note ? [noteText(note)] : []))).to.deep.equal(notes)
    })
  }

  it('are told as JSON that fits the published schema', () => {
    const validate = new Ajv2020({ strict: false }).compile(outputSchemas.get('tags plan') ?? false)
    for (const [what, tags, wishes] of cases) {
      const hub = live(Object.entries(tags).map(([name, parts]): Tag => tag(name, parts)))
      const state = desired(Object.entries(wishes).map(([name, parts]) => wanted(name, parts)))
      validate(JSON.parse(JSON.stringify(plannedJson(makePlan(goalOf(state, hub), hub)))))
      expect(validate.errors ?? [], what).to.deep.equal([])
    }
  })

  it('tells where a value is written, and who made what it replaces', () => {
    const line = (line: number): Source => ({ ...here, line })
    const by = (author: string) => ({ event: 1, time: '2026-11-22T07:10:59.123Z', author })
    const state = wanted('a', { packages: { eog: 'releng', wine: 'releng' }, blocked_packages: ['old'] })
    const sources = new Map([
      [valuePath('packages'), line(2)],
      [valuePath('packages', 'eog'), line(3)],
      [valuePath('blocked_packages'), line(4)],
    ])
    const hub = live([
      tag('a', {
        packages: { eog: listed('packager'), gone: listed('packager'), old: listed('packager') },
      }),
    ])
    const origins = new Map([
      [valuePath('packages', 'eog'), by('lister')],
      [valuePath('packages', 'eog', 'owner'), by('giver')],
      [valuePath('packages', 'old'), by('lister')],
      [valuePath('packages', 'old', 'owner'), by('giver')],
    ])
    const [known] = hub.tags.values()
    const tags = new Map(known && [['a', { ...known, origins }]])
    const { changes } = goalOf(desired([{ ...state, sources }]), { ...hub, tags })
    expect(
      changes.map(({ source, origin, ...change }) => [
        change.kind === 'package' && change.package,
        source.line,
        origin?.author,
      ]),
    ).to.deep.equal([
      ['eog', 3, 'giver'],
      ['gone', 2, undefined],
      ['old', 4, 'lister'],
      ['wine', 2, undefined],
    ])
  })

  it('says which pkg_filter hides what a tag inherits, where it is no pattern', () => {
    const hub = live([
      tag('p', { packages: { eog: listed('releng') } }),
      tag('a', { inheritance: [link('p', 0, { pkg_filter: '(' })] }),
    ])
    expect(() => goalOf(desired([wanted('a', { packages: {} })]), hub))
      .to.throw(/the hub cannot tell a package list: .*\(/)
      .with.property('where', 'a pkg_filter between tag a and its ancestors')
  })
})

function packagesText(packages: ReadonlyMap<string, OwnPackage>): string[] {
  return [...packages]
    .map(
      ([name, { blocked, extra_arches, owner }]) => `${name} ${blocked} ${extra_arches} ${owner ?? 'releng'}`,
    )
    .sort()
}
