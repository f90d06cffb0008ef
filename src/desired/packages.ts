import type { DesiredPackage } from '../koji/desired-state.js'
import { userNameProblem } from '../koji/names.js'
import { valuePath } from '../koji/value-path.js'
import { readOwnArches } from './arches.js'
import { checkRemoval } from './manage.js'
import { type Entry, entriesOf, isNull, itemsOf, type Node, nameOf, quote } from './node.js'
import type { Path } from './path.js'
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
  const { path, report } = reading
  const facet = valuePath('packages')
  const absent = entryOf(reading, 'absent_packages', facet)
  const blocked = entryOf(reading, 'blocked_packages', facet)
  if (blocked !== undefined) reading.places.set(valuePath('blocked_packages'), blocked.place)
  const owned = entryOf(reading, 'packages', facet)
  if (absent !== undefined) checkRemoval(reading, 'packages', absent.place, [...path, 'absent_packages'])

  const said = new Said<Saying>(report)
  for (const [owner, entry] of entriesOf(owned?.value)) {
    checkOwner(owner, entry, reading)
    const list = { node: entry.value, path: [...path, 'packages', owner] }
    say(said, list, reading, { words: `listed under ${owner}`, value: { owner } })
  }
  const blocks = { node: blocked?.value, path: [...path, 'blocked_packages'] }
  say(said, blocks, reading, { words: 'blocked', value: 'blocked' })
  const removals = { node: absent?.value, path: [...path, 'absent_packages'] }
  say(said, removals, reading, { words: 'taken away', value: 'absent' })

  const values = said.values()
  const listed = new Map(
    values.flatMap(([name, saying]): [string, DesiredPackage][] =>
      typeof saying === 'string' ? [] : [[name, saying]],
    ),
  )
  const packages = withArches(listed, reading)
  const namesOf = (kind: Saying) =>
    new Set(values.flatMap(([name, saying]) => (saying === kind ? [name] : [])))
  return {
    ...((owned ?? absent) && { packages }),
    ...(blocked && { blocked_packages: namesOf('blocked') }),
    removed: namesOf('absent'),
  }
}

function say(
  said: Said<Saying>,
  list: { readonly node: Node | undefined; readonly path: Path },
  { places }: Reading,
  saying: { readonly words: string; readonly value: Saying },
): void {
  for (const [at, item] of itemsOf(list.node).entries()) {
    const name = nameOf(item)
    if (name === undefined) continue
    said.add(name, { ...saying, place: item.place, path: [...list.path, at] })
    places.set(valuePath('packages', name), item.place)
  }
}

function checkOwner(owner: string, { place }: Entry, { path, report }: Reading): void {
  const problem = userNameProblem(owner)
  if (problem === undefined) return
  report(place, [...path, 'packages', owner], `${quote(owner)} cannot be an owner: ${problem}`)
}

/** The listed packages together with what `package_arches` says of them, and of no others. */
function withArches(
  listed: ReadonlyMap<string, DesiredPackage>,
  { body, path, report }: Reading,
): Map<string, DesiredPackage> {
  const packages = new Map(listed)
  for (const [name, { place, value }] of entriesOf(body.entries.get('package_arches')?.value)) {
    const here = [...path, 'package_arches', name]
    const extra_arches = isNull(value) ? undefined : readOwnArches(value, here, report)
    const entry = listed.get(name)
    if (entry === undefined) {
      const hint = didYouMean(name, listed.keys(), `list it under its owner: packages: {OWNER: [${name}]}`)
      report(place, here, `${name} is not listed in \`packages\``, hint)
    } else if (extra_arches !== undefined) packages.set(name, { ...entry, extra_arches })
  }
  return packages
}
