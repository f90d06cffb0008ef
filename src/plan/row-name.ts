import { type Change, type ChangeKind, keyOfRow } from './change.js'

/**
 * Which row a change is about: its kind, and the names that tell it from others of its kind, under the keys that a
 * change has for them: `{kind: 'inheritance', tag: 'f44-build', parent: 'f44'}`.
 */
export interface RowName {
  readonly kind: ChangeKind
  readonly [name: string]: string
}

// As `rowKey` has them: the tag first, what is in a group after it.
const names = [
  'tag',
  'field',
  'key',
  'parent',
  'group',
  'package',
  'build',
  'required',
  'repo',
  'target',
  'external_repo',
  'holds',
]

export function rowName(change: Change): RowName {
  const entries = Object.entries(change).filter(([name]) => names.includes(name))
  return { ...Object.fromEntries(entries), kind: change.kind }
}

/** The `rowKey` of the changes that are about it. */
export function keyOfName(row: RowName): string {
  return keyOfRow(row.kind, ...names.flatMap(name => row[name] ?? []))
}
