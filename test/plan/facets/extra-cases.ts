import { block, set, tag, wanted } from '../../builders.js'
import { type FacetCase, facetCase } from './facet-case.js'

type Extra = NonNullable<NonNullable<Parameters<typeof wanted>[1]>['extra']>
const exact = (extra: Extra) => [wanted('a', { extra })]
const additive = (extra: Extra, removed: string[] = []) => [
  wanted('a', { extra, additive: ['extra'], removed: { extra: removed } }),
]
const holding = (extra: Extra) => [tag('a', { extra })]

export const exactCases: FacetCase[] = [
  facetCase(
    'create, update and remove in one call',
    exact({ new: set(1), changed: set('y'), same: set([1]), hidden: block }),
    holding({ changed: set('x'), same: set([1]), gone: set(0) }),
    ['switch: editTag2("a", extra={"changed":"y","new":1}, remove_extra=["gone"], block_extra=["hidden"])'],
  ),
  facetCase('no change', exact({ k: set(true), b: block }), holding({ k: set(true), b: block }), []),
  facetCase(
    'E.11: 1 becomes true in two calls (the hub takes them for equal)',
    exact({ k: set(true) }),
    holding({ k: set(1) }),
    ['switch: editTag2("a", remove_extra=["k"])', 'switch: editTag2("a", extra={"k":true})'],
  ),
  facetCase(
    'E.11: so does what is inside of a value',
    exact({ k: set({ a: [true] }) }),
    holding({ k: set({ a: [1] }) }),
    ['switch: editTag2("a", remove_extra=["k"])', 'switch: editTag2("a", extra={"k":{"a":[true]}})'],
  ),
  facetCase('E.11: null is a value, no block', exact({ k: set(null) }), holding({ k: block }), [
    'switch: editTag2("a", extra={"k":null})',
  ]),
  facetCase(
    'E.11: a block goes in two calls (the hub removes only what is set)',
    exact({}),
    holding({ k: block }),
    ['switch: editTag2("a", extra={"k":null})', 'switch: editTag2("a", remove_extra=["k"])'],
  ),
]

export const additiveCases: FacetCase[] = [
  facetCase('create: beside what is there', additive({ new: set(1) }), holding({ k: set(0), b: block }), [
    'switch: editTag2("a", extra={"new":1})',
  ]),
  facetCase(
    'update: what is named, be it blocked',
    additive({ k: set('y'), b: set('z'), l: block }),
    holding({ k: set('x'), b: block, l: set(1), other: set(1) }),
    ['switch: editTag2("a", extra={"b":"z","k":"y"}, block_extra=["l"])'],
  ),
  facetCase(
    'remove: by name, and nothing that is not there',
    additive({}, ['k', 'never']),
    holding({ k: set(1), other: set(1) }),
    ['switch: editTag2("a", remove_extra=["k"])'],
  ),
  facetCase(
    'E.11: a block that is named to go goes in two calls (remove_extra alone would fault)',
    additive({}, ['b', 'k']),
    holding({ b: block, k: set(1), other: block }),
    [
      'switch: editTag2("a", extra={"b":null}, remove_extra=["k"])',
      'switch: editTag2("a", remove_extra=["b"])',
    ],
  ),
  facetCase('no change', additive({ k: set(1) }), holding({ k: set(1), other: set(1) }), []),
  facetCase('a new tag', additive({ k: set(1) }, ['never']), [], ['create: createTag("a", extra={"k":1})']),
]
