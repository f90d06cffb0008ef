import { type Facet, facets } from '../koji/tag.js'
import { type MapNode, textOf, valueAt } from './node.js'
import type { Path } from './path.js'
import type { Reading } from './reading.js'
import type { Place } from './source-file.js'

/** The facets that a tag manages additively. Settings count one by one: for them the word changes nothing. */
export function readAdditive(body: MapNode): ReadonlySet<Facet> {
  const manage = valueAt(body, 'manage')
  const additive = facets.filter(facet => textOf(valueAt(manage, facet)) === 'additive')
  return new Set(additive.filter(facet => facet !== 'settings'))
}

/** Reports what takes an entry away, unless its facet is additive: an exact one does so by not naming it. */
export function checkRemoval({ additive, report }: Reading, facet: Facet, place: Place, path: Path): void {
  if (additive.has(facet)) return
  report(
    place,
    path,
    `\`${path.at(-1)}\` takes away only where ${facet} is additive; here it is exact`,
    `what an exact facet does not name goes: leave it out, or write \`manage: {${facet}: additive}\``,
  )
}
