import { expect } from 'chai'
import fc from 'fast-check'
import { type Descending, fullInheritance } from '../../src/koji/inheritance.js'
import { InheritanceGraph } from '../../src/koji/inheritance-graph.js'
import { inheritanceTrees, type TreeLine, type TreeOptions } from '../../src/koji/inheritance-tree.js'
import { link } from '../builders.js'
import { graphOf, type Parents } from '../graph-of.js'

/** `  tag (mark)`, as deep as the line stands */
function drawn(lines: readonly TreeLine[]): string[] {
  return lines.map(
    ({ tag, depth, below }) => `${'  '.repeat(depth)}${tag}${below === 'shown' ? '' : ` ${below}`}`,
  )
}

const cases: [string, Parents, readonly string[], TreeOptions, readonly string[]][] = [
  ['a tag alone', { a: [] }, ['a'], { way: 'up' }, ['a']],
  ['parents by priority', { a: [link('z', 0), link('b', 5)] }, ['a'], { way: 'up' }, ['a', '  z', '  b']],
  ['children by name', { z: ['p'], b: ['p'] }, ['p'], { way: 'down' }, ['p', '  b', '  z']],
  [
    'what comes again, once',
    { a: ['b', 'c'], b: ['d'], c: ['d'], d: ['e'] },
    ['a'],
    { way: 'up' },
    ['a', '  b', '    d', '      e', '  c', '    d above'],
  ],
  [
    'what comes again in another tree, once',
    { a: ['c'], b: ['c'], c: ['d'] },
    ['a', 'b'],
    { way: 'up' },
    ['a', '  c', '    d', 'b', '  c above'],
  ],
  [
    'a tag without parents as often as it comes',
    { a: ['b', 'c'], b: ['c'] },
    ['a'],
    { way: 'up' },
    ['a', '  b', '    c', '  c'],
  ],
  ['loops', { a: ['b'], b: ['c'], c: ['a'] }, ['a'], { way: 'up' }, ['a', '  b', '    c', '      a loop']],
  ['a tag that inherits itself', { a: ['a'] }, ['a'], { way: 'down' }, ['a', '  a loop']],
  [
    'intransitive links, which count for their own tag alone',
    { a: ['b'], b: [link('c', 0, { intransitive: true })], c: ['d'] },
    ['a', 'b'],
    { way: 'up' },
    ['a', '  b', '    c ineffective', 'b', '  c', '    d'],
  ],
  [
    'that nothing inherits through an intransitive link',
    { a: ['b'], b: [link('c', 0, { intransitive: true })] },
    ['c'],
    { way: 'down' },
    ['c', '  b', '    a ineffective'],
  ],
  [
    'what a maxdepth cuts off',
    { a: [link('b', 0, { maxdepth: 1 })], b: ['c'], c: ['d'] },
    ['a'],
    { way: 'up' },
    ['a', '  b', '    c', '      d ineffective'],
  ],
  [
    'anew what was cut off before',
    { a: [link('b', 0, { maxdepth: 0 }), 'c'], b: ['d'], c: ['b'] },
    ['a'],
    { way: 'up' },
    ['a', '  b', '    d ineffective', '  c', '    b', '      d'],
  ],
  [
    'not anew what was limited, but not cut off',
    { a: [link('b', 0, { maxdepth: 1 }), 'c'], b: ['d'], c: ['b'] },
    ['a'],
    { way: 'up' },
    ['a', '  b', '    d', '  c', '    b above'],
  ],
  [
    'not anew what is cut off alike, though nearer',
    { a: ['b', link('c', 1, { maxdepth: 0 })], b: [link('c', 0, { maxdepth: 0 })], c: ['d'] },
    ['a'],
    { way: 'up' },
    ['a', '  b', '    c', '      d ineffective', '  c above'],
  ],
  [
    'anew what is nearer, where a maxdepth reaches so far',
    { b: ['a'], c: ['b', link('a', 1)], d: [link('c', 0, { maxdepth: 1 })] },
    ['a'],
    { way: 'down' },
    ['a', '  b', '    c', '      d ineffective', '  c', '    d'],
  ],
  [
    'anew what holds, further down, something cut off before',
    { a: [link('b', 0, { maxdepth: 1 }), 'c'], b: ['d'], c: ['b'], d: ['e'] },
    ['a'],
    { way: 'up' },
    ['a', '  b', '    d', '      e ineffective', '  c', '    b', '      d', '        e'],
  ],
  [
    'anew what refers to something cut off before',
    {
      a: [link('b', 0, { maxdepth: 1 }), link('c', 1, { maxdepth: 1 }), 'd'],
      b: ['x'],
      c: ['x'],
      d: ['c'],
      x: ['y'],
    },
    ['a'],
    { way: 'up' },
    [
      'a',
      ...['  b', '    x', '      y ineffective'],
      ...['  c', '    x above'],
      ...['  d', '    c', '      x', '        y'],
    ],
  ],
  [
    'anew what counted for a root alone',
    { a: [link('x', 0, { intransitive: true })], b: ['a'] },
    ['a', 'b'],
    { way: 'up' },
    ['a', '  x', 'b', '  a', '    x ineffective'],
  ],
  [
    'so many generations',
    { a: ['b'], b: ['c'], c: ['d'] },
    ['a'],
    { way: 'up', depth: 2 },
    ['a', '  b', '    c hidden'],
  ],
  [
    'anew what a loop led back to before all of it was shown',
    {
      a: [link('c', 0, { maxdepth: 3 }), link('b', 1)],
      b: ['c'],
      c: ['b', link('d', 1, { maxdepth: 1 })],
      d: ['e'],
    },
    ['a'],
    { way: 'up' },
    [
      'a',
      '  c',
      '    b',
      '      c loop',
      '    d',
      '      e ineffective',
      '  b',
      '    c',
      '      b loop',
      '      d',
      '        e',
    ],
  ],
  [
    'anew what was hidden before',
    { a: ['b', 'c'], b: ['c'], c: ['d'] },
    ['a'],
    { way: 'up', depth: 2 },
    ['a', '  b', '    c hidden', '  c', '    d'],
  ],
]

describe('inheritanceTrees shows', () => {
  for (const [what, parents, roots, options, expected] of cases) {
    it(what, () => {
      expect(drawn(inheritanceTrees({ roots }, graphOf(parents), options))).to.deep.equal(expected)
    })
  }

  it('which line is the last below its tag', () => {
    const lines = inheritanceTrees({ roots: ['a'] }, graphOf({ a: ['b', 'c'], b: ['d'] }), { way: 'up' })
    expect(lines.map(({ tag, last }) => [tag, last])).to.deep.equal([
      ['a', true],
      ['b', false],
      ['d', true],
      ['c', true],
    ])
  })

  it('chains longer than a stack', () => {
    const names = Array.from({ length: 50_000 }, (_, index) => `t${index}`)
    const graph = new InheritanceGraph(
      names,
      names.slice(1).map((child, index) => ({ ...link(`t${index}`), child })),
    )
    expect(inheritanceTrees({ tags: names }, graph, { way: 'up' })).to.have.length(names.length)
  })
})

describe('inheritanceTrees of many tags', () => {
  const covering: [string, Parents, readonly string[], readonly string[]][] = [
    ['begins where nothing inherits', { a: ['b'], b: ['c'] }, ['a', 'b', 'c'], ['a', '  b', '    c']],
    ['shows nothing else', { a: ['b'], b: ['c'], x: ['c'] }, ['c', 'b'], ['b', '  c']],
    ['begins somewhere in a loop', { a: ['b'], b: ['a'] }, ['b', 'a'], ['a', '  b', '    a loop']],
    [
      'begins again where only an ineffective link leads',
      { a: ['b'], b: [link('c', 0, { intransitive: true })], c: ['d'] },
      ['a', 'b', 'c'],
      ['a', '  b', '    c ineffective', 'c', '  d'],
    ],
  ]
  it('leaves out what a named root shows', () => {
    const lines = inheritanceTrees({ roots: ['a'], tags: ['c', 'b'] }, graphOf({ a: ['b'], c: [] }), {
      way: 'up',
    })
    expect(drawn(lines)).to.deep.equal(['a', '  b', 'c'])
  })

  for (const [what, parents, tags, expected] of covering) {
    it(what, () =>
      expect(drawn(inheritanceTrees({ tags }, graphOf(parents), { way: 'up' }))).to.deep.equal(expected),
    )
  }
})

describe('the trees of any tags', () => {
  const names = ['a', 'b', 'c', 'd', 'e', '__proto__']
  const name = fc.constantFrom(...names)
  const anyLink: fc.Arbitrary<Descending> = fc.record({
    child: name,
    parent: name,
    priority: fc.integer({ min: 0, max: 9 }),
    maxdepth: fc.constantFrom(null, null, null, 0, 1, 2, 3),
    intransitive: fc.constantFrom(false, false, false, true),
    noconfig: fc.constant(false),
    pkg_filter: fc.constant(''),
  })
  const anyGraph = fc
    .uniqueArray(anyLink, {
      maxLength: 14,
      size: 'max',
      selector: ({ child, parent }) => `${child} ${parent}`,
    })
    .map(links => new InheritanceGraph(names, links))

  // Few graphs have a tag that is cut off on one way and not on another.
  const runs = { numRuns: 1000 }
  const effective = (lines: readonly TreeLine[]) =>
    new Set(lines.filter(({ below, depth }) => below !== 'ineffective' && depth > 0).map(({ tag }) => tag))

  it('hold upwards, as effective, what Koji would inherit', () => {
    fc.assert(
      fc.property(anyGraph, name, (graph, root) => {
        const inherited = fullInheritance(root, tag => graph.parentsOf(tag)).map(({ parent }) => parent)
        const lines = inheritanceTrees({ roots: [root] }, graph, { way: 'up' })
        const shown = effective(lines)
        shown.delete(root)
        expect([...shown].sort()).to.deep.equal([...new Set(inherited)].sort())
      }),
      runs,
    )
  })

  /** By every path of links, as long as it repeats no tag. */
  function heirs(graph: InheritanceGraph, root: string): Set<string> {
    const found = new Set<string>()
    const follow = (tag: string, path: readonly string[]): void => {
      for (const { child, maxdepth, intransitive } of graph.childrenOf(tag)) {
        if (path.includes(child)) continue
        if (path.length > 1 && maxdepth !== null && maxdepth < path.length - 1) continue
        found.add(child)
        if (!intransitive) follow(child, [...path, child])
      }
    }
    follow(root, [root])
    return found
  }

  it('hold downwards, as effective, whoever a path of links leads to', () => {
    fc.assert(
      fc.property(anyGraph, name, (graph, root) => {
        const shown = effective(inheritanceTrees({ roots: [root] }, graph, { way: 'down' }))
        shown.delete(root)
        expect([...shown].sort()).to.deep.equal([...heirs(graph, root)].sort())
      }),
      runs,
    )
  })

  it('cover every tag and every link, and are no larger than that takes', () => {
    fc.assert(
      fc.property(anyGraph, fc.constantFrom('up', 'down'), (graph, way) => {
        const lines = inheritanceTrees({ tags: names }, graph, { way })
        expect([...new Set(lines.map(({ tag }) => tag))]).to.have.members(names)
        const links = names.flatMap(tag => graph.parentsOf(tag))
        expect([...new Set(lines.flatMap(({ link }) => link ?? []))]).to.have.members(links)
        if (links.every(({ maxdepth, intransitive }) => maxdepth === null && !intransitive)) {
          expect(lines.filter(({ link }) => link !== null)).to.have.length(links.length)
        }
      }),
      runs,
    )
  })
})
