import type { DesiredRepoUse } from '../koji/desired-state.js'
import { readArches } from './arches.js'
import { textOf, valueAt } from './node.js'
import { type Ranked, readRanked } from './ranked.js'
import type { Reading } from './reading.js'

/** The external repos that a tag uses, by priority, and those that it shall not. Bare names get 0, 5, 10, … */
export function readRepoUses(
  reading: Reading,
): { readonly uses: readonly DesiredRepoUse[]; readonly removed: ReadonlySet<string> } | undefined {
  const list = readRanked(reading, { facet: 'external_repos', key: 'repo', noun: 'external repo', step: 5 })
  return list && { uses: list.entries.map(entry => useOf(entry, reading)), removed: list.removed }
}

function useOf({ node, name, priority, path }: Ranked, { report }: Reading): DesiredRepoUse {
  const merge_mode = textOf(valueAt(node, 'merge_mode'))
  const arches = readArches(valueAt(node, 'arches'), [...path, 'arches'], report)
  return {
    repo: name,
    priority,
    ...(merge_mode === undefined ? {} : { merge_mode }),
    ...(arches === undefined ? {} : { arches }),
  }
}
