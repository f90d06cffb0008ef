import type { DesiredGroup } from '../../../koji/desired-state.js'
import type { From } from '../../../koji/groups.js'
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
  const note = (name: string, from: string, ...path: string[]): Redundant => {
    const { source } = provenance(comparison, 'groups', ...path)
    return { kind: 'redundant', tag, facet: 'groups', name, from, source }
  }
  return [...wanted].flatMap(([group, { config, packages, requirements, removed }]): Redundant[] => {
    const inherited = configs.config(group)
    const isBare = packages.size + requirements.size + removed.size === 0
    const isRepeated = inherited !== undefined && fits(inherited, config)
    const saysNothing = isRepeated && (isBare || Object.keys(config).length > 0)
    return [
      ...(saysNothing ? [note(group, inherited.from, group)] : []),
      ...repeated(packages, name => contents.package(group, name)).map(([name, from]): Redundant => {
        return { ...note(name, from, group, name), group, part: 'package' }
      }),
      ...repeated(requirements, name => contents.requirement(group, name)).map(([name, from]): Redundant => {
        return { ...note(name, from, group, 'requires', name), group, part: 'requirement' }
      }),
    ]
  })
}

function repeated<Row extends { readonly blocked: boolean }>(
  named: ReadonlyMap<string, Partial<Row>>,
  above: (name: string) => From<Row> | undefined,
): [name: string, from: string][] {
  return [...named].flatMap(([name, options]): [string, string][] => {
    const row = above(name)
    return row !== undefined && fits<Row>(row, options) ? [[name, row.from]] : []
  })
}
