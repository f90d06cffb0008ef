import { cleanLine } from './clean.js'
import { type Drawing, drawnLinks, drawnTags } from './graph.js'
import { linkFields } from './value-text.js'

/**
 * Inheritance for Graphviz: an arrow leads from who inherits to what it inherits from, a dashed one where the
 * link is intransitive; targets are round.
 */
export function graphDot({ lines, targets }: Drawing): string {
  const tags = drawnTags(lines)
  const drawn = new Set(tags)
  const links = drawnLinks(lines).map(link => {
    const style = link.intransitive ? ', style=dashed' : ''
    return `${quoted(link.child)} -> ${quoted(link.parent)} [label=${quoted(linkFields(link).join(', '))}${style}]`
  })
  const uses = targets.flatMap(({ name, build_tag, dest_tag }) => {
    const id = quoted(`target ${name}`)
    return [
      `${id} [shape=ellipse]`,
      ...(drawn.has(build_tag) ? [`${id} -> ${quoted(build_tag)} [label="builds run in"]`] : []),
      ...(drawn.has(dest_tag) ? [`${id} -> ${quoted(dest_tag)} [label="builds go to"]`] : []),
    ]
  })
  const body = ['rankdir=BT', 'node [shape=box]', ...tags.map(quoted), ...links, ...uses]
  return `${['digraph inheritance {', ...body.map(line => `  ${line}`), '}'].join('\n')}\n`
}

// Graphviz reads backslashes and entities of HTML in its strings.
function quoted(text: string): string {
  const escaped = cleanLine(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;')
  return `"${escaped}"`
}
