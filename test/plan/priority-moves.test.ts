import { expect } from 'chai'
import fc from 'fast-check'
import { type PriorityMove, priorityMoves } from '../../src/plan/priority-moves.js'

type Priorities = ReadonlyMap<string, number>

const of = (...priorities: readonly number[]): Priorities =>
  new Map(priorities.map((priority, index) => [String.fromCharCode(97 + index), priority]))

/** The moves between two states of the same entries, those that stay where they are left out. */
function movesOf(before: Priorities, after: Priorities): PriorityMove[] {
  const moving = ([name]: [string, number]) => before.get(name) !== after.get(name)
  const taken = new Set([...before.values(), ...after.values()])
  return priorityMoves(new Map([...before].filter(moving)), new Map([...after].filter(moving)), taken)
}

/** The length of the shortest sequence that no hub refuses, found by trying everything. */
function shortest(before: Priorities, after: Priorities): number {
  const key = (state: readonly number[]) => state.join()
  const goal = key([...after.values()])
  const all = [...new Set([...before.values(), ...after.values(), 97, 98])]
  let states = [[...before.values()]]
  const seen = new Set(states.map(key))
  for (let length = 0; ; length += 1) {
    if (seen.has(goal)) return length
    states = states.flatMap(state =>
      state.flatMap((_, index) =>
        all.filter(priority => !state.includes(priority)).map(priority => state.with(index, priority)),
      ),
    )
    states = states.filter(state => !seen.has(key(state)) && seen.add(key(state)))
  }
}

const distinct = (length: number) =>
  fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: length, maxLength: length })

describe('priorityMoves', () => {
  const cases: [string, Priorities, Priorities, string[]][] = [
    ['nothing to move', of(1, 2), of(1, 2), []],
    ['one, to a free place', of(1, 2), of(1, 5), ['b 5']],
    ['a chain, from its end', of(1, 2, 3), of(2, 3, 4), ['c 4', 'b 3', 'a 2']],
    ['two that swap: one steps aside', of(1, 2), of(2, 1), ['a 0', 'b 1', 'a 2']],
    ['a ring of three', of(1, 2, 3), of(2, 3, 1), ['a 0', 'c 1', 'b 3', 'a 2']],
    [
      'two rings, one spare priority',
      of(1, 2, 3, 4),
      of(2, 1, 4, 3),
      ['a 0', 'b 1', 'a 2', 'c 0', 'd 3', 'c 4'],
    ],
    ['a spare priority that nobody has', of(0, 1, 2), of(1, 0, 2), ['a 3', 'b 0', 'a 1']],
  ]
  for (const [what, before, after, expected] of cases) {
    it(what, () => {
      expect(movesOf(before, after).map(({ name, priority }) => `${name} ${priority}`)).to.deep.equal(
        expected,
      )
    })
  }

  it('leads there, never with one priority twice, on the shortest way', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }).chain(length => fc.tuple(distinct(length), distinct(length))),
        ([from, to]) => {
          const [before, after] = [of(...from), of(...to)]
          const state = new Map(before)
          const moves = movesOf(before, after)
          for (const { name, priority } of moves) {
            expect([...state.values()]).to.not.include(priority)
            state.set(name, priority)
          }
          expect(state).to.deep.equal(after)
          expect(moves.length).to.equal(shortest(before, after))
        },
      ),
    )
  })
})
