import { newTag, type Tag } from '../../koji/tag.js'
import { type Change, rowKey, type ServerCopy, type TagChange } from '../change.js'
import { withChanges } from '../rows.js'
import { isCopied } from './server-copy.js'

/** What the hub's copy leaves in a new tag, by what the plan says of it: its rows, and by NVR the package of each build. */
export interface CopiedRows {
  readonly tag: Tag
  readonly builds: ReadonlyMap<string, string>
}

/** @param changes those of the plan */
export function copiedRows(
  name: string,
  changes: readonly Change[],
  { differing }: Pick<ServerCopy, 'differing'>,
): CopiedRows {
  const others = new Set(differing.map(rowKey))
  const copied = changes.filter(
    (change): change is TagChange =>
      'tag' in change && change.tag === name && isCopied(change) && !others.has(rowKey(change)),
  )
  const rows = [...copied, ...differing]
  const builds = rows.flatMap((row): [string, string][] =>
    row.kind === 'build' && row.after !== null ? [[row.build, row.after.package]] : [],
  )
  return { tag: withChanges(newTag(name), rows), builds: new Map(builds) }
}
