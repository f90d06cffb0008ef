import type { DesiredTag } from '../koji/desired-state.js'
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
  return { tag: { name, source: toSource(place), absent, ...facets, sources }, places: reading.places }
}

/** Whether a resource shall not exist; reports what is said of it all the same. */
export function isAbsent(body: MapNode, path: Path, report: Report): boolean {
  const absent = booleanOf(body.entries.get('absent')?.value) ?? false
  for (const [key, entry] of body.entries) {
    if (!absent || key === 'absent') continue
    const hint = 'take away either `absent` or the rest'
    report(entry.place, [...path, key], `\`${key}\` of something that is \`absent\``, hint)
  }
  return absent
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
