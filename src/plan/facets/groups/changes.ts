import { copyOf, type From, type Given, type GroupLookup } from '../../../koji/groups.js'
import { inOrder } from '../../../koji/in-order.js'
import { compareText, jsonEqual } from '../../../koji/json.js'
import { emptyGroup, type OwnGroup } from '../../../koji/tag.js'
import { type Action, actionOf, type ChangeOf } from '../../change.js'
import { provenance, type TagComparison } from '../facet.js'

export type GroupChange = ChangeOf<'group' | 'group_package' | 'group_requirement'>

/** What a tag's groups get from its ancestors, once its own options are as they will be. */
export interface FromAbove {
  /** the groups' options */
  readonly configs: Pick<GroupLookup, 'config'>
  /** their packages and requirements: none of a group that the tag blocks */
  readonly contents: Pick<GroupLookup, 'package' | 'requirement'>
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
  const above = {
    package: (name: string) => contents.package(group, name),
    requirement: (required: string) => contents.requirement(group, required),
  }
  return [
    ...difference(before.config, after.config, () => configs.config(group)).map((config): GroupChange => {
      return { kind: 'group', tag, group, ...config, ...provenance(comparison, 'groups', group) }
    }),
    ...differences(before.packages, after.packages, above.package).map(([name, row]): GroupChange => {
      const from = provenance(comparison, 'groups', group, name)
      return { kind: 'group_package', tag, group, package: name, ...row, ...from }
    }),
    ...differences(before.requirements, after.requirements, above.requirement).map(
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
  inherited: () => Given<Row> | undefined,
): Difference<Row>[] {
  if (jsonEqual(before, after)) return []
  const given = inherited()
  const action = actionOf(before, after)
  return [{ action, before, after, inherited: given === undefined ? null : copyOf(given) }]
}

function differences<Row>(
  before: ReadonlyMap<string, Row>,
  after: ReadonlyMap<string, Row>,
  inherited: (name: string) => Given<Row> | undefined,
): [string, Difference<Row>][] {
  if (before === after) return []
  const names = inOrder([...new Set([...before.keys(), ...after.keys()])], compareText)
  const differing: [string, Difference<Row>][] = []
  for (const name of names) {
    const rows = difference(before.get(name), after.get(name), () => inherited(name))
    for (const row of rows) differing.push([name, row])
  }
  return differing
}
