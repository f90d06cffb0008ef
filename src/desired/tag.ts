import { type DesiredTag, nothingRemoved } from '../koji/desired-state.js'
import { isAbsent } from './absent.js'
import { readExtra } from './extra.js'
import { readGroups } from './groups.js'
import { readInheritance } from './inheritance.js'
import { readAdditive } from './manage.js'
import type { Entry, MapNode } from './node.js'
import { readPackages } from './packages.js'
import type { Report } from './problem.js'
import { checkName, type Reading } from './reading.js'
import { readRepoUses } from './repo-uses.js'
import { readBuilds, readSeed } from './seed.js'
import { readArchesOf, readSettings } from './settings.js'
import { type Place, toSource } from './source-file.js'

/** A tag of the desired state, and where its values were written, for further checks. */
export interface PlacedTag {
  readonly tag: DesiredTag
  readonly places: ReadonlyMap<string, Place>
}

type Facets = Omit<DesiredTag, 'name' | 'source' | 'absent' | 'sources'>
const noFacets: Facets = { settings: {}, additive: new Set(), removed: nothingRemoved }

/** Reads a merged tag into its normal form; reports what its types alone do not tell. */
export function readTag(name: string, { place, value }: Entry, report: Report): PlacedTag {
  const path = ['tags', name]
  checkName(name, place, path, report)
  const body: MapNode = value.kind === 'map' ? value : { kind: 'map', entries: new Map(), place }
  const absent = isAbsent(body, path, report)
  const reading: Reading = { body, path, report, additive: readAdditive(body), places: new Map() }
  const facets = absent ? noFacets : readFacets(reading)
  const sources = new Map([...reading.places].map(([key, place]) => [key, toSource(place)]))
  return {
    tag: {
      name,
      source: toSource(place),
      absent,
      ...facets,
      sources,
    },
    places: reading.places,
  }
}

function readFacets(reading: Reading): Facets {
  const extra = readExtra(reading)
  const inheritance = readInheritance(reading)
  const groups = readGroups(reading)
  const { removed: removedPackages, ...packages } = readPackages(reading)
  const repos = readRepoUses(reading)
  const arches_of = readArchesOf(reading)
  const [seed, builds] = [readSeed(reading), readBuilds(reading)]
  return {
    settings: readSettings(reading),
    ...(arches_of !== undefined && { arches_of }),
    ...(extra.values && { extra: extra.values }),
    ...(inheritance && { inheritance: inheritance.links }),
    ...(groups && { groups: groups.groups }),
    ...packages,
    ...(repos && { external_repos: repos.uses }),
    ...(seed && { seed }),
    ...(builds && { builds }),
    additive: reading.additive,
    removed: {
      extra: extra.removed,
      inheritance: inheritance?.removed ?? new Set(),
      groups: groups?.removed ?? new Set(),
      packages: removedPackages,
      external_repos: repos?.removed ?? new Set(),
    },
  }
}
