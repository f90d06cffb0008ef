import type { RpcStruct, RpcValue } from '../../../src/hub/codec/value.js'
import { call, labelled, named, ref, type Sequence, type Step } from '../step.js'

const a = 'tx-a'

/** Edits, each with the state that it leaves. */
function edits(...changes: readonly RpcStruct[]): Step[] {
  const shown = named('getTag', { blocked: true }, a)
  return changes.flatMap(change => [named('editTag2', change, a), shown])
}

function link(changes: RpcStruct): RpcValue {
  const plain = { priority: 0, maxdepth: null, intransitive: false, noconfig: false, pkg_filter: '' }
  return [{ parent_id: ref('parent'), ...plain, ...changes }]
}

/** Lists where the database wants one value: Koji hands them on, and that of one value is the value itself. */
export const lists: readonly Sequence[] = [
  {
    title: 'as keys of extra settings',
    steps: [
      call('createTag', a),
      ...edits(
        { block_extra: [['x']] },
        { block_extra: [['x']] },
        { block_extra: [['x', 'y']] },
        { block_extra: [[]] },
        { block_extra: [[['x']]] },
        { block_extra: [[1]] },
        { block_extra: [[null]] },
        { block_extra: [[{ x: 1 }]] },
        { remove_extra: [['x']] },
        { extra: { y: 1 }, block_extra: [['z']] },
      ),
      named('queryHistory', { tag: a, tables: ['tag_extra'] }),
    ],
  },
  {
    title: 'as settings of a tag',
    steps: [
      call('createTag', a),
      ...edits(
        { locked: [true] },
        { locked: ['no'] },
        { locked: [] },
        { locked: [true, true] },
        { perm: [1] },
      ),
    ],
  },
  {
    title: 'as fields of a link',
    steps: [
      call('createTag', a),
      labelled('parent', call('createTag', 'tx-b')),
      ...[
        { maxdepth: [3] },
        { maxdepth: ['4'] },
        { maxdepth: [null] },
        { maxdepth: [] },
        { maxdepth: [1, 2] },
        { pkg_filter: ['x'] },
        { intransitive: [true], noconfig: ['t'] },
        { priority: [7] },
      ].flatMap(changes => [call('setInheritanceData', a, link(changes)), call('getInheritanceData', a)]),
    ],
  },
  {
    title: 'as options of groups and their packages',
    steps: [
      call('createTag', a),
      named('groupListAdd', { description: ['d'], exported: [false] }, a, 'tx-g'),
      call('groupListAdd', a, ['tx-h']),
      named('groupPackageListAdd', { type: ['optional'], basearchonly: [true] }, a, 'tx-g', 'p'),
      call('groupPackageListAdd', a, 'tx-g', ['q']),
      call('getTagGroups', a),
      call('groupPackageListRemove', a, 'tx-g', ['p']),
      call('getTagGroups', a),
    ],
  },
]
