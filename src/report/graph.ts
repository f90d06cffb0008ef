import type { Descending } from '../koji/inheritance.js'
import type { LiveGraph } from '../koji/inheritance-graph.js'
import type { TreeLine, Way } from '../koji/inheritance-tree.js'
import { compareText } from '../koji/json.js'
import type { HubIdentity } from '../koji/live-state.js'
import type { Target } from '../koji/tag.js'

/** What `tags graph` draws, in whatever format. */
export interface Drawing {
  readonly hub: HubIdentity
  readonly event: number
  readonly way: Way
  /** generations beside the roots; all, if it is left out */
  readonly depth?: number | undefined
  readonly lines: readonly TreeLine[]
  /** those that build in a tag that is drawn, or for one; none, where they were not asked for */
  readonly targets: readonly Target[]
}

/** What `tags graph --json` prints. */
export interface GraphDocument {
  readonly hub: HubIdentity
  readonly event: number
  readonly reverse: boolean
  readonly depth: number | null
  /** the tags that trees begin with */
  readonly roots: readonly string[]
  readonly tags: readonly string[]
  readonly links: readonly Descending[]
  readonly targets: readonly Target[]
  /** what one should know about the connection */
  readonly warnings: readonly string[]
}

/** Puts trees together with what else is drawn. */
export function drawingOf(
  { hub, event, targets }: LiveGraph,
  lines: readonly TreeLine[],
  options: Pick<Drawing, 'way' | 'depth'>,
): Drawing {
  const drawn = new Set(lines.map(({ tag }) => tag))
  const isNear = ({ build_tag, dest_tag }: Target) => drawn.has(build_tag) || drawn.has(dest_tag)
  return { hub, event, ...options, lines, targets: targets.filter(isNear) }
}

export function graphJson(
  { hub, event, way, depth, lines, targets }: Drawing,
  warnings: readonly string[] = [],
): GraphDocument {
  return {
    hub,
    event,
    reverse: way === 'down',
    depth: depth ?? null,
    roots: lines.filter(({ link }) => link === null).map(({ tag }) => tag),
    tags: drawnTags(lines),
    links: drawnLinks(lines),
    targets,
    warnings,
  }
}

/** The tags that the trees show, each once, sorted. */
export function drawnTags(lines: readonly TreeLine[]): string[] {
  return [...new Set(lines.map(({ tag }) => tag))].sort(compareText)
}

/** The links that the trees show, each once, by child and priority. */
export function drawnLinks(lines: readonly TreeLine[]): Descending[] {
  const links = new Set(lines.flatMap(({ link }) => link ?? []))
  return [...links].sort((a, b) => compareText(a.child, b.child) || a.priority - b.priority)
}
