import { group, groupRows } from '../../../builders.js'
import { type FacetCase, facetCase } from '../facet-case.js'
import { additive, alone, blocked, child, optional, parent } from './words.js'

/** Groups that are additive: only what is named comes, changes or goes. */
export const additiveCases: FacetCase[] = [
  facetCase(
    'create: beside what is there',
    additive({ build: { packages: ['gcc'], requires: ['core'] }, core: ['make'] }),
    [alone(group('build', ['bash'], {}, ['zsh']), group('other', ['x']))],
    [
      'switch: groupListAdd("a", "core")',
      'switch: groupPackageListAdd("a", "build", "gcc", force=true)',
      'switch: groupReqListAdd("a", "build", "core")',
      'switch: groupPackageListAdd("a", "core", "make", force=true)',
    ],
  ),
  facetCase(
    'update: what is named',
    additive({
      build: { packages: { bash: optional, gcc: blocked }, requires: { core: optional }, description: 'd' },
    }),
    [
      alone(
        groupRows('build', { packages: { bash: {}, gcc: {}, zsh: {} }, requires: { core: {}, more: {} } }),
        group('core', []),
        group('more', []),
      ),
    ],
    [
      'switch: groupListAdd("a", "build", description="d")',
      'switch: groupPackageListAdd("a", "build", "bash", type="optional", force=true)',
      'switch: groupPackageListBlock("a", "build", "gcc")',
      'switch: groupReqListAdd("a", "build", "core", type="optional")',
    ],
  ),
  facetCase(
    'remove: packages by name, listed or blocked; none that has no own row (E.17: that would make an event)',
    additive({ build: { absent: ['bash', 'inherited', 'never', 'zsh'] } }),
    [parent(group('build', ['inherited'])), child(group('build', ['bash', 'gcc'], {}, ['zsh']))],
    [
      'switch: groupPackageListRemove("a", "build", "bash")',
      'switch: groupPackageListUnblock("a", "build", "zsh")',
    ],
  ),
  facetCase(
    'remove: all own rows about a group, in the order of E.3',
    additive({}, ['build', 'never']),
    [
      alone(
        groupRows('build', { packages: { bash: {} }, requires: { core: {} } }),
        group('core', []),
        group('other', []),
      ),
    ],
    [
      'switch: groupPackageListRemove("a", "build", "bash")',
      'switch: groupReqListRemove("a", "build", "core")',
      'switch: groupListRemove("a", "build")',
    ],
  ),
  facetCase(
    'no change: what is named is there or inherited',
    additive({ build: { packages: ['bash', 'gcc'], requires: ['core'] } }),
    [
      parent(groupRows('build', { packages: { bash: {} }, requires: { core: {} } }), group('core', [])),
      child(group('build', ['gcc', 'zsh'], null)),
    ],
    [],
  ),
  facetCase(
    'a block of the group leaves its packages, hidden',
    additive({ build: blocked }),
    [alone(group('build', ['bash']))],
    ['switch: groupListBlock("a", "build")'],
  ),
  facetCase(
    'a block of the group that is lifted shows them again',
    additive({ build: [] }),
    [alone(group('build', ['bash'], blocked))],
    ['switch: groupListAdd("a", "build", force=true)'],
  ),
]
