import type { EffectiveGroup, From } from '../../../koji/groups.js'
import { compareText, jsonEqual } from '../../../koji/json.js'
import { emptyGroup, type GroupConfig, type OwnGroup } from '../../../koji/tag.js'
import { type Action, actionOf, type ChangeOf } from '../../change.js'
import { provenance, type TagComparison } from '../facet.js'

export type GroupChange = ChangeOf<'group' | 'group_package' | 'group_requirement'>

/** What a tag's groups get from its ancestors, once its own options are as they will be. */
export interface FromAbove {
  /** the groups' options */
  readonly configs: ReadonlyMap<string, From<GroupConfig>>
  /** their packages and requirements: none of a group that the tag blocks */
  readonly contents: ReadonlyMap<string, EffectiveGroup>
}

/** The changes of one group: of its options, then of its packages, then of its requirements, by name. */
export function groupChanges(
  comparison: TagComparison,
  group: string,
  after: OwnGroup,
  { configs, contents }: FromAbove,
): GroupChange[] {
  const tag = comparison.desired.name
  const before = comparison.live?.groups.get(group) ?? emptyGroup
  const [options, content] = [configs.get(group) ?? null, contents.get(group)]
  return [
    ...difference(before.config, after.config, options).map((config): GroupChange => {
      return { kind: 'group', tag, group, ...config, ...provenance(comparison, 'groups', group) }
    }),
    ...differences(before.packages, after.packages, content?.packages).map(([name, row]): GroupChange => {
      const from = provenance(comparison, 'groups', group, name)
      return { kind: 'group_package', tag, group, package: name, ...row, ...from }
    }),
    ...differences(before.requirements, after.requirements, content?.requirements).map(
      ([required, row]): GroupChange => {
        const from = provenance(comparison, 'groups', group, 'requires', required)
        return { kind: 'group_requirement', tag, group, required, ...row, ...from }
      },
    ),
  ]
}

interface Difference<Row> {
  readonly action: Action
  readonly before: Row | null
  readonly after: Row | null
  readonly inherited: From<Row> | null
}

function difference<Row>(
  before: Row | null = null,
  after: Row | null = null,
  inherited: From<Row> | null = null,
): Difference<Row>[] {
  if (jsonEqual(before, after)) return []
  return [{ action: actionOf(before, after), before, after, inherited }]
}

function differences<Row>(
  before: ReadonlyMap<string, Row>,
  after: ReadonlyMap<string, Row>,
  inherited: ReadonlyMap<string, From<Row>> | undefined,
): [string, Difference<Row>][] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort(compareText)
  return names.flatMap(name =>
    difference(before.get(name), after.get(name), inherited?.get(name)).map(
      (row): [string, Difference<Row>] => [name, row],
    ),
  )
}
