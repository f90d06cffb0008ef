import { desired, live, tag, target, wanted } from '../../builders.js'
import { type FacetCase, facetCase } from './facet-case.js'

type Settings = NonNullable<NonNullable<Parameters<typeof wanted>[1]>['settings']>
const state = (settings: Settings) => [wanted('a', { settings })]
const holding = (settings: Settings) => [tag('a', { settings })]
const everything: Settings = {
  arches: 'x86_64',
  perm: 'admin',
  locked: true,
  maven_support: true,
  maven_include_all: true,
}

export const settingsCases: FacetCase[] = [
  facetCase(
    'create: what is not named has Koji’s default',
    state({ locked: false }),
    [],
    ['create: createTag("a")'],
  ),
  facetCase(
    'create: everything',
    state(everything),
    [],
    [
      'create: createTag("a", arches="x86_64", perm="admin", locked=true, maven_support=true, maven_include_all=true)',
    ],
  ),
  facetCase(
    'update: fields in one call, and no other',
    state({ locked: false, perm: 'repo' }),
    holding(everything),
    ['switch: editTag2("a", perm="repo", locked=false)'],
  ),
  facetCase('no change: what is not named is left alone', state({}), holding(everything), []),
  facetCase('no change: what is named is as it shall be', state(everything), holding(everything), []),
  facetCase('perm: null takes the permission away', state({ perm: null }), holding(everything), [
    'switch: editTag2("a", perm=null)',
  ]),
  facetCase(
    'arches in another order are one change',
    state({ arches: 'aarch64 x86_64' }),
    holding({ arches: 'x86_64 aarch64' }),
    ['switch: editTag2("a", arches="aarch64 x86_64")'],
  ),
  facetCase(
    "E.10: '' and NULL arches differ: NULL inherits",
    state({ arches: null }),
    holding({ arches: '' }),
    ['switch: editTag2("a", arches=null)'],
  ),
  facetCase(
    "E.10: '' and NULL arches differ: '' does not",
    state({ arches: '' }),
    holding({ arches: null }),
    ['switch: editTag2("a", arches="")'],
  ),
  facetCase(
    'E.10: createTag cannot make NULL',
    state({ arches: null }),
    [],
    ['create: createTag("a")', 'create: editTag2("a", arches=null)'],
  ),
  facetCase("E.10: '' is what createTag makes", state({ arches: '' }), [], ['create: createTag("a")']),
]

const [b, d] = [tag('b'), tag('d')]

export const targetCases: FacetCase[] = [
  [
    'E.17: a target is edited only where it differs (the hub would make an event each time)',
    desired([], [target('same', 'b', 'd'), target('moved', 'd', 'd')]),
    live([b, d], [target('same', 'b', 'd'), target('moved', 'b', 'd')]),
    ['switch: editBuildTarget("moved", "moved", "d", "d")'],
  ],
  [
    'E.26: names that look like integers stay names',
    desired([], [target('7', '42', '42')]),
    live([tag('42')]),
    ['switch: createBuildTarget("7", "42", "42")'],
  ],
]
