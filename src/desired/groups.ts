import type { DesiredGroup } from '../koji/desired-state.js'
import { byKey, compareText } from '../koji/json.js'
import { groupNameProblem } from '../koji/names.js'
import { valuePath } from '../koji/value-path.js'
import { entriesOf, itemsOf, type Node, textOf, valueAt } from './node.js'
import { entryOf, type Reading } from './reading.js'

/** The groups of a tag, by name. */
export function readGroups(reading: Reading): ReadonlyMap<string, DesiredGroup> | undefined {
  const entry = entryOf(reading, 'groups', valuePath('groups'))
  if (entry === undefined) return undefined
  const groups = new Map<string, DesiredGroup>()
  for (const [name, { place, value }] of [...entriesOf(entry.value)].sort(([a], [b]) => compareText(a, b))) {
    const problem = groupNameProblem(name)
    if (problem !== undefined) reading.report(place, [...reading.path, 'groups', name], problem)
    reading.places.set(valuePath('groups', name), place)
    groups.set(name, readGroup(name, value, reading))
  }
  return groups
}

function readGroup(name: string, node: Node, { places }: Reading): DesiredGroup {
  const packages = new Map<string, object>()
  for (const item of itemsOf(valueAt(node, 'packages'))) {
    const package_ = textOf(item)
    if (package_ === undefined) continue
    packages.set(package_, {})
    places.set(valuePath('groups', name, package_), item.place)
  }
  const description = textOf(valueAt(node, 'description'))
  return {
    packages: new Map([...packages].sort(byKey)),
    requirements: new Map(),
    config: description === undefined ? {} : { description },
    removed: new Set(),
  }
}
