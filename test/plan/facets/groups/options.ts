import { group, groupRows, link, tag, wanted } from '../../../builders.js'
import { type FacetCase, facetCase } from '../facet-case.js'
import { alone, blocked, child, exact, parent } from './words.js'

/** The options of groups, where groups are exact. */
export const optionCases: FacetCase[] = [
  facetCase(
    'create: all of them',
    exact({
      build: {
        description: 'd',
        display_name: 'Build',
        exported: false,
        is_default: true,
        uservisible: false,
        langonly: 'de',
        biarchonly: true,
      },
    }),
    [alone()],
    [
      'switch: groupListAdd("a", "build", exported=false, display_name="Build", is_default=true, uservisible=false, description="d", langonly="de", biarchonly=true)',
    ],
  ),
  facetCase(
    'update: those that are named; null takes a description away',
    exact({ build: { description: null } }),
    [alone(group('build', [], { description: 'd', uservisible: false }))],
    ['switch: groupListAdd("a", "build", description=null)'],
  ),
  facetCase(
    'no change: options that are not named',
    exact({ build: [] }),
    [alone(group('build', [], { description: 'd' }))],
    [],
  ),
  facetCase('remove', exact({}), [alone(group('build', []))], ['switch: groupListRemove("a", "build")']),
  facetCase(
    'E.1: a group that is inherited with the same options needs no row (the hub would ignore it)',
    exact({ build: { description: 'd' } }),
    [parent(group('build', [], { description: 'd' })), child()],
    [],
  ),
  facetCase(
    'a group that is inherited with other options gets an own row, which keeps the rest of them',
    exact({ build: { description: 'e' } }),
    [parent(group('build', ['bash'], { description: 'd', uservisible: false })), child()],
    ['switch: groupListAdd("a", "build", description="e")'],
  ),
  facetCase(
    'E.1: a group that the parent loses in the same plan is pinned',
    [wanted('p', { groups: {} }), wanted('a', { groups: { build: [] } })],
    [parent(group('build', [], { description: 'd' })), child()],
    ['switch: groupListRemove("p", "build")', 'switch: groupListAdd("a", "build")'],
  ),
  facetCase(
    'a block hides an inherited group; its own packages go',
    exact({ build: blocked }),
    [parent(group('build', ['bash'])), child(group('build', ['gcc'], null))],
    ['switch: groupPackageListRemove("a", "build", "gcc")', 'switch: groupListBlock("a", "build")'],
  ),
  facetCase(
    'a block of a group that nobody has',
    exact({ build: blocked }),
    [alone()],
    ['switch: groupListBlock("a", "build")'],
  ),
  facetCase(
    'a block that is inherited needs no row',
    exact({ build: blocked }),
    [parent(group('build', [], blocked)), child()],
    [],
  ),
  facetCase(
    'an own group becomes a block, and loses what it holds',
    exact({ build: blocked, core: [] }),
    [
      alone(
        groupRows('build', { packages: { bash: {}, zsh: blocked }, requires: { core: {} } }),
        group('core', []),
      ),
    ],
    [
      'switch: groupPackageListRemove("a", "build", "bash")',
      'switch: groupPackageListUnblock("a", "build", "zsh")',
      'switch: groupReqListRemove("a", "build", "core")',
      'switch: groupListBlock("a", "build")',
    ],
  ),
  facetCase(
    'a block with options',
    exact({ build: { blocked: true, description: 'd' } }),
    [alone(group('build', []))],
    ['switch: groupListAdd("a", "build", description="d", block=true)'],
  ),
  facetCase(
    'an own block is lifted; what the group holds above shows again',
    exact({ build: ['bash'] }),
    [parent(group('build', ['bash'])), child(group('build', [], blocked))],
    ['switch: groupListUnblock("a", "build")'],
  ),
  facetCase(
    'an own block is lifted where the group is inherited with other options',
    exact({ build: { packages: ['bash'], description: 'e' } }),
    [parent(group('build', ['bash'])), child(group('build', [], blocked))],
    ['switch: groupListAdd("a", "build", description="e", force=true)'],
  ),
  facetCase(
    'an own block is lifted where nothing is inherited',
    exact({ build: [] }),
    [alone(group('build', [], blocked))],
    ['switch: groupListAdd("a", "build", force=true)'],
  ),
  facetCase(
    'an inherited block is lifted by an own group; what it holds above shows again',
    exact({ build: ['bash', 'gcc'] }),
    [
      tag('g', { groups: [group('build', ['bash'])] }),
      tag('p', { inheritance: [link('g')], groups: [group('build', [], blocked)] }),
      child(),
    ],
    [
      'switch: groupListAdd("a", "build", force=true)',
      'switch: groupPackageListAdd("a", "build", "gcc", force=true)',
    ],
  ),
  facetCase(
    'nothing is taken from a parent on a child’s account',
    exact({}),
    [
      parent(groupRows('build', { packages: { bash: {} }, requires: { core: {} } }), group('core', [])),
      child(),
    ],
    [],
  ),
]
