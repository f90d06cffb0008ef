import { byKey, compareText } from '../koji/json.js'
import { emptyGroup, type OwnGroup, type Tag } from '../koji/tag.js'
import type { ChangeOf, TagChange } from './change.js'

/** The tag once the changes are made; of the others of its rows none is touched. */
export function withChanges(tag: Tag, changes: readonly TagChange[]): Tag {
  const of = <Kind extends TagChange['kind']>(...kinds: Kind[]) =>
    changes.filter((change): change is ChangeOf<Kind> => kinds.some(kind => kind === change.kind))
  const whole = of('tag').at(-1)?.after
  const fields = Object.fromEntries(of('setting').map(({ field, after }) => [field, after]))
  return {
    ...tag,
    settings: { ...(whole ?? tag.settings), ...fields },
    extra: withRows(tag.extra, of('extra'), ({ key }) => key),
    inheritance: ranked(tag.inheritance, of('inheritance'), linkName),
    groups: withGroupRows(tag.groups, of('group', 'group_package', 'group_requirement')),
    packages: withRows(tag.packages, of('package'), change => change.package),
    external_repos: ranked(tag.external_repos, of('external_repo_use'), useName),
  }
}

const linkName = ({ parent }: { readonly parent: string }) => parent
const useName = ({ repo }: { readonly repo: string }) => repo

function withGroupRows(
  groups: Tag['groups'],
  changes: readonly ChangeOf<'group' | 'group_package' | 'group_requirement'>[],
): Tag['groups'] {
  const touched = new Map<string, ChangeOf<'group' | 'group_package' | 'group_requirement'>[]>()
  for (const change of changes) {
    const group = touched.get(change.group)
    if (group === undefined) touched.set(change.group, [change])
    else group.push(change)
  }
  const after = [...touched].map(([name, all]): Half<OwnGroup> => {
    const own = groups.get(name) ?? emptyGroup
    const packages = all.filter(change => change.kind === 'group_package')
    const requirements = all.filter(change => change.kind === 'group_requirement')
    const options = all.find(change => change.kind === 'group')
    const group = {
      config: options === undefined ? own.config : options.after,
      packages: withRows(own.packages, packages, change => change.package),
      requirements: withRows(own.requirements, requirements, ({ required }) => required),
    }
    const isEmpty = group.config === null && group.packages.size + group.requirements.size === 0
    return { name, after: isEmpty ? null : group }
  })
  return withRows(groups, after, ({ name }) => name)
}

interface Half<Row> {
  readonly name: string
  readonly after: Row | null
}

/** By name, as all that is read. */
function withRows<Row, Change extends { readonly after: Row | null }>(
  rows: ReadonlyMap<string, Row>,
  changes: readonly Change[],
  nameOf: (change: Change) => string,
): ReadonlyMap<string, Row> {
  if (changes.length === 0) return rows
  const all = new Map(rows)
  for (const change of changes) {
    if (change.after === null) all.delete(nameOf(change))
    else all.set(nameOf(change), change.after)
  }
  return new Map([...all].sort(byKey))
}

function ranked<Named, Row extends Named & { readonly priority: number }>(
  rows: readonly Row[],
  changes: readonly (Named & { readonly after: Row | null })[],
  nameOf: (one: Named) => string,
): readonly Row[] {
  if (changes.length === 0) return rows
  const all = new Map(rows.map(row => [nameOf(row), row]))
  for (const change of changes) {
    if (change.after === null) all.delete(nameOf(change))
    else all.set(nameOf(change), change.after)
  }
  return [...all.values()].sort((a, b) => a.priority - b.priority || compareText(nameOf(a), nameOf(b)))
}
