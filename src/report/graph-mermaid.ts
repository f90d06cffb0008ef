import { cleanLine } from './clean.js'
import { type Drawing, drawnLinks, drawnTags } from './graph.js'
import { linkFields } from './value-text.js'

/**
 * Inheritance as a Mermaid flowchart: an arrow leads from who inherits to what it inherits from, a dotted one
 * where the link is intransitive; targets are round.
 */
export function graphMermaid({ lines, targets }: Drawing): string {
  const tags = new Map(drawnTags(lines).map((tag, index) => [tag, `tag${index}`]))
  const nodes = [...tags].map(([tag, id]) => `${id}["${label(tag)}"]`)
  const links = drawnLinks(lines).map(link => {
    const arrow = link.intransitive ? '-.->' : '-->'
    return `${tags.get(link.child)} ${arrow}|"${label(linkFields(link).join(', '))}"| ${tags.get(link.parent)}`
  })
  const uses = targets.flatMap(({ name, build_tag, dest_tag }, index) => {
    const id = `target${index}`
    const [build, dest] = [tags.get(build_tag), tags.get(dest_tag)]
    return [
      `${id}(["${label(`target ${name}`)}"])`,
      ...(build === undefined ? [] : [`${id} -->|"builds run in"| ${build}`]),
      ...(dest === undefined ? [] : [`${id} -->|"builds go to"| ${dest}`]),
    ]
  })
  return `${['flowchart BT', ...[...nodes, ...links, ...uses].map(line => `  ${line}`)].join('\n')}\n`
}

// Mermaid reads HTML and Markdown in labels, and knows characters by number: `#35;`. It takes no empty label.
function label(text: string): string {
  return (cleanLine(text) || ' ').replace(
    /[^\p{L}\p{N} ,.+=_/-]/gu,
    character => `#${character.codePointAt(0)};`,
  )
}
