import { isWhole, type LeftAlone, resourceOf, resourceWords, type UndoOthers } from '../plan/index.js'
import { changeRows } from './change-rows.js'
import { cleanLine } from './clean.js'
import { originText } from './layout.js'
import { count, namesText } from './names-text.js'

/** What an undo leaves alone, and why: `tag rawhide: extra mock.x "3" → "1" is left alone: …`. */
export function leftAloneText({ reason, change, others, missing }: LeftAlone): string {
  const { kind, name } = resourceOf(change)
  const resource = `${resourceWords[kind]} ${cleanLine(name)}`
  const by = change.origin === undefined ? '' : ` ${originText(change.origin)}`
  if (reason === 'used') return `${resource} stays: ${othersText(others)}`
  if (isWhole(change) && kind === 'tag') return `${resource} is left alone: it is another one by now${by}`
  const what = changeRows(change)
    .map(({ label, text }) => `${label} ${text}`)
    .join(', ')
  if (reason === 'shared') return `${resource}: ${what} is left alone: others changed it in these events, too`
  const gone = `${change.kind === 'external_repo_use' && missing ? 'external repo' : 'tag'} ${cleanLine(missing ?? name)}`
  const why = reason === 'gone' ? `there is no ${gone} any more` : `it was changed since${by}`
  return `${resource}: ${what} is left alone: ${why}`
}

function othersText({ rows, packages, builds, tags, targets }: UndoOthers = none): string {
  const made = rows.flatMap(changeRows).map(({ label, text }) => `${label} ${text}`)
  return [
    ...(made.length === 0 ? [] : [`others have set ${some(made)}`]),
    ...(packages === 0 ? [] : [`it lists ${count(packages, 'package')} of others`]),
    ...(builds === 0 ? [] : [`it holds ${count(builds, 'build')}`]),
    ...(tags.length === 0 ? [] : [`${some(tags)} ${tags.length === 1 ? 'uses' : 'use'} it`]),
    ...(targets.length === 0
      ? []
      : [`${count(targets.length, 'target')} ${targets.length === 1 ? 'uses' : 'use'} it: ${some(targets)}`]),
  ].join('; ')
}

const none: UndoOthers = { rows: [], packages: 0, builds: 0, tags: [], targets: [] }

function some(names: readonly string[]): string {
  return namesText(names, 6)
}
