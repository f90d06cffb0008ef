import fc from 'fast-check'
import type { RpcStruct, RpcValue } from '../../../src/hub/codec/value.js'
import { double, ref } from '../step.js'

// Few names, so that operations meet. Ids are those that the run itself was given: see `ref`.

/** The tags that a sequence works on; the last is not there at the start. */
export const tagNames = ['a', 'b', 'c', 'd', 'e'] as const
export const groupNames = ['tx-build', 'tx-srpm', 'tx-x y'] as const
export const packageNames = ['tx-bash', 'tx-bashful', 'tx-gcc'] as const
export const repoNames = ['tx-r', 'tx-s'] as const
export const targetNames = ['tx-t', 'tx-u'] as const
export const buildNames = ['tx-bash-1-1', 'tx-bash-1-2', 'tx-gcc-2-1'] as const
export const eventLabels = ['event0', 'event1', 'event2'] as const

function rarely<T>(often: fc.Arbitrary<T>, ...seldom: fc.Arbitrary<T>[]): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: often, weight: 12 }, ...seldom.map(arbitrary => ({ arbitrary, weight: 1 })))
}

export const tagName: fc.Arbitrary<RpcValue> = fc.constantFrom(...tagNames.map(name => `tx-${name}`))
export const tagId: fc.Arbitrary<RpcValue> = fc.constantFrom(...tagNames.map(name => ref(name)))
export const tag = rarely<RpcValue>(
  tagName,
  tagId,
  tagName.map(name => ({ name })),
  tagId.map(id => ({ id })),
  fc.constantFrom<RpcValue>('tx-none', ref('none'), null, []),
)
export const group = rarely<RpcValue>(
  fc.constantFrom(...groupNames),
  fc.constantFrom<RpcValue>(...groupNames.map(name => ref(name, 'group_config.0.group_id'))),
  fc.constantFrom<RpcValue>('tx-none', { name: 'tx-build' }, ref('none'), null),
)
export const packageInfo = rarely<RpcValue>(
  fc.constantFrom(...packageNames),
  fc.constantFrom<RpcValue>(...packageNames.map(name => ref(name))),
  fc.constantFrom<RpcValue>('tx-none', { name: 'tx-bash' }, ref('none')),
)
// Never null nor another false value: to Koji that means all repos of the hub.
export const repo = rarely<RpcValue>(
  fc.constantFrom(...repoNames),
  fc.constantFrom<RpcValue>(...repoNames.map(name => ref(name, 'id'))),
  fc.constantFrom<RpcValue>('tx-none', { name: 'tx-r' }, ref('none')),
)
export const target = rarely<RpcValue>(
  fc.constantFrom(...targetNames),
  fc.constantFrom<RpcValue>(...targetNames.map(name => ref(name, 'id'))),
  fc.constantFrom<RpcValue>('tx-none', { name: 'tx-t' }, ref('none')),
)
export const build = rarely<RpcValue>(
  fc.constantFrom(...buildNames),
  fc.constantFrom<RpcValue>('tx-none-1-1', ref('none')),
)
export const user = rarely<RpcValue>(
  fc.constantFrom('releng', 'packager'),
  fc.constantFrom<RpcValue>('tx-nobody', null),
)
export const event = rarely<RpcValue>(
  fc.constantFrom<RpcValue>(...eventLabels.map(label => ref(label))),
  fc.constantFrom<RpcValue>(null, ref('none'), 0),
)

export const flag = rarely<RpcValue>(fc.boolean(), fc.constantFrom<RpcValue>(null, 0, 1, 'yes'))
export const arches = rarely<RpcValue>(
  fc.constantFrom<RpcValue>('x86_64', 'x86_64 i686', '', null),
  fc.constantFrom<RpcValue>(' x86_64  i686', 'a,b', ['x86_64', 'i686'], 0, 'a/b'),
)
export const permission = fc.constantFrom<RpcValue>('admin', 'tag', null, 'tx-none')
export const extraKey = fc.constantFrom('k', 'l', 'm')
export const json = fc.constantFrom<RpcValue>(
  ...[1, true, double(1), 0, false, '', '1', null, 1.5, 2 ** 40, 'é"\\'],
  ...[[], [1, null], [true, { x: [] }], {}, { a: 1 }, { a: double(1) }],
)
export const text = fc.constantFrom<RpcValue>('x', 'two words', '', null)
export const priority = rarely<RpcValue>(
  fc.integer({ min: 0, max: 5 }),
  fc.constantFrom<RpcValue>('3', -1, double(2)),
)

/** Up to three of these keyword arguments, or none. */
export function keywords(values: Readonly<Record<string, fc.Arbitrary<RpcValue>>>): fc.Arbitrary<RpcStruct> {
  const names = Object.keys(values)
  return fc
    .subarray(names, { maxLength: Math.min(3, names.length) })
    .chain(keys => fc.tuple(...keys.map(key => pair(key, values[key] ?? fc.constant(null)))))
    .map(pairs => Object.fromEntries(pairs))
}

function pair(key: string, value: fc.Arbitrary<RpcValue>): fc.Arbitrary<[string, RpcValue]> {
  return value.map(given => [key, given])
}
