import { expect } from 'chai'
import { loopsIn } from '../../src/koji/inheritance-loops.js'

/** `a: b c` is a tag with its parents. */
function loops(text: string): string[] {
  const parents = new Map(
    text.split(', ').map(line => {
      const [tag = '', names = ''] = line.split(':')
      return [tag, names.split(' ').filter(name => name !== '')]
    }),
  )
  return loopsIn(parents.keys(), tag => parents.get(tag) ?? []).map(loop => loop.join(' '))
}

const cases: readonly (readonly [graph: string, loops: readonly string[]])[] = [
  ['a: b, b: c, c:', []],
  ['a: a', ['a a']],
  ['a: b, b: a', ['a b a']],
  ['c: a, a: b, b: c', ['a b c a']],
  ['x: a, a: b, b: a, y: c, c: d, d: c', ['a b a', 'c d c']],
  ['a: b c, b: d, c: d, d:', []],
  // Two loops through one tag are one knot: the shortest way is told.
  ['a: b c, b: a, c: d, d: a', ['a b a']],
  // A loop that is reached from another one, and leads not back.
  ['a: b, b: a c, c: d, d: c', ['a b a', 'c d c']],
]

describe('loops of inheritance', () => {
  for (const [graph, expected] of cases)
    it(`in ${graph}`, () => {
      expect(loops(graph)).to.deep.equal(expected)
    })

  it('are found behind a chain that is longer than a stack', () => {
    const long = 50_000
    const parentsOf = (tag: string) => {
      const next = Number(tag) + 1
      return next < long ? [String(next)] : [String(long - 2)]
    }
    expect(loopsIn(['0'], parentsOf)).to.deep.equal([['49998', '49999', '49998']])
  })
})
