import { isJsonObject, type Json, jsonEqual } from '../koji/json.js'
import { compileSchema } from './json-check.js'
import { type Entry, entriesOf, itemsOf, type MapNode, type Node, toJson, valueAt } from './node.js'
import { checkValue, knownParameters, type Parameter, type Parameters } from './parameters.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import type { Values } from './reference.js'
import { didYouMean } from './suggest.js'

/** A part of a template that counts where its conditions hold. */
export interface Overlay {
  /** what is merged over the template; `when` taken out */
  readonly body: MapNode
  /** where it stands in its template */
  readonly path: Path
  readonly holds: (values: Values) => boolean
}

type Condition = (value: Json) => boolean

/** Reads the `overlays` of a template, in the order written. */
export function readOverlays(root: MapNode, parameters: Parameters, report: Report): Overlay[] {
  return itemsOf(valueAt(root, 'overlays')).flatMap((node, index) => {
    if (node.kind !== 'map') return []
    const path = ['overlays', index]
    const conditions = readConditions(valueAt(node, 'when'), parameters, [...path, 'when'], report)
    const entries = new Map(node.entries)
    entries.delete('when')
    const holds = (values: Values) =>
      conditions.every(([name, holds]) => {
        const value = values.get(name)
        return value !== undefined && holds(toJson(value))
      })
    return [{ body: { ...node, entries }, path, holds }]
  })
}

function readConditions(
  when: Node | undefined,
  parameters: Parameters,
  path: Path,
  report: Report,
): [string, Condition][] {
  return [...entriesOf(when)].flatMap(([name, entry]): [string, Condition][] => {
    const parameter = parameters.get(name)
    if (parameter !== undefined) return [[name, readCondition(entry, parameter, [...path, name], report)]]
    const hint = didYouMean(name, parameters.keys(), knownParameters(parameters))
    report(entry.place, [...path, name], 'the template has no such parameter', hint)
    return []
  })
}

function readCondition({ value: node }: Entry, parameter: Parameter, path: Path, report: Report): Condition {
  const wanted = toJson(node)
  if (isJsonObject(wanted)) {
    const check = compileSchema(wanted, message => report(node.place, path, message))
    return value => check(value) === undefined
  }
  const choices = node.kind === 'list' ? node.items : [node]
  // A value that the parameter never has would make an overlay that never holds.
  for (const choice of choices) checkValue(choice, parameter, path, report)
  const accepted = choices.map(toJson)
  return value => accepted.some(choice => jsonEqual(choice, value))
}
