import { canonicalJson } from '../koji/json.js'
import type { Change, ChangeKind } from './change.js'

/**
 * Which row a change is about: its kind, and the names that tell it from others of its kind, under the keys that a
 * change has for them: `{kind: 'inheritance', tag: 'f44-build', parent: 'f44'}`.
 */
export interface RowName {
  readonly kind: ChangeKind
  readonly [name: string]: string
}

const names: ReadonlySet<string> = new Set([
  'tag',
  'field',
  'key',
  'parent',
  'group',
  'package',
  'required',
  'repo',
  'target',
  'external_repo',
])

export function rowName(change: Change): RowName {
  const entries = Object.entries(change).filter(([name]) => names.has(name))
  return { ...Object.fromEntries(entries), kind: change.kind }
}

/** One text for one row. */
export function rowKey(row: RowName): string {
  return canonicalJson(row)
}
