import type { DesiredPackage } from '../koji/desired-state.js'
import { userNameProblem } from '../koji/names.js'
import { valuePath } from '../koji/value-path.js'
import { readOwnArches } from './arches.js'
import { checkRemoval } from './manage.js'
import { type Entry, entriesOf, isNull, itemsOf, type Node, nameOf, quote } from './node.js'
import { entryOf, type Reading } from './reading.js'
import { Said } from './said.js'
import { didYouMean } from './suggest.js'

/** What a tag says of its package list. */
export interface PackageFacet {
  readonly packages?: ReadonlyMap<string, DesiredPackage>
  readonly blocked_packages?: ReadonlySet<string>
  readonly removed: ReadonlySet<string>
}

type Saying = DesiredPackage | 'blocked' | 'absent'

/** The package list of a tag: `packages`, `package_arches`, `blocked_packages` and `absent_packages` together. */
export function readPackages(reading: Reading): PackageFacet {
  const facet = valuePath('packages')
  const absent = entryOf(reading, 'absent_packages', facet)
  const blocked = entryOf(reading, 'blocked_packages', facet)
  if (blocked !== undefined) reading.places.set(valuePath('blocked_packages'), blocked.place)
  const owned = entryOf(reading, 'packages', facet)
  if (absent !== undefined)
    checkRemoval(reading, 'packages', absent.place, [...reading.path, 'absent_packages'])

  const said = new Said<Saying>(reading.report)
  const listed = new Set<string>()
  for (const [owner, entry] of entriesOf(owned?.value)) {
    checkOwner(owner, entry, reading)
    for (const name of say(
      said,
      entry.value,
      ['packages', owner],
      `listed under ${owner}`,
      { owner },
      reading,
    ))
      listed.add(name)
  }
  say(said, blocked?.value, ['blocked_packages'], 'blocked', 'blocked', reading)
  say(said, absent?.value, ['absent_packages'], 'taken away', 'absent', reading)
  const arches = readPackageArches(listed, reading)

  const values = said.values()
  const packages = values.flatMap(([name, saying]): [string, DesiredPackage][] =>
    typeof saying === 'string' ? [] : [[name, { ...saying, ...arches.get(name) }]],
  )
  const namesOf = (kind: Saying) =>
    new Set(values.flatMap(([name, saying]) => (saying === kind ? [name] : [])))
  return {
    ...((owned ?? absent) && { packages: new Map(packages) }),
    ...(blocked && { blocked_packages: namesOf('blocked') }),
    removed: namesOf('absent'),
  }
}

function say(
  said: Said<Saying>,
  list: Node | undefined,
  keys: readonly string[],
  words: string,
  value: Saying,
  { path, places }: Reading,
): string[] {
  return itemsOf(list).flatMap((item, at) => {
    const name = nameOf(item)
    if (name === undefined) return []
    said.add(name, { value, words, place: item.place, path: [...path, ...keys, at] })
    places.set(valuePath('packages', name), item.place)
    return [name]
  })
}

function checkOwner(owner: string, { place }: Entry, { path, report }: Reading): void {
  const problem = userNameProblem(owner)
  if (problem === undefined) return
  report(place, [...path, 'packages', owner], `${quote(owner)} cannot be an owner: ${problem}`)
}

function readPackageArches(
  listed: ReadonlySet<string>,
  { body, path, report }: Reading,
): Map<string, { readonly extra_arches: string }> {
  const arches = new Map<string, { extra_arches: string }>()
  for (const [name, { place, value }] of entriesOf(body.entries.get('package_arches')?.value)) {
    const here = [...path, 'package_arches', name]
    if (!isNull(value)) arches.set(name, { extra_arches: readOwnArches(value, here, report) })
    if (listed.has(name)) continue
    const hint = didYouMean(name, listed, `list it under its owner: packages: {OWNER: [${name}]}`)
    report(place, here, `${name} is not listed in \`packages\``, hint)
  }
  return arches
}
