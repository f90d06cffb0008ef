import { filterProblem } from '../koji/package-filter.js'
import { defaultLink, type Link } from '../koji/tag.js'
import { booleanOf, integerOf, quote, textOf, valueAt } from './node.js'
import { type Ranked, readRanked } from './ranked.js'
import type { Reading } from './reading.js'

/** The parents of a tag, by priority, and those that it shall lose. Bare names get 0, 10, 20, … */
export function readInheritance(
  reading: Reading,
): { readonly links: readonly Link[]; readonly removed: ReadonlySet<string> } | undefined {
  const list = readRanked(reading, { facet: 'inheritance', key: 'parent', noun: 'parent', step: 10 })
  return list && { links: list.entries.map(entry => linkOf(entry, reading)), removed: list.removed }
}

function linkOf(entry: Ranked, reading: Reading): Link {
  const { node, name, priority } = entry
  checkFilter(entry, reading)
  return {
    parent: name,
    priority,
    maxdepth: integerOf(valueAt(node, 'maxdepth')) ?? defaultLink.maxdepth,
    intransitive: booleanOf(valueAt(node, 'intransitive')) ?? defaultLink.intransitive,
    noconfig: booleanOf(valueAt(node, 'noconfig')) ?? defaultLink.noconfig,
    pkg_filter: textOf(valueAt(node, 'pkg_filter')) ?? defaultLink.pkg_filter,
  }
}

function checkFilter({ node, path }: Ranked, { report }: Reading): void {
  const filter = valueAt(node, 'pkg_filter')
  const pattern = textOf(filter)
  const problem = pattern && filterProblem(pattern)
  if (filter === undefined || !problem) return
  report(
    filter.place,
    [...path, 'pkg_filter'],
    `${quote(pattern)} is no regular expression: ${problem}`,
    'with it the hub would fail to read the packages of every tag that inherits through this link',
  )
}
