import type { DesiredGroup } from '../../../koji/desired-state.js'
import { GroupLookup } from '../../../koji/groups.js'
import { inOrder } from '../../../koji/in-order.js'
import { compareText } from '../../../koji/json.js'
import {
  defaultGroupConfig,
  defaultGroupPackage,
  defaultGroupRequirement,
  emptyGroup,
  type OwnGroup,
} from '../../../koji/tag.js'
import { type FacetResult, isAdditive, leftoverNotes, type TagComparison } from '../facet.js'
import { type FromAbove, groupChanges } from './changes.js'
import { redundantNotes } from './notes.js'
import { rowAfter, rowsAfter } from './rows.js'

type Groups = ReadonlyMap<string, OwnGroup>
type DesiredGroups = ReadonlyMap<string, DesiredGroup>

/**
 * Compares a tag's own rows about groups: the options of each group, its packages, its requirements;
 * `rowAfter` tells which there shall be.
 *
 *  1. The options of all groups come first, since they decide what is seen from above: nothing of a blocked
 *     group, and no requirement on a group that is blocked or missing.
 *  2. Then packages and requirements. A blocked group needs none.
 *
 * What is not named goes where groups are exact; where they are additive, it goes only by name.
 *
 * @param ancestors the tag's ancestors as they will be, in Koji's order
 * @param groupsOf the groups of an ancestor as they will be
 */
export function compareGroups(
  comparison: TagComparison,
  ancestors: readonly string[],
  groupsOf: (tag: string) => Groups,
): FacetResult<Groups> {
  const { name: tag, groups, removed } = comparison.desired
  const additive = isAdditive(comparison, 'groups')
  const before: Groups = comparison.live?.groups ?? new Map()
  const wanted: DesiredGroups | undefined = groups ?? (additive ? new Map() : undefined)
  if (wanted === undefined) {
    return { after: before, changes: [], notes: leftoverNotes(comparison, 'groups', before.keys()) }
  }
  const keeps = (name: string) => additive && !wanted.has(name) && !removed.groups.has(name)
  const kept = [...before].filter(([name]) => keeps(name))
  const configs = new GroupLookup(ancestors, groupsOf)
  const options = new Map([
    ...kept,
    ...[...wanted].map(([name, group]) => optionsAfter(name, before.get(name), group, configs)),
  ])
  const own = new Map(options)
  const contents = new GroupLookup([tag, ...ancestors], name => (name === tag ? options : groupsOf(name)))
  for (const [name, group] of wanted) {
    const content = contentAfter(name, before.get(name), group, contents, additive)
    own.set(name, { config: own.get(name)?.config ?? null, ...content })
  }
  const above = { configs, contents }
  const names = inOrder([...new Set([...before.keys(), ...own.keys()])], compareText)
  const compared = names.map(name => {
    const group = own.get(name) ?? emptyGroup
    const changes = groupChanges(comparison, name, group, above)
    return { name, changes, group: changes.length === 0 ? (before.get(name) ?? emptyGroup) : group }
  })
  const changes = compared.flatMap(({ changes }) => changes)
  const rows = compared.filter(({ group }) => hasRows(group))
  return {
    after: changes.length === 0 ? before : new Map(rows.map(({ name, group }) => [name, group])),
    changes,
    notes: [
      ...leftoverNotes(
        comparison,
        'groups',
        kept.map(([name]) => name),
      ),
      ...redundantNotes(comparison, wanted, above),
    ],
  }
}

function optionsAfter(
  name: string,
  own: OwnGroup | undefined,
  { config }: DesiredGroup,
  above: FromAbove['configs'],
): [string, OwnGroup] {
  const inherited = () => above.config(name)?.row
  return [
    name,
    { ...emptyGroup, config: rowAfter(own?.config ?? null, config, inherited, defaultGroupConfig(name)) },
  ]
}

function contentAfter(
  name: string,
  own: OwnGroup = emptyGroup,
  group: DesiredGroup,
  above: FromAbove['contents'],
  additive: boolean,
): Pick<OwnGroup, 'packages' | 'requirements'> {
  const wanted = group.config.blocked ? { packages: new Map(), requirements: new Map() } : group
  return {
    packages: rowsAfter(
      own.packages,
      wanted.packages,
      pkg => above.package(name, pkg)?.row,
      defaultGroupPackage,
      pkg => additive && !group.removed.has(pkg),
    ),
    requirements: rowsAfter(
      own.requirements,
      wanted.requirements,
      required => above.requirement(name, required)?.row,
      defaultGroupRequirement,
      () => additive,
    ),
  }
}

function hasRows({ config, packages, requirements }: OwnGroup): boolean {
  return config !== null || packages.size + requirements.size > 0
}
