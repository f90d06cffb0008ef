import { expect } from 'chai'
import type { Tag } from '../../src/koji/tag.js'
import { goalOf } from '../../src/plan/index.js'
import { changeRows } from '../../src/report/change-rows.js'
import { desired, group, groupRows, link, live, tag, wanted } from '../builders.js'

type Parts = NonNullable<Parameters<typeof wanted>[1]>

/** The rows of a plan for the tag `a`: a sign, the label, the text. */
function rows(parts: Parts, ...hub: Tag[]): string[] {
  const signs = { create: '+', update: '~', delete: '-' }
  return goalOf(desired([wanted('a', parts)]), live(hub))
    .changes.flatMap(changeRows)
    .map(({ sign, label, text }) => `${sign === undefined ? '' : `${signs[sign]} `}${label}: ${text}`)
}

const own = (...groups: Parameters<typeof group>[]) => tag('a', { groups: groups.map(one => group(...one)) })
const build = (rows: Parameters<typeof groupRows>[1]) =>
  tag('a', { groups: [groupRows('build', rows), group('core', [])] })
const heir = (above: ReturnType<typeof group>, ...groups: ReturnType<typeof group>[]) => [
  tag('p', { groups: [above] }),
  tag('a', { inheritance: [link('p')], groups }),
]
const core = { core: [] }

const cases: [what: string, string[], string[]][] = [
  [
    'arches in another order, explained',
    rows({ settings: { arches: 'aarch64 x86_64' } }, tag('a', { settings: { arches: 'x86_64 aarch64' } })),
    ['~ arches: x86_64 aarch64 → aarch64 x86_64 (another order: the SRPM is built on the first)'],
  ],
  [
    'other arches',
    rows({ settings: { arches: 'aarch64' } }, tag('a', { settings: { arches: 'x86_64 aarch64' } })),
    ['~ arches: x86_64 aarch64 → aarch64'],
  ],
  [
    'no arches, and inherited ones',
    rows({ settings: { arches: null } }, tag('a', { settings: { arches: '' } })),
    ['~ arches: none → inherited'],
  ],
  [
    'a permission that goes',
    rows({ settings: { perm: null } }, tag('a', { settings: { perm: 'admin' } })),
    ['~ permission: admin → none'],
  ],
  [
    'new packages, with what is unusual about them',
    rows(
      {
        groups: {
          build: {
            packages: {
              a: {},
              b: { type: 'optional' },
              c: { basearchonly: true, requires: 'd' },
              e: { blocked: true },
            },
          },
        },
      },
      own(['build', []]),
    ),
    [
      '+ group build: a',
      '+ group build: b (optional)',
      '+ group build: c (basearchonly, requires d)',
      '+ group build: e (blocked)',
    ],
  ],
  [
    'changed packages',
    rows(
      {
        groups: {
          build: { packages: { a: { type: 'optional' }, b: { blocked: true }, c: { requires: null } } },
          core: [],
        },
      },
      build({ packages: { a: {}, b: {}, c: { requires: 'x y', blocked: true } } }),
    ),
    [
      '~ group build: a: type mandatory → optional',
      '~ group build: b: listed → blocked',
      '~ group build: c: blocked → listed, requires "x y" → none',
    ],
  ],
  [
    'packages that go',
    rows({ groups: { build: [] } }, own(['build', ['a'], {}, ['b']])),
    ['- group build: a', '- group build: b (blocked)'],
  ],
  [
    'requirements',
    rows(
      {
        groups: { build: { requires: { core: { type: 'optional', is_metapkg: true }, build: {} } }, ...core },
      },
      build({ requires: { build: { type: 'optional', blocked: true } } }),
    ),
    [
      '~ group build: requirement on group build: blocked → listed',
      '+ group build: requirement on group core (optional, is_metapkg)',
    ],
  ],
  [
    'a new group',
    rows({ groups: { build: { description: 'what builds need', uservisible: false } } }, tag('a')),
    ['+ group build: the group, uservisible no, description "what builds need"'],
  ],
  [
    'a blocked group',
    rows({ groups: { build: { blocked: true } } }, tag('a')),
    ['+ group build: the group, blocked'],
  ],
  [
    'an inherited group that is hidden',
    rows({ groups: { build: { blocked: true } } }, ...heir(group('build', []))),
    ['+ group build: the group of p: listed → blocked'],
  ],
  [
    'an inherited group with other options',
    rows({ groups: { build: { description: 'd' } } }, ...heir(group('build', []))),
    ['+ group build: the group of p: description none → d'],
  ],
  [
    'a group that changes',
    rows(
      { groups: { build: { description: null } } },
      own(['build', [], { description: 'd', blocked: true }]),
    ),
    ['~ group build: blocked → listed, description d → none'],
  ],
  ['a group that goes', rows({ groups: {} }, own(['build', []])), ['- group build: the group']],
  [
    'a group’s own options that go, and the block of another',
    rows({ groups: {} }, ...heir(group('build', []), group('build', []), group('x', [], { blocked: true }))),
    ['- group build: the group’s own options', '- group x: the block'],
  ],
]

describe('rows of changes tell', () => {
  for (const [what, shown, expected] of cases) it(what, () => expect(shown).to.deep.equal(expected))
})
