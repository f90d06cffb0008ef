import { expect } from 'chai'
import fc from 'fast-check'
import { type Descending, descendants, findLoop, fullInheritance } from '../../src/koji/inheritance.js'
import type { Link } from '../../src/koji/tag.js'
import { link } from '../builders.js'

type Links = Readonly<Record<string, readonly Link[]>>

const above = (links: Links) => (tag: string) => links[tag] ?? []
const below =
  (links: Links) =>
  (parent: string): Descending[] =>
    Object.entries(links).flatMap(([child, own]) =>
      own.filter(one => one.parent === parent).map(one => ({ ...one, child })),
    )

/** One line a step: `b < a` (a inherits from b), then its limit and filters, if it has any. */
function steps(order: ReturnType<typeof fullInheritance<string>>): string[] {
  return order.map(({ parent, child, nextdepth, filter }) =>
    [`${parent} < ${child}`, ...(nextdepth === null ? [] : [`limit ${nextdepth}`]), ...filter].join(' '),
  )
}

const up = (links: Links, root = 'a') => steps(fullInheritance(root, above(links)))
const down = (links: Links, root = 'a') => descendants(root, below(links)).map(({ child }) => child)

const limit = (parent: string, maxdepth: number, priority = 0) => link(parent, priority, { maxdepth })
const intransitive = (parent: string, priority = 0) => link(parent, priority, { intransitive: true })
const noconfig = (parent: string, priority = 0) => link(parent, priority, { noconfig: true })
const filtered = (parent: string, pkg_filter: string, priority = 0) => link(parent, priority, { pkg_filter })

// Upwards from `a`. What a real hub answers to these and others is replayed in semantics.test.ts.
const ancestors: [string, Links, string[]][] = [
  ['nothing', {}, []],
  ['parents by priority', { a: [link('z', -1), link('c', 10), link('b', 2)] }, ['z < a', 'b < a', 'c < a']],
  [
    'every tag before its parents, depth first',
    { a: [link('b', 0), link('c', 1)], b: [link('d')], c: [link('e')] },
    ['b < a', 'd < b', 'c < a', 'e < c'],
  ],
  [
    'a tag that two paths lead to, once, on the first',
    { a: [link('b', 0), link('c', 1)], b: [link('d')], c: [link('d')], d: [link('e')] },
    ['b < a', 'd < b', 'e < d', 'c < a'],
  ],
  ['itself: never', { a: [link('a', 0), link('b', 1)], b: [link('b', 0)] }, ['b < a']],
  ['a loop through the root', { a: [link('b')], b: [link('c')], c: [link('a')] }, ['b < a', 'c < b']],
  [
    'a loop above the root, left where it closes',
    { a: [link('b')], b: [link('c')], c: [link('b', 0), link('d', 1)] },
    ['b < a', 'c < b', 'd < c'],
  ],
  ['an intransitive link of the root', { a: [intransitive('b')], b: [link('c')] }, ['b < a', 'c < b']],
  ['not one further up', { a: [link('b')], b: [intransitive('c'), link('d', 1)] }, ['b < a', 'd < b']],
  [
    'maxdepth 0: the parent alone',
    { a: [limit('b', 0), link('c', 1)], b: [link('d')] },
    ['b < a limit 0', 'c < a'],
  ],
  [
    'maxdepth 1: and grandparents',
    { a: [limit('b', 1)], b: [link('c')], c: [link('d')] },
    ['b < a limit 1', 'c < b limit 0'],
  ],
  ['a negative maxdepth: as 0', { a: [limit('b', -3)], b: [link('c')] }, ['b < a limit -3']],
  [
    'maxdepth under a limit: one less',
    { a: [limit('b', 5)], b: [limit('c', 1)], c: [link('d')] },
    ['b < a limit 5', 'c < b limit 0'],
  ],
  [
    'maxdepth under no limit: in full',
    { a: [link('b')], b: [limit('c', 1)], c: [link('d')] },
    ['b < a', 'c < b limit 1', 'd < c limit 0'],
  ],
  [
    'the smaller of two limits',
    { a: [limit('b', 2)], b: [limit('c', 9)], c: [link('d')], d: [link('e')] },
    ['b < a limit 2', 'c < b limit 1', 'd < c limit 0'],
  ],
  [
    'again, where the first visit was shallower',
    { a: [limit('b', 0, 0), link('c', 1)], b: [link('d')], c: [link('b')] },
    ['b < a limit 0', 'c < a', 'b < c', 'd < b'],
  ],
  [
    'not again, where it was deeper',
    { a: [link('c', 0), limit('b', 0, 1)], b: [link('d')], c: [link('b')] },
    ['c < a', 'b < c', 'd < b'],
  ],
  [
    'again on every path, once it came through a filter',
    {
      a: [filtered('b', 'x', 0), link('c', 1), link('d', 2)],
      b: [link('e')],
      c: [link('e')],
      d: [link('e')],
    },
    ['b < a x', 'e < b x', 'c < a', 'e < c', 'd < a'],
  ],
  [
    'all filters on the way',
    { a: [filtered('b', 'x')], b: [filtered('c', 'y')], c: [link('d')] },
    ['b < a x', 'c < b x y', 'd < c x y'],
  ],
  [
    'again, where the first visit was without configuration and this is with it',
    { a: [link('q', 0), link('p', 1)], q: [noconfig('x')], p: [link('x')] },
    ['q < a', 'x < q', 'p < a', 'x < p'],
  ],
  [
    'not again, where both are without',
    { a: [link('q', 0), noconfig('x', 1)], q: [noconfig('x')] },
    ['q < a', 'x < q'],
  ],
  [
    'a later sibling of a noconfig link, which counts as one itself: not again',
    { a: [noconfig('x', 0), link('p', 1)], p: [link('x')] },
    ['x < a', 'p < a'],
  ],
]

const descending: [string, Links, string[]][] = [
  ['nobody', {}, []],
  ['children by priority', { c: [link('a', 1)], b: [link('a', 2)] }, ['c', 'b']],
  ['and theirs, depth first', { b: [link('a', 0)], c: [link('a', 1)], d: [link('b')] }, ['b', 'd', 'c']],
  ['a loop, once', { b: [link('a')], a: [link('b')] }, ['b']],
  [
    'an intransitive link at any depth, but nobody below it',
    { b: [link('a')], c: [intransitive('b')], d: [link('c')] },
    ['b', 'c'],
  ],
  [
    'a link while its maxdepth reaches this far',
    { b: [link('a')], c: [limit('b', 0, 0)], d: [limit('b', 1, 1)] },
    ['b', 'd'],
  ],
  ['no link with a negative maxdepth', { b: [limit('a', -1)] }, []],
  [
    'again, where the first visit was through a filter',
    { b: [filtered('a', 'x', 0)], c: [link('a', 1)], d: [link('b', 0), link('c', 1)] },
    ['b', 'd', 'c', 'd'],
  ],
  [
    'not again, where any earlier visit was sufficient, not only the last',
    {
      b: [link('a', 0)],
      c: [link('a', 1)],
      e: [link('a', 2)],
      d: [noconfig('b', 0), filtered('c', 'x', 1), noconfig('e', 2)],
    },
    ['b', 'd', 'c', 'd', 'e'],
  ],
]

describe('fullInheritance goes through', () => {
  for (const [what, links, expected] of ancestors) {
    it(what, () => expect(up(links)).to.deep.equal(expected))
  }

  it('a link as it is, with its depth', () => {
    expect(fullInheritance('a', above({ a: [link('b')], b: [noconfig('c', 3)] })).at(1)).to.deep.equal({
      child: 'b',
      parent: 'c',
      link: noconfig('c', 3),
      currdepth: 2,
      nextdepth: null,
      filter: [],
    })
  })

  it('a link behind a noconfig one that keeps its own flag', () => {
    const order = fullInheritance('a', above({ a: [noconfig('b')], b: [link('c')] }))
    expect(order.map(step => step.link.noconfig)).to.deep.equal([true, false])
  })
})

describe('descendants goes through', () => {
  for (const [what, links, expected] of descending) {
    it(what, () => expect(down(links)).to.deep.equal(expected))
  }
})

const names = ['a', 'b', 'c', 'd', 'e', '__proto__']

/** Any tags that inherit from any, loops and selfs included; a tag's priorities are unique, as Koji wants. */
function graphs(fields: fc.Arbitrary<Partial<Link>>): fc.Arbitrary<ReadonlyMap<string, readonly Link[]>> {
  const parents = fc.uniqueArray(fc.constantFrom(...names), { maxLength: 4 })
  const links = parents.chain(chosen =>
    fc
      .tuple(
        fc.uniqueArray(fc.integer({ min: -9, max: 99 }), {
          minLength: chosen.length,
          maxLength: chosen.length,
        }),
        fc.tuple(...chosen.map(() => fields)),
      )
      .map(([priorities, all]) => chosen.map((name, index) => link(name, priorities[index], all[index]))),
  )
  return fc
    .tuple(...names.map(() => links))
    .map(all => new Map(names.map((name, index) => [name, all[index] ?? []])))
}

const plainGraph = graphs(fc.constant({}))
const anyGraph = graphs(
  fc.record(
    {
      maxdepth: fc.constantFrom(null, -1, 0, 1, 2),
      intransitive: fc.boolean(),
      noconfig: fc.boolean(),
      pkg_filter: fc.constantFrom('', 'x'),
    },
    { requiredKeys: [] },
  ),
)
const root = 'a'

/** All that can be reached over links, one step or more. */
function reachable(from: string, next: (tag: string) => readonly string[]): Set<string> {
  const found = new Set<string>()
  const queue = [from]
  for (let tag = queue.pop(); tag !== undefined; tag = queue.pop()) {
    for (const one of next(tag)) {
      if (!found.has(one)) queue.push(one)
      found.add(one)
    }
  }
  return found
}

type Graph = ReadonlyMap<string, readonly Link[]>

const linksOf = (graph: Graph) => (tag: string) => graph.get(tag) ?? []
const parentsOf = (graph: Graph) => (tag: string) => linksOf(graph)(tag).map(({ parent }) => parent)
const childrenOf =
  (graph: Graph) =>
  (parent: string): Descending[] =>
    [...graph].flatMap(([child, links]) =>
      links.filter(one => one.parent === parent).map(one => ({ ...one, child })),
    )

describe('the order of inheritance', () => {
  it('ends in spite of loops, never names the root, and is made of links that are there', () => {
    fc.assert(
      fc.property(anyGraph, graph => {
        const met = new Set([root])
        for (const step of fullInheritance(root, linksOf(graph))) {
          const { child, parent, link, currdepth, nextdepth, filter } = step
          expect(parent).to.equal(link.parent).and.not.to.equal(root)
          expect(met.has(child), 'a tag comes before its parents').to.equal(true)
          expect(linksOf(graph)(child)).to.include(link)
          expect(currdepth).to.be.greaterThan(0)
          expect(nextdepth ?? 0).to.be.at.most(link.maxdepth ?? nextdepth ?? 0)
          expect(filter.length).to.be.at.most(currdepth)
          met.add(parent)
        }
      }),
    )
  })

  it('depends on priorities, not on the order in which links are given', () => {
    fc.assert(
      fc.property(anyGraph, graph => {
        const reversed = (tag: string) => [...linksOf(graph)(tag)].reverse()
        expect(fullInheritance(root, reversed)).to.deep.equal(fullInheritance(root, linksOf(graph)))
      }),
    )
  })

  it("keeps the root's parents in order of priority", () => {
    fc.assert(
      fc.property(anyGraph, graph => {
        const order = fullInheritance(root, linksOf(graph))
        const priorities = order.filter(step => step.currdepth === 1).map(step => step.link.priority)
        expect(priorities).to.deep.equal([...priorities].sort((one, other) => one - other))
      }),
    )
  })

  it('over plain links, is every tag that can be reached, once', () => {
    fc.assert(
      fc.property(plainGraph, graph => {
        const parents = fullInheritance(root, linksOf(graph)).map(({ parent }) => parent)
        const others = [...reachable(root, parentsOf(graph))].filter(tag => tag !== root)
        expect([...parents].sort()).to.deep.equal(others.sort())
      }),
    )
  })

  it('over plain links, has descendants as the other side of ancestors', () => {
    fc.assert(
      fc.property(plainGraph, graph => {
        const heirs = names.filter(tag => fullInheritance(tag, linksOf(graph)).some(s => s.parent === root))
        const found = descendants(root, childrenOf(graph)).map(({ child }) => child)
        expect(found.sort()).to.deep.equal(heirs.sort())
      }),
    )
  })

  it('goes as deep as tags do, up and down', () => {
    const depth = 50_000
    const names = Array.from({ length: depth + 1 }, (_, index) => `t${index}`)
    const next = (tag: string, by: number) => names[Number(tag.slice(1)) + by]
    const linksOf = (tag: string) => {
      const parent = next(tag, 1)
      return parent === undefined ? [] : [link(parent)]
    }
    const childrenOf = (tag: string) => {
      const child = next(tag, -1)
      return child === undefined ? [] : [{ ...link(tag), child }]
    }
    expect(fullInheritance('t0', linksOf).map(({ parent }) => parent)).to.deep.equal(names.slice(1))
    expect(descendants(`t${depth}`, childrenOf).map(({ child }) => child)).to.deep.equal(
      names.slice(0, -1).reverse(),
    )
  })

  it('of descendants ends, too, and is made of links that are there', () => {
    fc.assert(
      fc.property(anyGraph, graph => {
        for (const step of descendants(root, childrenOf(graph))) {
          const { child, parent, link, currdepth, nextdepth, filter } = step
          expect(child).to.equal(link.child).and.not.to.equal(root)
          expect(childrenOf(graph)(parent)).to.deep.include(link)
          expect(nextdepth).to.equal(null)
          expect(filter.length).to.be.at.most(currdepth)
        }
      }),
    )
  })
})

describe('findLoop', () => {
  const loops: [string, Readonly<Record<string, readonly string[]>>, string[] | undefined][] = [
    ['nothing where there is none', { a: ['b', 'c'], b: ['d'], c: ['d'] }, undefined],
    ['a tag that is its own parent', { a: ['a'] }, ['a', 'a']],
    ['a loop of two', { a: ['b'], b: ['a'] }, ['a', 'b', 'a']],
    ['only the tags of the loop, not the way to it', { a: ['b'], b: ['c'], c: ['b'] }, ['b', 'c', 'b']],
    ['a loop behind a finished branch', { a: ['b', 'c'], c: ['d'], d: ['a'] }, ['a', 'c', 'd', 'a']],
  ]
  for (const [what, parents, expected] of loops) {
    it(`finds ${what}`, () => {
      expect(findLoop(Object.keys(parents), tag => parents[tag] ?? [])).to.deep.equal(expected)
    })
  }

  it('passes by loops that the named tags are no part of', () => {
    const parents = new Map([
      ['a', ['b', 'x']],
      ['b', ['x']],
      ['x', ['y']],
      ['y', ['x']],
      ['z', ['z']],
    ])
    const of = (...named: string[]) => findLoop(named, tag => parents.get(tag) ?? [])
    expect(of('a', 'b')).to.equal(undefined)
    expect(of('a', 'y')).to.deep.equal(['y', 'x', 'y'])
  })

  it('finds the shortest way round', () => {
    const parents: Readonly<Record<string, readonly string[]>> = {
      a: ['b', 'd'],
      b: ['c'],
      c: ['a'],
      d: ['a'],
    }
    expect(findLoop(['a'], tag => parents[tag] ?? [])).to.deep.equal(['a', 'd', 'a'])
  })

  it('goes as deep as tags do', () => {
    const depth = 100_000
    const chain = (closed: boolean) => (tag: string) =>
      Number(tag) < depth ? [String(Number(tag) + 1)] : closed ? ['0'] : []
    expect(findLoop(['0'], chain(false))).to.equal(undefined)
    expect(findLoop(['0'], chain(true))).to.have.length(depth + 2)
  })

  it('finds a loop, closed by links that are there, exactly where there is one', () => {
    fc.assert(
      fc.property(plainGraph, graph => {
        const parents = parentsOf(graph)
        const loop = findLoop(names, parents)
        const isCyclic = names.some(tag => reachable(tag, parents).has(tag))
        expect(loop !== undefined).to.equal(isCyclic)
        if (loop === undefined) return
        expect(loop.at(0)).to.equal(loop.at(-1))
        for (const [index, tag] of loop.slice(0, -1).entries()) {
          expect(parents(tag)).to.include(loop[index + 1])
        }
      }),
    )
  })
})
