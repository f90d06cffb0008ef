import type { Descending } from '../src/koji/inheritance.js'
import { InheritanceGraph } from '../src/koji/inheritance-graph.js'
import type { Link } from '../src/koji/tag.js'
import { link } from './builders.js'

export interface Parents {
  readonly [child: string]: readonly (string | Link)[]
}

/** A graph from each tag's parents: a bare name gets its place as priority. */
export function graphOf(parents: Parents): InheritanceGraph {
  const links = Object.entries(parents).flatMap(([child, all]): Descending[] =>
    all.map((parent, priority) => ({
      ...(typeof parent === 'string' ? link(parent, priority) : parent),
      child,
    })),
  )
  return new InheritanceGraph([...Object.keys(parents), ...links.map(({ parent }) => parent)], links)
}
