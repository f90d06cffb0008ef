import { type Caller, type RowPastQuestion, readRowPasts, type TagPast } from '../hub/index.js'
import type { LiveState, Origin } from '../koji/live-state.js'
import type { Tag } from '../koji/tag.js'
import { ancestorsOf, type Change, isTagChange, keyOfRow, rowKey, type TagChange } from '../plan/index.js'

// Who made a drift, and when.
//
// A row that is there tells it itself: each version of a row names who wrote it. For all else the hub's history is
// asked, in one request however many there are:
//
//   - A row that is gone: whoever ended its last version.
//   - A row that a tag may inherit (of groups, and of package lists) may also have gone, or been changed, in one of the
//     ancestors; whatever happened last to the row, in the tag or above, is what made the difference.
//   - A setting: Koji writes all settings of a tag anew when one changes. The version is looked for that first had the
//     value that the setting has now.
//   - A tag that should not be there: who made it, not who edited it last.
//   - Tags, targets and external repos that are gone: their deletion was read with all else.
//
// Of a row that never was there, nobody is to blame.

/**
 * Finds out who made each drift, as the changes tell it that would undo it; nobody, where the hub does not know.
 *
 * @param tags as they shall be: what the ancestors are, by the files
 * @param at the event as of which the changes were found; now, if it is left out
 */
export async function authorsOf(
  changes: readonly Change[],
  { former, event }: LiveState,
  tags: ReadonlyMap<string, Tag>,
  client: Caller,
  at?: number,
): Promise<(change: Change) => readonly Origin[]> {
  const pasts = await readRowPasts(client, questionsOf(changes, tags), at ?? event)
  const author = (change: Change): Origin | undefined => {
    if (change.kind === 'target' || change.kind === 'external_repo') return change.origin ?? change.former
    const settings = pasts.get(change.tag)?.settings.at(at)
    if (change.kind === 'tag') return change.before === null ? former.tags.get(change.tag) : settings?.made
    if (change.kind === 'setting') return settings?.settings[change.field]
    if (change.before !== null && change.origin !== undefined) return change.origin
    return lastTouch(change, pasts, tags)
  }
  return change => [author(change) ?? []].flat()
}

function questionsOf(changes: readonly Change[], tags: ReadonlyMap<string, Tag>): RowPastQuestion[] {
  const questions = changes.filter(isTagChange).flatMap((change): RowPastQuestion[] => {
    const { kind, tag, before, origin } = change
    if (kind === 'setting' || kind === 'tag')
      return kind === 'setting' || before !== null ? [{ tag, kind: 'tag' }] : []
    if (before !== null && origin !== undefined) return []
    const name = kind === 'package' ? change.package : kind === 'build' ? change.after?.package : undefined
    return placesOf(change, tags).map(tag => ({ tag, kind, ...(name !== undefined && { package: name }) }))
  })
  return [...new Map(questions.map(question => [JSON.stringify(question), question])).values()]
}

/** The tags in which a row may be that a tag has. */
function placesOf(change: TagChange, tags: ReadonlyMap<string, Tag>): string[] {
  return 'inherited' in change ? [change.tag, ...ancestorsOf(change.tag, tags)] : [change.tag]
}

/** What happened last to a row, in the tag or above it. */
function lastTouch(
  change: TagChange,
  pasts: ReadonlyMap<string, TagPast>,
  tags: ReadonlyMap<string, Tag>,
): Origin | undefined {
  const touches = placesOf(change, tags).flatMap(tag => {
    const key = rowKey({ ...change, tag })
    return (pasts.get(tag)?.rows ?? []).flatMap(({ kind, names, by }) =>
      keyOfRow(kind, ...names) === key || isSamePackage(change, kind, names) ? by : [],
    )
  })
  return touches.sort((a, b) => a.event - b.event).at(-1)
}

/** Files want any build of a package: who took the last one away was asked for. */
function isSamePackage(change: TagChange, kind: string, [, nvr = '']: readonly string[]): boolean {
  return (
    change.kind === 'build' && kind === 'build' && nvr.replace(/(-[^-]+){2}$/, '') === change.after?.package
  )
}
