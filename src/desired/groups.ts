import type { DesiredGroup } from '../koji/desired-state.js'
import { compareText } from '../koji/json.js'
import { groupNameProblem } from '../koji/names.js'
import type { GroupConfig, GroupPackage, GroupRequirement } from '../koji/tag.js'
import { valuePath } from '../koji/value-path.js'
import { isAbsent, reportBeside } from './absent.js'
import { checkRemoval } from './manage.js'
import { booleanOf, entriesOf, itemsOf, type MapNode, type Node, nameOf, textOf, valueAt } from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import { entryOf, type Reading } from './reading.js'
import { Said } from './said.js'
import type { Place } from './source-file.js'

/** The groups of a tag, by name, and those of which it shall keep nothing. */
export function readGroups(
  reading: Reading,
): { readonly groups: ReadonlyMap<string, DesiredGroup>; readonly removed: ReadonlySet<string> } | undefined {
  const entry = entryOf(reading, 'groups', valuePath('groups'))
  if (entry === undefined) return undefined
  const groups = new Map<string, DesiredGroup>()
  const removed = new Set<string>()
  for (const [name, { place, value }] of [...entriesOf(entry.value)].sort(([a], [b]) => compareText(a, b))) {
    const path = [...reading.path, 'groups', name]
    checkGroupName(name, place, path, reading.report)
    reading.places.set(valuePath('groups', name), place)
    if (value.kind !== 'map') continue
    const absent = value.entries.get('absent')
    if (absent !== undefined && booleanOf(absent.value) !== false)
      checkRemoval(reading, 'groups', absent.place, [...path, 'absent'])
    if (isAbsent(value, path, reading.report)) removed.add(name)
    else groups.set(name, readGroup(name, value, { ...reading, path }))
  }
  return { groups, removed }
}

function readGroup(name: string, body: MapNode, reading: Reading): DesiredGroup {
  const blocked = valueAt(body, 'blocked')
  if (booleanOf(blocked)) reportBeside(body, 'blocked', ['blocked'], reading.path, reading.report)
  const { packages, removed } = readGroupPackages(name, body, reading)
  return {
    packages,
    requirements: readRequirements(name, body, reading),
    config: { ...readOptions(body), ...(booleanOf(blocked) && { blocked: true }) },
    removed,
  }
}

type PackageSaying = Partial<GroupPackage> | 'absent'

function readGroupPackages(
  group: string,
  body: MapNode,
  { path, report, places }: Reading,
): Pick<DesiredGroup, 'packages' | 'removed'> {
  const said = new Said<PackageSaying>(report)
  const say = (key: string, words: string, toSaying: (item: Node) => PackageSaying) => {
    for (const [at, item] of itemsOf(valueAt(body, key)).entries()) {
      const name = nameOf(item) ?? nameOf(valueAt(item, 'package'))
      if (name === undefined) continue
      said.add(name, { value: toSaying(item), words, place: item.place, path: [...path, key, at] })
      places.set(valuePath('groups', group, name), item.place)
    }
  }
  say('packages', 'listed', packageOptions)
  say('blocked', 'blocked', () => ({ blocked: true }))
  say('absent', 'taken away', () => 'absent')
  const values = said.values()
  const packages = values.flatMap(([name, saying]): [string, Partial<GroupPackage>][] =>
    saying === 'absent' ? [] : [[name, saying]],
  )
  const removed = values.flatMap(([name, saying]) => (saying === 'absent' ? [name] : []))
  return { packages: new Map(packages), removed: new Set(removed) }
}

function packageOptions(item: Node): Partial<GroupPackage> {
  const type = textOf(valueAt(item, 'type'))
  const basearchonly = booleanOf(valueAt(item, 'basearchonly'))
  const requires = nameOf(valueAt(item, 'requires'))
  return {
    ...(type === undefined ? {} : { type }),
    ...(basearchonly === undefined ? {} : { basearchonly }),
    ...(requires === undefined ? {} : { requires }),
  }
}

function readRequirements(
  group: string,
  body: MapNode,
  { path, report, places }: Reading,
): ReadonlyMap<string, Partial<GroupRequirement>> {
  const said = new Said<Partial<GroupRequirement>>(report)
  for (const [at, item] of itemsOf(valueAt(body, 'requires')).entries()) {
    const node = item.kind === 'map' ? valueAt(item, 'group') : item
    const name = nameOf(node)
    if (node === undefined || name === undefined) continue
    const here = [...path, 'requires', at]
    checkGroupName(name, node.place, here, report)
    const value = requirementOptions(item)
    if (item.kind === 'map' && value.blocked)
      reportBeside(item, 'blocked', ['blocked', 'group'], here, report)
    const words = value.blocked ? 'blocked' : 'required'
    said.add(name, { value, words, place: item.place, path: here })
    places.set(valuePath('groups', group, 'requires', name), item.place)
  }
  return new Map(said.values())
}

function requirementOptions(item: Node): Partial<GroupRequirement> {
  const type = textOf(valueAt(item, 'type'))
  const is_metapkg = booleanOf(valueAt(item, 'is_metapkg'))
  if (booleanOf(valueAt(item, 'blocked'))) return { blocked: true }
  return { ...(type === undefined ? {} : { type }), ...(is_metapkg === undefined ? {} : { is_metapkg }) }
}

const texts = ['description', 'display_name', 'langonly'] as const
const flags = ['exported', 'is_default', 'uservisible', 'biarchonly'] as const

function readOptions(body: MapNode): Partial<GroupConfig> {
  const said = [
    ...texts.map(key => [key, textOf(valueAt(body, key))]),
    ...flags.map(key => [key, booleanOf(valueAt(body, key))]),
  ]
  return Object.fromEntries(said.filter(([, value]) => value !== undefined))
}

function checkGroupName(name: string, place: Place, path: Path, report: Report): void {
  const problem = groupNameProblem(name)
  if (problem !== undefined) report(place, path, problem)
}
