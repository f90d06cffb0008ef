import type { TreeLine } from '../koji/inheritance-tree.js'
import type { Target } from '../koji/tag.js'
import { cleanLine } from './clean.js'
import { type Drawing, drawnLinks, drawnTags } from './graph.js'
import { hubHeading } from './hub-heading.js'
import { count, few } from './names-text.js'
import { plainStyle, type Style } from './style.js'
import { linkFields } from './value-text.js'

/** Inheritance as trees of text: a line per link, with what is not usual about it. */
export function graphText(drawing: Drawing, style: Style = plainStyle): string {
  const { hub, event, way, lines, targets } = drawing
  const title = `${way === 'up' ? 'Inheritance' : 'Who inherits'} on ${hub.profile}`
  const indents = new Indents()
  const notes = new TargetNotes(targets)
  const tree = lines.map(line => {
    const note = line.below === 'shown' || line.below === 'hidden' ? notes.of(line.tag) : ''
    return `${style.faint(indents.next(line))}${lineText(line, style)}${style.faint(note)}`
  })
  const heading = style.heading(hubHeading(title, hub, `event ${event}`))
  return [heading, '', ...tree, '', ...legend(drawing), sum(drawing), ''].join('\n')
}

/** The branches to the left of a line. */
class Indents {
  /** for each depth, whether the line above at that depth was the last */
  readonly #ended: boolean[] = []

  next({ depth, last }: TreeLine): string {
    this.#ended.length = depth
    const bars = this.#ended.slice(1).map(ended => (ended ? '   ' : '│  '))
    this.#ended.push(last)
    return depth === 0 ? '' : `${bars.join('')}${last ? '└─ ' : '├─ '}`
  }
}

const marks: { readonly [below in TreeLine['below']]: string } = {
  shown: '',
  above: ' …',
  loop: ' (a loop)',
  hidden: ' (more)',
  ineffective: ' (does not count here)',
}

function lineText({ tag, link, below }: TreeLine, style: Style): string {
  const name = cleanLine(tag)
  if (link === null) return style.heading(name)
  const text = `${name} (${linkFields(link).join(', ')})`
  return below === 'ineffective' ? style.faint(text + marks[below]) : text + style.faint(marks[below])
}

/** Which targets' builds run in a tag, and whose go there. */
class TargetNotes {
  readonly #runs = new Map<string, string[]>()
  readonly #goes = new Map<string, string[]>()

  constructor(targets: readonly Target[]) {
    for (const { name, build_tag, dest_tag } of targets) {
      this.#runs.set(build_tag, [...(this.#runs.get(build_tag) ?? []), name])
      this.#goes.set(dest_tag, [...(this.#goes.get(dest_tag) ?? []), name])
    }
  }

  of(tag: string): string {
    const [runs = [], goes = []] = [this.#runs.get(tag), this.#goes.get(tag)]
    const says = [
      ...(runs.length > 0 ? [`builds of ${few(runs)} run here`] : []),
      ...(goes.length > 0 ? [`builds of ${few(goes)} go here`] : []),
    ]
    return says.length === 0 ? '' : `  ${says.join(', ')}`
  }
}

function legend({ way, lines }: Drawing): string[] {
  const has = (below: TreeLine['below']) => lines.some(line => line.below === below)
  const reason =
    way === 'up'
      ? 'behind a maxdepth, or intransitive and not of the tag that the tree begins with'
      : 'with a maxdepth too small, or behind an intransitive one'
  return [
    ...(has('above') ? ['… what is below it stands further up'] : []),
    ...(has('ineffective') ? [`Links that do not count: ${reason}.`] : []),
  ]
}

function sum({ lines, targets }: Drawing): string {
  return [
    count(drawnTags(lines).length, 'tag'),
    count(drawnLinks(lines).length, 'link'),
    ...(targets.length > 0 ? [count(targets.length, 'target')] : []),
  ].join(', ')
}
