import type { RpcStruct, RpcValue } from '../../../src/hub/codec/value.js'
import { as, call, double, labelled, named, ref, type Sequence, type Step } from '../step.js'

/** A link as `setInheritanceData` wants it. */
export function link(parent: string, priority: RpcValue, more: RpcStruct = {}): RpcStruct {
  const rest = { maxdepth: null, intransitive: false, noconfig: false, pkg_filter: '' }
  return { parent_id: ref(parent), priority, ...rest, ...more }
}

function makeTags(...names: readonly string[]): Step[] {
  return names.map(name => labelled(name, call('createTag', `tx-${name}`)))
}

/** Settings of links, each with the state that it leaves. */
function sets(...links: readonly RpcValue[]): Step[] {
  return links.flatMap(data => [call('setInheritanceData', 'tx-a', data), call('getInheritanceData', 'tx-a')])
}

const history = named('queryHistory', { tables: ['tag_inheritance'], tag: 'tx-a' })
const remove = (parent: string, mark: RpcValue = true) => ({ parent_id: ref(parent), 'delete link': mark })

export const inheritance: readonly Sequence[] = [
  {
    title: 'links are merged with what there is',
    steps: [
      ...makeTags('a', 'b', 'c', 'd'),
      ...sets(
        [link('b', 1)],
        [link('b', 1)],
        link('c', 2),
        [link('b', 1), link('c', 2)],
        [link('d', 2)],
        [link('b', 2), link('c', 1)],
        [link('b', 5, { maxdepth: 0, intransitive: true, noconfig: true, pkg_filter: '^x' })],
        [link('b', 5, { maxdepth: 0, intransitive: 1, noconfig: 1, pkg_filter: '^x' })],
        [link('b', 6, { maxdepth: 0, intransitive: 1, noconfig: 1, pkg_filter: '^x' })],
        [remove('b')],
        [remove('b')],
        [remove('c', 'x')],
        [link('c', 3, { 'delete link': false })],
        [link('c', 3, { 'delete link': true })],
        [link('b', 1), link('b', 2)],
        [],
        {},
      ),
      history,
    ],
  },
  {
    title: 'clear replaces all',
    steps: [
      ...makeTags('a', 'b', 'c', 'd'),
      call('setInheritanceData', 'tx-a', [], true),
      call('setInheritanceData', 'tx-a', [link('b', 0), link('c', 1)]),
      named('setInheritanceData', { clear: true }, 'tx-a', [link('c', 1), link('d', 0)]),
      call('getInheritanceData', 'tx-a'),
      named('setInheritanceData', { clear: true }, 'tx-a', [link('c', 1), link('d', 0)]),
      named('setInheritanceData', { clear: 1 }, 'tx-a', [remove('d')]),
      call('getInheritanceData', 'tx-a'),
      named('setInheritanceData', { clear: true }, 'tx-a', []),
      call('getInheritanceData', 'tx-a'),
      history,
    ],
  },
  {
    title: 'what is refused, and types that are not checked',
    steps: [
      ...makeTags('a', 'b', 'c', 'gone'),
      call('deleteTag', 'tx-gone'),
      ...sets(
        [{ priority: 1 }],
        [{ parent_id: ref('b') }],
        [{ parent_id: ref('b'), priority: 1 }],
        [{ parent_id: ref('b'), priority: 1, maxdepth: null, intransitive: false, noconfig: false }],
        [link('gone', 1)],
        [remove('gone')],
        [link('none', 1)],
        [{ ...link('b', 1), parent_id: 'tx-b' }],
        [{ ...link('b', 1), parent_id: 'tx-none' }],
        [{ ...link('b', 1), parent_id: null }],
        [link('b', '7')],
        [link('b', 1.5)],
        [link('b', 'x')],
        [link('b', null)],
        [link('b', true)],
        [link('b', -3, { maxdepth: -1 })],
        [link('b', 1, { maxdepth: '2' })],
        [link('b', 1, { intransitive: null })],
        [link('b', 2, { noconfig: 'yes' })],
        [link('b', 3, { noconfig: 0 })],
        [link('b', 4, { pkg_filter: null })],
        [link('b', 4, { pkg_filter: '' })],
        [link('b', 4, { pkg_filter: 5 })],
        [link('b', 4, { pkg_filter: '(' })],
        [link('b', double(4), { pkg_filter: '(' })],
        [link('c', 4)],
        [link('b', 1), link('c', 1)],
        [link('a', 9)],
        'x',
        null,
        5,
        ['x'],
        [null],
      ),
      call('getFullInheritance', 'tx-a'),
      history,
    ],
  },
  {
    title: 'permissions, and tags that are not there',
    steps: [
      ...makeTags('a', 'b'),
      as('anonymous', call('setInheritanceData', 'tx-a', [link('b', 0)])),
      as('packager', call('setInheritanceData', 'tx-a', [link('b', 0)])),
      as('packager', call('setInheritanceData', 'tx-none', [link('b', 0)])),
      as('releng', call('setInheritanceData', 'tx-a', [link('b', 0)])),
      call('setInheritanceData', 'tx-none', []),
      call('setInheritanceData'),
      call('setInheritanceData', 'tx-a'),
      ...['tx-none', null, [], ref('none'), { name: 'tx-a' }, { id: ref('a') }].flatMap(tag => [
        call('getInheritanceData', tag),
        call('getFullInheritance', tag),
        named('getFullInheritance', { reverse: true }, tag),
      ]),
      call('getInheritanceData', 'tx-a', 'x'),
      call('getFullInheritance', 'tx-a', 'x'),
      named('getFullInheritance', { stops: {} }, 'tx-a'),
      named('getFullInheritance', { stops: { x: 1 } }, 'tx-a'),
      named('getFullInheritance', { jumps: { x: 1 } }, 'tx-a'),
      named('getFullInheritance', { foo: 1 }, 'tx-a'),
      call('deleteTag', 'tx-a'),
      call('setInheritanceData', 'tx-a', [link('b', 3)]),
      call('getInheritanceData', 'tx-a'),
      named('getFullInheritance', { reverse: true }, 'tx-b'),
      call('createTag', 'tx-a', 'tx-b'),
      call('createTag', 'tx-a'),
      call('getInheritanceData', 'tx-a'),
    ],
  },
  ...[false, true].map(reverse => ({
    title: `the order of ${reverse ? 'descendants' : 'ancestors'}`,
    steps: [
      ...makeTags('a', 'p', 'q', 'x', 'y', 'z'),
      call('setInheritanceData', 'tx-a', [link('p', 1), link('q', 2, { noconfig: true }), link('a', 3)]),
      call('setInheritanceData', 'tx-p', [link('x', 0, { pkg_filter: '^b' }), link('y', 5, { maxdepth: 1 })]),
      call('setInheritanceData', 'tx-q', [link('x', 3), link('y', 1, { intransitive: true })]),
      call('setInheritanceData', 'tx-x', [link('z', 0), link('a', 7)]),
      call('setInheritanceData', 'tx-y', [link('x', 1), link('z', 2, { maxdepth: 0 })]),
      labelled('then', call('getLastEvent')),
      ...['a', 'p', 'q', 'x', 'y', 'z'].map(tag => named('getFullInheritance', { reverse }, `tx-${tag}`)),
      call('setInheritanceData', 'tx-a', [link('p', 9, { maxdepth: 0 }), link('q', 0)]),
      ...['a', 'x', 'z'].flatMap(tag => [
        named('getFullInheritance', { reverse }, `tx-${tag}`),
        named('getFullInheritance', { reverse, event: ref('then', 'id') }, `tx-${tag}`),
        named('getFullInheritance', { reverse }, ref(tag)),
      ]),
      named('getInheritanceData', { event: ref('then', 'id') }, 'tx-a'),
    ],
  })),
]
