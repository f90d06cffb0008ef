import type { RpcStruct } from '../../../src/hub/codec/value.js'
import { call, double, labelled, named, ref, type Sequence, type Step } from '../step.js'

const a = 'tx-a'
const shown = named('getTag', { blocked: true }, a)

/** Edits, each with the state that it leaves. */
function edits(...changes: readonly RpcStruct[]): Step[] {
  return changes.flatMap(change => [named('editTag2', change, a), shown])
}

const values = [
  null,
  true,
  false,
  0,
  1,
  double(1),
  1.5,
  double(1e300),
  2 ** 40,
  '',
  '1',
  'é😀"\\',
  [],
  {},
  [1, [2, { a: null }]],
  { b: 1, a: { z: [true] } },
  'x'.repeat(500),
]

export const extra: readonly Sequence[] = [
  {
    title: 'values of every type come back as they were sent',
    steps: [
      call('createTag', a),
      ...values.map((value, n) => named('editTag2', { extra: { [`k${n}`]: value } }, a)),
      shown,
      call('getTag', a),
      call('getBuildConfig', a),
      named('queryHistory', { tag: a, tables: ['tag_extra'] }),
    ],
  },
  {
    title: 'what Python calls equal is no change',
    steps: [
      call('createTag', a),
      labelled('start', call('getLastEvent')),
      ...edits(
        { extra: { k: 1 } },
        { extra: { k: true } },
        { extra: { k: double(1) } },
        { extra: { k: '1' } },
        { extra: { k: [0, 1] } },
        { extra: { k: [false, true] } },
        { extra: { k: { a: 1, b: 2 } } },
        { extra: { k: { b: double(2), a: true } } },
        { extra: { k: null } },
        { extra: { k: null } },
        { extra: { k: 0 } },
        { extra: { k: '' } },
      ),
      named('queryHistory', { tag: a, tables: ['tag_extra'] }),
    ],
  },
  {
    title: 'blocks and removals',
    steps: [
      named('createTag', { extra: { k: 1, l: 2, m: 3 } }, a),
      ...edits(
        { block_extra: ['k'] },
        { block_extra: ['k'] },
        { block_extra: ['new'] },
        { block_extra: ['d', 'd'] },
        { remove_extra: ['k'] },
        { remove_extra: ['none'] },
        { remove_extra: ['l', 'none'] },
        { remove_extra: ['l'] },
        { remove_extra: ['l'] },
        { block_extra: ['m'], remove_extra: ['m'] },
        { extra: { k: 2 } },
        { remove_extra: ['k'] },
        { extra: { new: 1 }, remove_extra: ['new'] },
        { extra: { new: 1 }, block_extra: ['new'] },
        { extra: { x: 1 }, block_extra: ['y'] },
        { extra: { x: 2, z: 3 }, remove_extra: ['x'] },
        { remove_extra: ['x', 'x'] },
        { remove_extra: [] },
        { block_extra: [] },
        { extra: {} },
      ),
      named('queryHistory', { tag: a, tables: ['tag_extra'] }),
    ],
  },
  {
    title: 'wrong types',
    steps: [
      named('createTag', { extra: { k: 1 } }, a),
      ...edits(
        { extra: null },
        { extra: [] },
        { extra: ['k'] },
        { extra: 'k' },
        { extra: 5 },
        { remove_extra: null },
        { remove_extra: 'k' },
        { remove_extra: '' },
        { remove_extra: [1] },
        { remove_extra: { k: 1 } },
        { block_extra: null },
        { block_extra: 'k' },
        { block_extra: 7 },
        { block_extra: [5] },
        { block_extra: [null] },
        { extra: { __proto: 1, constructor: 2, '': 3, 'a b': 4 } },
      ),
    ],
  },
  {
    title: 'one event for all changes of a call, and all are taken back by a fault',
    steps: [
      call('createTag', a),
      ...edits(
        { arches: 'x86_64', locked: true, extra: { a: 1, b: 2 } },
        { arches: 'i686', extra: { c: 1 }, remove_extra: ['none'] },
        { name: 'tx-b', remove_extra: ['none'] },
        { name: 'tx-b', arches: 'a,b' },
        { arches: 'i686', perm: 'tx-none' },
      ),
      named('queryHistory', { tag: a, tables: ['tag_config', 'tag_extra'] }),
    ],
  },
  {
    title: 'inherited extra and arches: getBuildConfig',
    steps: [
      labelled('g', named('createTag', { arches: 'x86_64', extra: { a: 'g', b: 'g', c: 'g' } }, 'tx-g')),
      labelled('p', named('createTag', { parent: 'tx-g', extra: { a: 'p' } }, 'tx-p')),
      named('createTag', { parent: 'tx-p', extra: { d: 1 } }, a),
      call('getBuildConfig', a),
      named('editTag2', { arches: null }, a),
      named('editTag2', { arches: null }, 'tx-p'),
      call('getBuildConfig', a),
      named('editTag2', { block_extra: ['b'] }, 'tx-p'),
      labelled('event', call('getLastEvent')),
      named('editTag2', { block_extra: ['c'] }, a),
      call('getBuildConfig', a),
      named('getBuildConfig', { event: ref('event', 'id') }, a),
      named('getBuildConfig', { event: 'auto' }, a),
      call('setInheritanceData', a, [
        {
          parent_id: ref('p'),
          priority: 0,
          maxdepth: null,
          intransitive: false,
          noconfig: true,
          pkg_filter: '',
        },
      ]),
      call('getBuildConfig', a),
      call('getBuildConfig', 'tx-none'),
      call('deleteTag', 'tx-p'),
      call('getBuildConfig', a),
      call('getBuildConfig', 'tx-p'),
    ],
  },
]
