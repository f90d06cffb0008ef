import { bind } from './bind.js'
import { combine, type State } from './combine.js'
import { readCondition } from './condition.js'
import type { Library, Mention } from './library.js'
import { longForm } from './long-form.js'
import { mergePatch, type OnIdleNull } from './merge.js'
import { booleanOf, entriesOf, itemsOf, type MapNode, type Node, textOf, valueAt } from './node.js'
import type { Path } from './path.js'
import type { Problems, Report } from './problem.js'
import type { Values } from './reference.js'
import type { Place } from './source-file.js'
import { substitute } from './substitute.js'
import type { Unit } from './unit.js'
import { isReadable, type Use, usesOf } from './use.js'

/** How much all templates together may blow up to: values, and letters of substituted text. */
const maxExpanded = 500_000

/** One unit with the values of its parameters, on the way from the file that was given. */
interface Job {
  readonly unit: Unit
  readonly values: Values
  readonly used_by: Place | undefined
  /** the units that use this one, outermost first */
  readonly users: readonly Unit[]
}

/**
 * Expands a file or template: its references get their values, the templates it uses are expanded likewise
 * and put side by side, and over these comes first what it says itself, then each of its overlays that holds.
 */
export class Expander {
  #spent = 0
  /** a template could not be expanded: what is missing now may have been in it */
  incomplete = false

  constructor(
    readonly library: Library,
    readonly problems: Problems,
  ) {}

  async expand(unit: Unit, values: Values = new Map(), used_by?: Place): Promise<State> {
    return this.#expand({ unit, values, used_by, users: [] })
  }

  async #expand(job: Job): Promise<State> {
    const [own, ...overlays] = this.#layers(job)
    const layers = [own, ...overlays]
    const states: State[] = []
    for (const [index, node] of this.#uses(layers).entries()) {
      states.push(...(await this.#use(node, ['use', index], job)))
    }
    return this.problems.pass(report => {
      const base = combine(states, report)
      const onIdleNull: OnIdleNull = ({ value }, path) => {
        if (this.incomplete) return
        const hint = 'write [] or {} for what shall be empty; leave out what is not managed'
        report(
          value.place,
          path,
          'empty (null): that removes what a template gives, and no template gives this',
          hint,
        )
      }
      const seeded = withDefaults(base.root, layers)
      const merged = merge(seeded, own, onIdleNull)
      // What an overlay removes need not be there: another overlay's condition may have kept it out.
      const root = overlays.reduce((below, overlay) => merge(below, overlay, () => undefined), merged)
      const protect = layers.flatMap(layer => itemsOf(valueAt(layer, 'protect')))
      const requires = layers.flatMap(layer => valueAt(layer, 'requires') ?? [])
      const profile = valueAt(own, 'profile')
      return {
        root,
        protect: [...base.protect, ...protect],
        requires: [...base.requires, ...requires],
        profiles: profile === undefined ? [] : [profile],
      }
    })
  }

  // The unit itself and its overlays with their references resolved; of these, those that hold.
  #layers({ unit, values, used_by }: Job): [MapNode, ...MapNode[]] {
    const expansion = { values, used_by, spend: (amount: number) => this.#spend(amount, unit) }
    return this.problems.pass(tell => {
      const report: Report = (...problem) => {
        this.incomplete = true
        tell(...problem)
      }
      const resolved = (body: MapNode, path: Path) => {
        const node = substitute(body, expansion, path, report)
        return node.kind === 'map' ? longForm(node) : body
      }
      const overlays = unit.overlays.map(overlay => ({
        ...overlay,
        body: resolved(overlay.body, overlay.path),
      }))
      return [
        resolved(withoutDeclarations(unit.root), []),
        ...overlays.filter(overlay => overlay.holds(values)).map(overlay => overlay.body),
      ]
    })
  }

  // The last layer that says `use` says it for all, as a list is replaced whole.
  #uses(layers: readonly MapNode[]): readonly Node[] {
    const use = layers.findLast(layer => layer.entries.has('use'))?.entries.get('use')?.value
    if (use !== undefined && use.kind !== 'list') this.#giveUp()
    return itemsOf(use)
  }

  async #use(node: Node, path: Path, job: Job): Promise<State[]> {
    const { unit } = job
    if (!this.#holds(node, job)) return []
    const name = valueAt(node, 'template')
    const template = textOf(name)
    if (name === undefined || template === undefined || !isReadable(node)) return this.#giveUp()
    const mention: Mention = { place: name.place, path: [...path, 'template'], used_by: node.place }
    const used = await this.library.template(template, unit.file, mention)
    if (used === undefined) return this.#giveUp()
    const users = [...job.users, unit]
    const loop = users.findIndex(user => user.file.path === used.file.path)
    if (loop >= 0) {
      const way = [...users.slice(loop), used].map(user => user.file.name).join(' → ')
      this.problems.pass(report => report(mention.place, mention.path, `the template uses itself: ${way}`))
      return this.#giveUp()
    }
    const states: State[] = []
    const uses = this.problems.pass(report => usesOf(node, path, report))
    if (uses.length === 0) return this.#giveUp()
    for (const use of uses) states.push(...(await this.#expandUse(used, use, node, path, users)))
    return states
  }

  // What is wrong with a condition was told when its template was read.
  #holds(use: Node, { unit, values }: Job): boolean {
    return readCondition(valueAt(use, 'when'), unit.parameters, [], () => undefined)(values)
  }

  async #expandUse(unit: Unit, given: Use, node: Node, path: Path, users: readonly Unit[]): Promise<State[]> {
    const user = { place: node.place, path, template: unit.file.name }
    const values = this.problems.pass(report => bind(unit.parameters, given, user, report))
    if (values === undefined) return this.#giveUp()
    return [await this.#expand({ unit, values, used_by: node.place, users })]
  }

  #giveUp(): [] {
    this.incomplete = true
    return []
  }

  #spend(amount: number, unit: Unit): void {
    this.#spent += amount
    if (this.#spent <= maxExpanded) return
    const place = { file: unit.file, offset: 0 }
    this.problems.pass(report => report(place, [], `the templates expand to more than ${maxExpanded} values`))
    this.problems.throwIfAny()
  }
}

// What is said about the template itself, and is no part of the layout.
function withoutDeclarations(root: MapNode): MapNode {
  const entries = new Map(root.entries)
  for (const key of ['description', 'parameters', 'overlays']) entries.delete(key)
  return { ...root, entries }
}

const resources = ['tags', 'targets', 'external_repos']

function merge(base: MapNode, patch: MapNode, onIdleNull: OnIdleNull): MapNode {
  const said = new Map(
    [...patch.entries].filter(([key, { value }]) => resources.includes(key) && value.kind === 'map'),
  )
  return mergePatch(base, { ...patch, entries: said }, [], onIdleNull)
}

// The defaults lie under each tag that the layers alone describe.
function withDefaults(root: MapNode, layers: readonly MapNode[]): MapNode {
  const defaults = layers.reduce<MapNode | undefined>((below, layer) => {
    const said = valueAt(layer, 'defaults')
    return said?.kind === 'map' ? mergePatch(below, said, ['defaults'], () => undefined) : below
  }, undefined)
  const tags = root.entries.get('tags')
  if (defaults === undefined || tags === undefined) return root

  const named = layers.flatMap(layer => [...entriesOf(valueAt(layer, 'tags'))])
  const absent = new Set(
    named.filter(([, { value }]) => booleanOf(valueAt(value, 'absent'))).map(([name]) => name),
  )
  const seeded = new Map(entriesOf(tags.value))
  for (const [name, { place, value }] of named) {
    if (value.kind === 'map' && !absent.has(name) && !seeded.has(name))
      seeded.set(name, { place, value: defaults })
  }
  const value: MapNode = { kind: 'map', entries: seeded, place: tags.value.place }
  return { ...root, entries: new Map(root.entries).set('tags', { ...tags, value }) }
}
