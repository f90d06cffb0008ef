import { group, groupRows, link, wanted } from '../../../builders.js'
import { type FacetCase, facetCase } from '../facet-case.js'
import { alone, blocked, child, exact, optional, parent } from './words.js'

/** Requirements, where groups are exact; `core` is a group of `a`. */
export const requirementCases: FacetCase[] = [
  facetCase(
    'create: with options, on a group that is new, too',
    exact({ build: { requires: { core: { type: 'optional', is_metapkg: true } } }, core: [] }),
    [alone()],
    [
      'switch: groupListAdd("a", "build")',
      'switch: groupListAdd("a", "core")',
      'switch: groupReqListAdd("a", "build", "core", type="optional", is_metapkg=true)',
    ],
  ),
  facetCase(
    'create: on an inherited group',
    exact({ build: { requires: ['core'] } }),
    [parent(group('core', [])), child(group('build', []))],
    ['switch: groupReqListAdd("a", "build", "core")'],
  ),
  facetCase(
    'create: in a new tag, on a group of a new parent',
    [
      wanted('n', { inheritance: [link('m')], groups: { build: { requires: ['core'] } } }),
      wanted('m', { groups: { core: [] } }),
    ],
    [],
    [
      'create: createTag("m")',
      'create: createTag("n", parent="m")',
      'fill: groupListAdd("m", "core")',
      'fill: groupListAdd("n", "build")',
      'fill: groupReqListAdd("n", "build", "core")',
    ],
  ),
  facetCase(
    'update: the options that are named; others keep their value',
    exact({ build: { requires: { core: { is_metapkg: true } } }, core: [] }),
    [alone(groupRows('build', { requires: { core: optional } }), group('core', []))],
    ['switch: groupReqListAdd("a", "build", "core", is_metapkg=true)'],
  ),
  facetCase(
    'no change',
    exact({ build: { requires: ['core'] }, core: [] }),
    [alone(groupRows('build', { requires: { core: optional } }), group('core', []))],
    [],
  ),
  facetCase(
    'remove: what is not named, listed or blocked',
    exact({ build: [], core: [], more: [] }),
    [
      alone(
        groupRows('build', { requires: { core: {}, more: blocked } }),
        group('core', []),
        group('more', []),
      ),
    ],
    ['switch: groupReqListRemove("a", "build", "core")', 'switch: groupReqListUnblock("a", "build", "more")'],
  ),
  facetCase(
    'E.1: what is inherited with the same options needs no row (the hub would ignore it)',
    exact({ build: { requires: ['core'] } }),
    [parent(groupRows('build', { requires: { core: {} } }), group('core', [])), child()],
    [],
  ),
  facetCase(
    'E.1: one that the parent loses in the same plan is pinned',
    [
      wanted('p', { groups: { build: [], core: [] } }),
      wanted('a', { groups: { build: { requires: ['core'] } } }),
    ],
    [parent(groupRows('build', { requires: { core: {} } }), group('core', [])), child()],
    ['switch: groupReqListRemove("p", "build", "core")', 'switch: groupReqListAdd("a", "build", "core")'],
  ),
  facetCase(
    'a block hides an inherited requirement',
    exact({ build: { requires: { core: blocked } } }),
    [parent(groupRows('build', { requires: { core: {} } }), group('core', [])), child()],
    ['switch: groupReqListBlock("a", "build", "core")'],
  ),
  facetCase(
    'an own requirement becomes a block',
    exact({ build: { requires: { core: blocked } }, core: [] }),
    [alone(groupRows('build', { requires: { core: {} } }), group('core', []))],
    ['switch: groupReqListBlock("a", "build", "core")'],
  ),
  facetCase(
    'an own block is lifted first (a forced addition with the same options would be ignored)',
    exact({ build: { requires: ['core'] }, core: [] }),
    [
      alone(
        groupRows('build', { requires: { core: { blocked: true, type: 'optional' } } }),
        group('core', []),
      ),
    ],
    [
      'switch: groupReqListUnblock("a", "build", "core")',
      'switch: groupReqListAdd("a", "build", "core", type="optional")',
    ],
  ),
  facetCase(
    'an own block just goes where the requirement is inherited',
    exact({ build: { requires: ['core'] } }),
    [
      parent(groupRows('build', { requires: { core: {} } }), group('core', [])),
      child(groupRows('build', { config: null, requires: { core: blocked } })),
    ],
    ['switch: groupReqListUnblock("a", "build", "core")'],
  ),
  facetCase(
    'an inherited block is overridden by way of another type',
    exact({ build: { requires: ['core'] } }),
    [parent(groupRows('build', { requires: { core: blocked } }), group('core', [])), child()],
    [
      'switch: groupReqListAdd("a", "build", "core", type="optional", force=true)',
      'switch: groupReqListAdd("a", "build", "core", type="mandatory")',
    ],
  ),
  facetCase(
    'an inherited block is overridden at once where the type differs',
    exact({ build: { requires: { core: optional } } }),
    [parent(groupRows('build', { requires: { core: blocked } }), group('core', [])), child()],
    ['switch: groupReqListAdd("a", "build", "core", type="optional", force=true)'],
  ),
  facetCase(
    'an own block above which there is another',
    exact({ build: { requires: ['core'] } }),
    [
      parent(groupRows('build', { requires: { core: blocked } }), group('core', [])),
      child(groupRows('build', { config: null, requires: { core: { blocked: true, is_metapkg: true } } })),
    ],
    [
      'switch: groupReqListUnblock("a", "build", "core")',
      'switch: groupReqListAdd("a", "build", "core", is_metapkg=true, force=true)',
    ],
  ),
]
