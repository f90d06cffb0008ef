import { isJsonObject, type Json, jsonEqual } from '../koji/json.js'
import { compileSchema } from './json-check.js'
import { type Entry, entriesOf, type Node, toJson } from './node.js'
import { checkValue, knownParameters, type Parameter, type Parameters } from './parameters.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import type { Values } from './reference.js'
import { didYouMean } from './suggest.js'

/** Whether a part of a template counts in an expansion. */
export type Condition = (values: Values) => boolean

type ValueCondition = (value: Json) => boolean

/** Reads a `when`: for each parameter a value, a list of values, or a JSON Schema; all must hold. */
export function readCondition(
  when: Node | undefined,
  parameters: Parameters,
  path: Path,
  report: Report,
): Condition {
  const conditions = [...entriesOf(when)].flatMap(([name, entry]): [string, ValueCondition][] => {
    const parameter = parameters.get(name)
    if (parameter !== undefined)
      return [[name, readValueCondition(entry, parameter, [...path, name], report)]]
    const hint = didYouMean(name, parameters.keys(), knownParameters(parameters))
    report(entry.place, [...path, name], 'the template has no such parameter', hint)
    return []
  })
  return values =>
    conditions.every(([name, holds]) => {
      const value = values.get(name)
      return value !== undefined && holds(toJson(value))
    })
}

function readValueCondition(
  { value: node }: Entry,
  parameter: Parameter,
  path: Path,
  report: Report,
): ValueCondition {
  const wanted = toJson(node)
  if (isJsonObject(wanted)) {
    const check = compileSchema(wanted, message => report(node.place, path, message))
    return value => check(value) === undefined
  }
  const choices = node.kind === 'list' ? node.items : [node]
  // A value that the parameter never has would make a condition that never holds.
  for (const choice of choices) checkValue(choice, parameter, path, report)
  const accepted = choices.map(toJson)
  return value => accepted.some(choice => jsonEqual(choice, value))
}
