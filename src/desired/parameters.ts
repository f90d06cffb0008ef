import type { JsonObject } from '../koji/json.js'
import { compileSchema, type JsonCheck } from './json-check.js'
import { locate } from './locate.js'
import { describe, entriesOf, type MapNode, mapToJson, type Node, toJson, valueAt } from './node.js'
import { formatPath, type Path } from './path.js'
import type { Report } from './problem.js'
import { mentionsReference } from './reference.js'

/** A template's parameter: what it takes, and what it is where nobody says. */
export interface Parameter {
  readonly name: string
  readonly schema: JsonObject
  readonly default?: Node
  readonly check: JsonCheck
}

export type Parameters = ReadonlyMap<string, Parameter>

/**
 * Reads the `parameters` of a template; of one whose schema is wrong, any value will do.
 *
 * @param trusted the template comes with the tool: its schemas are right
 */
export function readParameters(root: MapNode, report: Report, trusted = false): Parameters {
  const parameters = new Map<string, Parameter>()
  for (const [name, entry] of entriesOf(valueAt(root, 'parameters'))) {
    const path = ['parameters', name]
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      parameters.set(name, readParameter(name, entry.value, path, report, trusted))
    else report(entry.place, path, 'expected a name of letters, digits and _, not beginning with a digit')
  }
  return parameters
}

function readParameter(name: string, node: Node, path: Path, report: Report, trusted: boolean): Parameter {
  const schema = node.kind === 'map' ? mapToJson(node) : {}
  const preset = valueAt(node, 'default')
  const check = compileSchema(schema, message => report(node.place, path, message), trusted)
  if (mentionsReference(node)) {
    report(node.place, path, 'a parameter cannot refer to others', 'let who uses the template give the value')
  } else if (preset !== undefined) {
    checkValue(preset, { name, check }, [...path, 'default'], report)
  }
  return { name, schema, check, ...(preset === undefined ? {} : { default: preset }) }
}

/** Reports why a value is none that the parameter takes, at the part of it that does not fit. */
export function checkValue(
  value: Node,
  { name, check }: Pick<Parameter, 'name' | 'check'>,
  path: Path,
  report: Report,
): void {
  const misfit = check(toJson(value))
  if (misfit === undefined) return
  const { node, path: within } = locate(value, misfit.pointer)
  const what = formatPath([name, ...within])
  const message = `\`${what}\` ${misfit.message}, found ${describe(node)}`
  report(node.place, [...path, ...within], message, quoting(node, misfit.message))
}

// YAML takes a key's id such as 12944e09 for a number.
function quoting(node: Node, message: string): string | undefined {
  const isNumber = node.kind === 'scalar' && typeof node.value === 'number'
  return isNumber && message === 'must be string'
    ? `for a text, write it quoted: "${node.written}"`
    : undefined
}

/** For a name that is none of the parameters. */
export function knownParameters(parameters: Parameters): string {
  return parameters.size === 0 ? 'it has no parameters' : `it has ${[...parameters.keys()].join(', ')}`
}
