import type { DesiredGroup } from '../../../koji/desired-state.js'
import type { Redundant } from '../../note.js'
import { provenance, type TagComparison } from '../facet.js'
import type { FromAbove } from './changes.js'
import { fits } from './rows.js'

/**
 * Notes on what is named and inherited with the same options. To name an inherited group is redundant only if
 * nothing is added to it there, or options are named that it has already.
 */
export function redundantNotes(
  comparison: TagComparison,
  wanted: ReadonlyMap<string, DesiredGroup>,
  { configs, contents }: FromAbove,
): Redundant[] {
  const tag = comparison.desired.name
  const note = (about: Pick<Redundant, 'name' | 'from' | 'group' | 'part'>, ...path: string[]): Redundant => {
    const { source } = provenance(comparison, 'groups', ...path)
    return { kind: 'redundant', tag, facet: 'groups', ...about, source }
  }
  const notes: Redundant[] = []
  for (const [group, { config, packages, requirements, removed }] of wanted) {
    const inherited = configs.config(group)
    const isBare = packages.size + requirements.size + removed.size === 0
    const isRepeated = inherited !== undefined && fits(inherited.row, config)
    const saysNothing = isRepeated && (isBare || Object.keys(config).length > 0)
    if (saysNothing) notes.push(note({ name: group, from: inherited.from }, group))
    for (const [name, options] of packages) {
      const given = contents.package(group, name)
      if (given === undefined || !fits(given.row, options)) continue
      notes.push(note({ name, from: given.from, group, part: 'package' }, group, name))
    }
    for (const [name, options] of requirements) {
      const given = contents.requirement(group, name)
      if (given === undefined || !fits(given.row, options)) continue
      notes.push(note({ name, from: given.from, group, part: 'requirement' }, group, 'requires', name))
    }
  }
  return notes
}
