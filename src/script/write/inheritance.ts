import type { Link } from '../../koji/tag.js'
import type { ChangeOf } from '../../plan/index.js'
import { command, commented, type KojiCommand } from './koji-command.js'

interface Edit {
  readonly before: Link
  readonly after: Link
}

/**
 * The links of one tag, which the plan changes in one call, as commands that the client takes one after the other: no
 * two parents may have the same priority at any time. First go the parents that leave, then those that stay are edited,
 * each once its priority is free, then the new ones come. `edit-tag-inheritance` can neither take `--intransitive`,
 * `--noconfig` or `--pkg-filter` away, nor swap two priorities: there a parent goes and comes back.
 */
export function inheritanceCommands(tag: string, changes: readonly ChangeOf<'inheritance'>[]): KojiCommand[] {
  const leaving = changes.flatMap(({ before, after }) => (before !== null && after === null ? [before] : []))
  const coming = changes.flatMap(({ before, after }) => (before === null && after !== null ? [after] : []))
  const edits = changes.flatMap(({ before, after }): Edit[] =>
    before !== null && after !== null ? [{ before, after }] : [],
  )
  const { inTurn, replaced } = inOrder(edits)
  const removals = [...leaving, ...replaced.map(({ before }) => before)].map(({ parent }) =>
    command('remove-tag-inheritance', [], tag, parent),
  )
  const edited = inTurn.map(edit => editCommand(tag, edit))
  const additions = [...replaced.map(({ after }) => after), ...coming]
    .sort((a, b) => a.priority - b.priority)
    .map(link => addCommand(tag, link))
  const [first, ...rest] = [...removals, ...edited, ...additions]
  if (first === undefined) return []
  if (removals.length === 0 || additions.length === 0) return [first, ...rest]
  const parents = [...leaving, ...replaced.map(({ before }) => before)].map(({ parent }) => parent)
  const lack = `until the last of the next ${rest.length + 1} commands ${tag} lacks parents (${parents.join(', ')} first)`
  return [commented(first, `${lack}; the plan does it at once`), ...rest]
}

/** Edits in an order in which each finds its priority free; what cannot be edited so is replaced. */
function inOrder(edits: readonly Edit[]): { readonly inTurn: Edit[]; readonly replaced: Edit[] } {
  const replaced = edits.filter(edit => !isEditable(edit))
  const waiting = new Set(edits.filter(isEditable))
  const inTurn: Edit[] = []
  while (waiting.size > 0) {
    const isTaken = (edit: Edit) =>
      [...waiting].some(other => other !== edit && other.before.priority === edit.after.priority)
    const next = [...waiting].find(edit => !isTaken(edit))
    if (next !== undefined) inTurn.push(next)
    // Each waits for another: one steps out of the ring.
    const done = next ?? [...waiting][0]
    if (done === undefined) break
    if (next === undefined) replaced.push(done)
    waiting.delete(done)
  }
  return { inTurn, replaced }
}

function isEditable({ before, after }: Edit): boolean {
  return (
    !(before.intransitive && !after.intransitive) &&
    !(before.noconfig && !after.noconfig) &&
    !(before.pkg_filter !== '' && after.pkg_filter === '') &&
    // To the client a minus is no digit.
    (before.priority === after.priority || after.priority >= 0)
  )
}

function editCommand(tag: string, { before, after }: Edit): KojiCommand {
  const options = [
    ...(after.priority === before.priority ? [] : [`--priority=${after.priority}`]),
    ...(after.maxdepth === before.maxdepth ? [] : [`--maxdepth=${after.maxdepth ?? 'none'}`]),
    ...flags(after, before),
  ]
  return command('edit-tag-inheritance', options, tag, after.parent)
}

function addCommand(tag: string, link: Link): KojiCommand {
  const options = [
    `--priority=${link.priority}`,
    ...(link.maxdepth === null ? [] : [`--maxdepth=${link.maxdepth}`]),
    ...flags(link),
  ]
  return command('add-tag-inheritance', options, tag, link.parent)
}

function flags(link: Link, before?: Link): string[] {
  return [
    ...(link.intransitive && !before?.intransitive ? ['--intransitive'] : []),
    ...(link.noconfig && !before?.noconfig ? ['--noconfig'] : []),
    ...(link.pkg_filter !== (before?.pkg_filter ?? '') ? [`--pkg-filter=${link.pkg_filter}`] : []),
  ]
}
