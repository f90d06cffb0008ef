import { expect } from 'chai'
import { type BuildConfig, buildConfig, distTag, extraValue } from '../../src/koji/build-config.js'
import type { Json } from '../../src/koji/json.js'
import type { Tag } from '../../src/koji/tag.js'
import { block, link, set, type TagParts, tag, tags } from '../builders.js'

const arches = (value: string | null) => ({ settings: { arches: value } })
const from = (...parents: string[]) => ({ inheritance: parents.map((parent, index) => link(parent, index)) })
const noconfig = (parent: string) => ({ inheritance: [link(parent, 0, { noconfig: true })] })

const of = (...all: readonly Tag[]) => buildConfig('a', name => tags(...all).get(name))

const archCases: [string, BuildConfig, string | null, string | null][] = [
  ['its own', of(tag('a', { ...arches('x86_64'), ...from('b') }), tag('b', arches('s390x'))), 'x86_64', 'a'],
  [
    'where they are null, the first that any ancestor has',
    of(
      tag('a', { ...arches(null), ...from('b', 'c') }),
      tag('b', { ...arches(null), ...from('d') }),
      tag('c', arches('s390x')),
      tag('d', arches('i686')),
    ),
    'i686',
    'd',
  ],
  ["'' is a value: nothing is inherited", of(tag('a', from('b')), tag('b', arches('s390x'))), '', 'a'],
  [
    "'' in an ancestor hides those above",
    of(
      tag('a', { ...arches(null), ...from('b') }),
      tag('b', { ...arches(''), ...from('c') }),
      tag('c', arches('i686')),
    ),
    '',
    'b',
  ],
  [
    'null, if nobody has any',
    of(tag('a', { ...arches(null), ...from('b') }), tag('b', arches(null))),
    null,
    null,
  ],
  [
    'not over a noconfig link',
    of(tag('a', { ...arches(null), ...noconfig('b') }), tag('b', arches('i686'))),
    null,
    null,
  ],
  [
    'but from beyond one',
    of(
      tag('a', { ...arches(null), ...noconfig('b') }),
      tag('b', { ...arches('i686'), ...from('c') }),
      tag('c', arches('s390x')),
    ),
    's390x',
    'c',
  ],
  ['null for a tag that is not there', of(), null, null],
]

describe('arches that builds see', () => {
  for (const [what, config, value, giver] of archCases) {
    it(what, () => expect(config.arches).to.deep.equal({ value, from: giver }))
  }
})

describe('extra settings that builds see', () => {
  const config = of(
    tag('a', { extra: { own: set('a'), hidden: block }, ...from('b', 'c') }),
    tag('b', { extra: { own: set('b'), near: set([1]), stopped: block }, ...from('d') }),
    tag('c', { extra: { near: set('c'), hidden: set('c'), ['__proto__']: set('p') } }),
    tag('d', { extra: { stopped: set('d'), far: set(null) } }),
  )
  const cases: [string, Json | undefined, string | undefined][] = [
    ['own', 'a', 'a'],
    ['near', [1], 'b'],
    ['far', null, 'd'],
    ['hidden', undefined, 'a'],
    ['stopped', undefined, 'b'],
    ['__proto__', 'p', 'c'],
    ['constructor', undefined, undefined],
  ]
  for (const [key, value, giver] of cases) {
    it(`${key} is ${JSON.stringify(value) ?? 'not seen'}, from ${giver ?? 'nobody'}`, () => {
      expect(extraValue(config, key)).to.deep.equal(value)
      expect(config.extra.get(key)?.from).to.equal(giver)
    })
  }

  it('keeps blocked keys, marked', () => {
    expect(config.extra.get('stopped')).to.deep.equal({ blocked: true, from: 'b' })
  })

  it('takes nothing over a noconfig link', () => {
    const closed = of(tag('a', noconfig('b')), tag('b', { extra: { k: set(1) } }))
    expect([...closed.extra]).to.deep.equal([])
  })
})

describe('the dist tag', () => {
  const dist = (extra: TagParts) => distTag(of(tag('a', extra)))
  const whole = 'rpm.macro.dist'
  const core = 'rpm.macro.distcore'
  const cases: [string, string | undefined, string | undefined][] = [
    ['is rpm.macro.dist', dist({ extra: { [whole]: set('.a') } }), '.a'],
    ['else rpm.macro.distcore', dist({ extra: { [core]: set('.c') } }), '.c'],
    ['dist before distcore', dist({ extra: { [core]: set('.c'), [whole]: set('.a') } }), '.a'],
    ['is text, also of a number', dist({ extra: { [whole]: set(44) } }), '44'],
    ['may be empty', dist({ extra: { [whole]: set('') } }), ''],
    ['passes over a blocked key', dist({ extra: { [whole]: block, [core]: set('.c') } }), '.c'],
    [
      'passes over what no macro can be',
      dist({ extra: { [whole]: set(null), [core]: set(['x']) } }),
      undefined,
    ],
    ['is unknown without either', dist({}), undefined],
  ]
  for (const [what, found, expected] of cases) it(what, () => expect(found).to.equal(expected))
})
