import { type DesiredTag, nothingRemoved } from '../koji/desired-state.js'
import { formatSource } from '../koji/source.js'
import { readExtra } from './extra.js'
import { readGroups } from './groups.js'
import { readInheritance } from './inheritance.js'
import { booleanOf, type Entry, type MapNode } from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import { checkName, type Reading } from './reading.js'
import { readSettings } from './settings.js'
import { type Place, toSource } from './source-file.js'

/** A tag of the desired state, and where its values were written, for further checks. */
export interface PlacedTag {
  readonly tag: DesiredTag
  readonly places: ReadonlyMap<string, Place>
}

/** Reads a merged tag into its normal form; reports what its types alone do not tell. */
export function readTag(name: string, { place, value }: Entry, report: Report): PlacedTag {
  const path = ['tags', name]
  checkName(name, place, path, report)
  const body: MapNode = value.kind === 'map' ? value : { kind: 'map', entries: new Map(), place }
  const absent = isAbsent(body, path, report)
  const reading: Reading = { body, path, report, places: new Map() }
  const facets = absent ? { settings: {} } : readFacets(reading)
  const sources = new Map([...reading.places].map(([key, place]) => [key, toSource(place)]))
  return {
    tag: {
      name,
      source: toSource(place),
      absent,
      ...facets,
      additive: new Set(),
      removed: nothingRemoved,
      sources,
    },
    places: reading.places,
  }
}

/** Whether a resource shall not exist; reports if more is said of it. */
export function isAbsent(body: MapNode, path: Path, report: Report): boolean {
  const absent = body.entries.get('absent')
  if (absent === undefined || !booleanOf(absent.value)) return false
  const rest = [...body.entries].filter(([key]) => key !== 'absent')
  const [first] = rest
  if (first !== undefined) {
    const keys = rest.map(([key]) => `\`${key}\``).join(', ')
    const hint = `take away either; \`${first[0]}\` is at ${formatSource(toSource(first[1].place))}`
    report(absent.place, [...path, 'absent'], `\`absent: true\` beside ${keys}: it shall not exist`, hint)
  }
  return true
}

function readFacets(reading: Reading): Pick<DesiredTag, 'settings' | 'extra' | 'inheritance' | 'groups'> {
  const extra = readExtra(reading)
  const inheritance = readInheritance(reading)
  const groups = readGroups(reading)
  return {
    settings: readSettings(reading),
    ...(extra === undefined ? {} : { extra }),
    ...(inheritance === undefined ? {} : { inheritance }),
    ...(groups === undefined ? {} : { groups }),
  }
}
