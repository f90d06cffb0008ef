import { group, groupRows, tag, wanted } from '../../../builders.js'
import { type FacetCase, facetCase } from '../facet-case.js'
import { alone, blocked, child, exact, optional, parent } from './words.js'

/** Packages of groups where groups are exact. */
export const packageCases: FacetCase[] = [
  facetCase(
    'create: packages with options, in a new group',
    exact({
      build: { packages: { bash: optional, gcc: { basearchonly: true, requires: 'make' }, make: {} } },
    }),
    [alone()],
    [
      'switch: groupListAdd("a", "build")',
      'switch: groupPackageListAdd("a", "build", "bash", type="optional", force=true)',
      'switch: groupPackageListAdd("a", "build", "gcc", basearchonly=true, requires="make", force=true)',
      'switch: groupPackageListAdd("a", "build", "make", force=true)',
    ],
  ),
  facetCase(
    'update: the options that are named; others keep their value',
    exact({ build: { packages: { bash: { type: 'default' } } } }),
    [alone(groupRows('build', { packages: { bash: { type: 'optional', basearchonly: true } } }))],
    ['switch: groupPackageListAdd("a", "build", "bash", type="default", force=true)'],
  ),
  facetCase(
    'no change: options that are not named',
    exact({ build: ['bash'] }),
    [alone(groupRows('build', { packages: { bash: optional } }))],
    [],
  ),
  facetCase(
    'no change: options that are as they are named',
    exact({ build: { packages: { bash: optional } } }),
    [alone(groupRows('build', { packages: { bash: optional } }))],
    [],
  ),
  facetCase(
    'remove: what is not named, listed or blocked',
    exact({ build: ['bash'] }),
    [alone(group('build', ['bash', 'gcc'], {}, ['zsh']))],
    [
      'switch: groupPackageListRemove("a", "build", "gcc")',
      'switch: groupPackageListUnblock("a", "build", "zsh")',
    ],
  ),
  facetCase(
    'E.1: what is inherited with the same options needs no row (the hub would ignore it)',
    exact({ build: { packages: { bash: optional } } }),
    [parent(groupRows('build', { packages: { bash: optional } })), child()],
    [],
  ),
  facetCase(
    'an own row that repeats the inherited one stays, if it is named',
    exact({ build: ['bash'] }),
    [parent(group('build', ['bash'])), child(group('build', ['bash'], null))],
    [],
  ),
  facetCase(
    'what is inherited with other options gets an own row, which keeps the rest of them',
    exact({ build: { packages: { bash: optional } } }),
    [parent(groupRows('build', { packages: { bash: { basearchonly: true } } })), child()],
    ['switch: groupPackageListAdd("a", "build", "bash", type="optional", force=true)'],
  ),
  facetCase(
    'an own row that does not fit goes where the inherited one does',
    exact({ build: { packages: { bash: optional } } }),
    [parent(groupRows('build', { packages: { bash: optional } })), child(group('build', ['bash'], null))],
    ['switch: groupPackageListRemove("a", "build", "bash")'],
  ),
  facetCase(
    'E.1: a package that the parent loses in the same plan is pinned',
    [wanted('p', { groups: { build: [] } }), wanted('a', { groups: { build: ['bash'] } })],
    [parent(group('build', ['bash'])), child()],
    [
      'switch: groupPackageListRemove("p", "build", "bash")',
      'switch: groupPackageListAdd("a", "build", "bash", force=true)',
    ],
  ),
  facetCase(
    'E.2: own rows in a group that is only inherited are seen, and go',
    exact({ build: [] }),
    [parent(group('build', ['bash'])), child(group('build', ['gcc'], null))],
    ['switch: groupPackageListRemove("a", "build", "gcc")'],
  ),
  facetCase(
    'E.3: packages and requirements go before their group, which would leave them behind',
    exact({}),
    [alone(groupRows('build', { packages: { bash: {} }, requires: { core: {} } }), group('core', []))],
    [
      'switch: groupPackageListRemove("a", "build", "bash")',
      'switch: groupReqListRemove("a", "build", "core")',
      'switch: groupListRemove("a", "build")',
      'switch: groupListRemove("a", "core")',
    ],
  ),
  facetCase(
    'E.3: rows that a group left behind do not come back with it',
    exact({ build: ['gcc'] }),
    [alone(group('build', ['bash'], null))],
    [
      'switch: groupPackageListRemove("a", "build", "bash")',
      'switch: groupListAdd("a", "build")',
      'switch: groupPackageListAdd("a", "build", "gcc", force=true)',
    ],
  ),
  facetCase(
    'a block hides an inherited package',
    exact({ build: { packages: { bash: blocked } } }),
    [parent(group('build', ['bash'])), child()],
    ['switch: groupPackageListBlock("a", "build", "bash")'],
  ),
  facetCase(
    'a block of what nobody lists',
    exact({ build: { packages: { bash: blocked } } }),
    [alone(group('build', []))],
    ['switch: groupPackageListBlock("a", "build", "bash")'],
  ),
  facetCase(
    'a block that is inherited needs no row',
    exact({ build: { packages: { bash: blocked } } }),
    [parent(group('build', [], {}, ['bash'])), child()],
    [],
  ),
  facetCase(
    'an own listing becomes a block',
    exact({ build: { packages: { bash: blocked } } }),
    [alone(group('build', ['bash']))],
    ['switch: groupPackageListBlock("a", "build", "bash")'],
  ),
  facetCase(
    'an own listing goes where an inherited block then shows',
    exact({ build: { packages: { bash: blocked } } }),
    [parent(group('build', [], {}, ['bash'])), child(group('build', ['bash'], null))],
    ['switch: groupPackageListRemove("a", "build", "bash")'],
  ),
  facetCase(
    'a block with another type',
    exact({ build: { packages: { bash: { blocked: true, type: 'optional' } } } }),
    [alone(group('build', [], {}, ['bash']))],
    ['switch: groupPackageListAdd("a", "build", "bash", type="optional", force=true, block=true)'],
  ),
  facetCase(
    'an own block is lifted; the package keeps its options',
    exact({ build: ['bash'] }),
    [alone(groupRows('build', { packages: { bash: { blocked: true, type: 'optional' } } }))],
    ['switch: groupPackageListAdd("a", "build", "bash", force=true)'],
  ),
  facetCase(
    'an own block just goes where the package is inherited',
    exact({ build: ['bash'] }),
    [parent(group('build', ['bash'])), child(group('build', [], null, ['bash']))],
    ['switch: groupPackageListUnblock("a", "build", "bash")'],
  ),
  facetCase(
    'an inherited block is lifted by an own row',
    exact({ build: ['bash'] }),
    [parent(group('build', [], {}, ['bash'])), child()],
    ['switch: groupPackageListAdd("a", "build", "bash", force=true)'],
  ),
  facetCase(
    'E.26: names that look like integers stay names',
    [wanted('42', { groups: { '7': ['3'] } })],
    [tag('42'), tag('0')],
    ['switch: groupListAdd("42", "7")', 'switch: groupPackageListAdd("42", "7", "3", force=true)'],
  ),
]
