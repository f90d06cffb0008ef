import { nameProblem } from '../koji/names.js'
import type { Facet } from '../koji/tag.js'
import { type Entry, type MapNode, quote } from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import type { Place } from './source-file.js'

/** What the readers of one tag's facets share. Values of a wrong type were reported before; they pass them over. */
export interface Reading {
  readonly body: MapNode
  readonly path: Path
  readonly report: Report
  /** the facets of which only what is named comes, changes or goes */
  readonly additive: ReadonlySet<Facet>
  /** where each value was written, by `valuePath`; the readers fill it */
  readonly places: Map<string, Place>
}

/** The entry of a key, its place noted under `path` if there is one. */
export function entryOf({ body, places }: Reading, key: string, path: string): Entry | undefined {
  const entry = body.entries.get(key)
  if (entry !== undefined) places.set(path, entry.place)
  return entry
}

/** Reports a name that Koji would refuse. */
export function checkName(name: string, place: Place, path: Path, report: Report): void {
  const problem = nameProblem(name)
  if (problem !== undefined) report(place, path, `${quote(name)} cannot be a name: ${problem}`)
}
