import { graphlib, layout } from '@dagrejs/dagre'
import { compareText } from '../../koji/json.js'
import { kindOf, kindWords } from './html-item.js'
import { attributes, escaped } from './markup.js'
import { itemsOf, type Report, type ReportLink } from './report.js'

/** More tags than that are no picture any more. */
const most = 150

/**
 * Who inherits from whom, as SVG in the page: parents above their children. Tags that the report tells of say so. Of
 * many tags only these are drawn, and their parents.
 */
export function pictureHtml(report: Report): string {
  const told = toldTags(report)
  const links = drawn(report.links ?? [], told)
  if (links === null)
    return figure('<p>There are too many tags to draw: ask for fewer of them, or for tags graph.</p>')
  if (links.length === 0) return ''
  return figure(`<figure>
<div class="zoom" hidden><button type="button" data-step="in">Larger</button>
<button type="button" data-step="out">Smaller</button>
<button type="button" data-step="reset">As it was</button> <output>100 %</output></div>
<div class="picture" tabindex="0" role="region" aria-label="Picture of the inheritance; plus and minus zoom">
${svg(links, told)}
</div>
<figcaption>Parents stand above the tags that inherit from them; a number is the priority. A thick frame marks tags with
entries above.</figcaption>
<details><summary>The same as a list</summary>
<ul>${links.map(linkText).join('\n')}</ul>
</details>
</figure>`)
}

function figure(html: string): string {
  return `<section aria-labelledby="inheritance"><h2 id="inheritance">Inheritance</h2>\n${html}\n</section>`
}

function linkText({ child, parent, priority }: ReportLink): string {
  return `<li><code>${escaped(child)}</code> inherits from <code>${escaped(parent)}</code> (${priority})</li>`
}

/** What is to be said of each tag: `2 error, 1 warning`. */
function toldTags(report: Report): Map<string, string> {
  const counts = new Map<string, Map<string, number>>()
  for (const item of itemsOf(report)) {
    if (item.resource.kind !== 'tag') continue
    const own = counts.get(item.resource.name) ?? new Map<string, number>()
    const word = kindWords[kindOf(item)]
    counts.set(item.resource.name, own.set(word, (own.get(word) ?? 0) + 1))
  }
  const text = (own: ReadonlyMap<string, number>) => [...own].map(([word, n]) => `${n} ${word}`).join(', ')
  return new Map([...counts].map(([name, own]) => [name, text(own)]))
}

/** The links to draw; `null` where they are too many. */
function drawn(links: readonly ReportLink[], told: ReadonlyMap<string, string>): ReportLink[] | null {
  const sorted = [...links].sort((a, b) => compareText(a.child, b.child) || a.priority - b.priority)
  if (namesOf(sorted).length <= most) return sorted
  const near = sorted.filter(({ child }) => told.has(child))
  return namesOf(near).length <= most ? near : null
}

function namesOf(links: readonly ReportLink[]): string[] {
  return [...new Set(links.flatMap(({ child, parent }) => [parent, child]))]
}

function svg(links: readonly ReportLink[], told: ReadonlyMap<string, string>): string {
  const graph = new graphlib.Graph({ multigraph: false })
  graph.setGraph({ rankdir: 'BT', nodesep: 18, ranksep: 44, marginx: 12, marginy: 12 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const name of namesOf(links)) {
    const widest = Math.max(name.length * 7.4, (told.get(name) ?? '').length * 6.2)
    graph.setNode(name, { width: Math.min(420, widest + 20), height: told.has(name) ? 40 : 28 })
  }
  for (const { child, parent } of links) graph.setEdge(child, parent)
  layout(graph)
  const { width = 0, height = 0 } = graph.graph()
  const edges = links.map(link => edge(link, graph.edge(link.child, link.parent).points))
  const nodes = namesOf(links).map(name => node(name, graph.node(name), told.get(name)))
  const size = attributes({ width: Math.ceil(width), height: Math.ceil(height) })
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Inheritance of ${nodes.length} tags"${size} viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}">
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
${edges.join('\n')}
${nodes.join('\n')}
</svg>`
}

interface Point {
  readonly x: number
  readonly y: number
}

function edge({ priority }: ReportLink, points: readonly Point[]): string {
  const line = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
  const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 }
  const label = attributes({ x: (middle.x + 8).toFixed(1), y: middle.y.toFixed(1), class: 'mark' })
  return `<path d="${line.join('')}" marker-end="url(#arrow)"/><text${label}>${priority}</text>`
}

function node(
  name: string,
  { x, y, width, height }: Point & { readonly width: number; readonly height: number },
  told: string | undefined,
): string {
  const box = attributes({
    x: (x - width / 2).toFixed(1),
    y: (y - height / 2).toFixed(1),
    width: width.toFixed(1),
    height: height.toFixed(1),
    rx: 5,
  })
  const at = (down: number, mark?: string) =>
    attributes({ x: x.toFixed(1), y: (y + down).toFixed(1), class: mark })
  const second = told === undefined ? '' : `<text${at(13, 'mark')}>${escaped(told)}</text>`
  return `<g${attributes({ class: told === undefined ? undefined : 'marked' })}><rect${box}/><text${at(told === undefined ? 4 : -2)}>${escaped(name)}</text>${second}</g>`
}
