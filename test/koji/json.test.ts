import { expect } from 'chai'
import fc from 'fast-check'
import { canonicalJson, compareText, isJsonObject, type Json, jsonEqual } from '../../src/koji/json.js'
import { pythonEqual } from '../../src/koji/python-equality.js'

const json: fc.Arbitrary<Json> = fc.jsonValue().map(value => JSON.parse(JSON.stringify(value)))

/** The same value, with the keys of every object the other way round. */
function turned(value: Json): Json {
  if (Array.isArray(value)) return value.map(turned)
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).reverse()
  return Object.fromEntries(entries.map(([key, member]) => [key, turned(member)]))
}

describe('canonicalJson', () => {
  const texts: [string, unknown, string][] = [
    ['sorts keys by code units', { b: 1, a: 2, B: 3, ä: 4, 'a b': 5 }, '{"B":3,"a":2,"a b":5,"b":1,"ä":4}'],
    ['keeps the order of lists', [3, 1, 2], '[3,1,2]'],
    ['sorts at every depth', [{ b: { d: 1, c: 2 }, a: [] }], '[{"a":[],"b":{"c":2,"d":1}}]'],
    [
      'writes maps as objects',
      new Map([
        ['b', 1],
        ['a', 2],
      ]),
      '{"a":2,"b":1}',
    ],
    ['keeps __proto__ a key', JSON.parse('{"__proto__": {"x": 1}, "a": 2}'), '{"__proto__":{"x":1},"a":2}'],
    ['keeps types apart', [1, '1', true, null], '[1,"1",true,null]'],
  ]
  for (const [what, value, text] of texts) it(what, () => expect(canonicalJson(value)).to.equal(text))

  it('reads back as the value it was made of, whatever the order of keys', () => {
    fc.assert(
      fc.property(json, value => {
        expect(JSON.parse(canonicalJson(value))).to.deep.equal(value)
        expect(canonicalJson(turned(value))).to.equal(canonicalJson(value))
      }),
    )
  })

  it('is one text for what jsonEqual takes for one value, also of maps and of what is left out', () => {
    const key = fc.constantFrom('a', 'b', '__proto__')
    const value = fc.letrec(tie => ({
      value: fc.oneof(
        fc.constantFrom(undefined, null, 0, 1, '', 'a', true),
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(key, tie('value'), { maxKeys: 2 }),
        fc
          .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 2, selector: ([one]) => one })
          .map(entries => new Map(entries)),
      ),
    })).value
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(jsonEqual(one, other)).to.equal(canonicalJson(one) === canonicalJson(other))
      }),
      { numRuns: 1000 },
    )
  })
})

// Each pair: equal to the planner, equal to Python.
const pairs: [Json, Json, boolean, boolean][] = [
  [1, 1, true, true],
  [1, 2, false, false],
  [1, true, false, true],
  [0, false, false, true],
  [0, true, false, false],
  [2, true, false, false],
  [1, '1', false, false],
  [true, 'True', false, false],
  [null, false, false, false],
  [null, 0, false, false],
  [null, '', false, false],
  [[], {}, false, false],
  [[], null, false, false],
  [[1, null], [1], false, false],
  [[1, [true]], [true, [1]], false, true],
  [{ a: 1 }, { a: true }, false, true],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true, true],
  [{ a: null }, {}, false, false],
  [{ a: null }, { b: null }, false, false],
  [JSON.parse('{"__proto__": 1}'), {}, false, false],
  [JSON.parse('{"__proto__": 1}'), JSON.parse('{"__proto__": true}'), false, true],
]

describe('equality of JSON values', () => {
  for (const [a, b, same, inPython] of pairs) {
    it(`${JSON.stringify(a)} and ${JSON.stringify(b)}`, () => {
      expect(jsonEqual(a, b)).to.equal(same)
      expect(pythonEqual(a, b), 'in Python').to.equal(inPython)
    })
  }

  it('does not depend on the order of keys or of arguments; what is equal here is equal in Python', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        for (const equal of [jsonEqual, pythonEqual]) {
          expect(equal(a, turned(a))).to.equal(true)
          expect(equal(a, b)).to.equal(equal(b, a))
        }
        if (jsonEqual(a, b)) expect(pythonEqual(a, b)).to.equal(true)
      }),
    )
  })
})

describe('compareText', () => {
  it('orders by code units, not by locale', () => {
    expect(['b', 'a', 'B', 'ä', '', '10', '9'].sort(compareText)).to.deep.equal([
      '',
      '10',
      '9',
      'B',
      'a',
      'b',
      'ä',
    ])
  })
})
