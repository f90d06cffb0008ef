import { expect } from 'chai'
import { workOf } from '../work.js'
import { type Case, cases, desiredOf, liveOf, manyTags, type Size } from './many-tags.js'
import { type Part, planOf } from './plan-of.js'

/** What each part of a plan takes, in elements looked at. */
function workOfPlan(size: Size, change: Case): Map<Part, number> {
  const { before, after } = change(manyTags(size))
  const parts = new Map<Part, number>()
  planOf(desiredOf(after, before), liveOf(before), (part, run) => {
    const { result, work } = workOf(run)
    parts.set(part, work)
    return result
  })
  return parts
}

describe('the work of a plan', () => {
  const sizes: { readonly [what: string]: readonly [Size, Size] } = {
    'tags without package lists': [
      { tags: 211, packages: 0, lists: 'none' },
      { tags: 2011, packages: 0, lists: 'none' },
    ],
    'tags and what their package lists hold': [
      { tags: 211, packages: 2110, lists: 'even' },
      { tags: 2011, packages: 20_110, lists: 'even' },
    ],
    'package lists that many inherit': [
      { tags: 211, packages: 2000, lists: 'long' },
      { tags: 211, packages: 20_000, lists: 'long' },
    ],
  }
  for (const [what, [size, larger]] of Object.entries(sizes)) {
    for (const [name, change] of Object.entries(cases))
      it(`grows with ${what}, and no faster: ${name}`, () => {
        const [work, more] = [workOfPlan(size, change), workOfPlan(larger, change)]
        for (const [part, one] of work) expect(more.get(part), part).to.be.at.most(one * 10.5 + 100)
      })
  }

  // What it took when this was written, with a tenth to spare: more than that is a change that somebody should mean.
  const most: { readonly [name: string]: number } = {
    'all new': 2760,
    'no change': 1350,
    'one value of each': 2160,
    'one at the root': 1970,
    'a group at the root': 2320,
    'a new group at the root': 3740,
    'another order of parents': 3530,
    'one of each family gone': 1620,
    'all gone': 1200,
  }
  for (const [name, change] of Object.entries(cases))
    it(`is at most ${most[name]} elements a tag: ${name}`, () => {
      const size = { tags: 211, packages: 2110, lists: 'even' } as const
      const work = [...workOfPlan(size, change).values()].reduce((sum, one) => sum + one, 0)
      expect(work / size.tags).to.be.at.most(most[name] ?? 0)
    })

  it('is seen to grow faster where it does', () => {
    const all = (tags: number) => manyTags({ tags, packages: 0, lists: 'none' })
    const quadratic = (tags: number) =>
      workOf(() => all(tags).map(one => all(tags).filter(other => other.name === one.name))).work
    expect(quadratic(200)).to.be.above(3 * quadratic(100))
  })
})
