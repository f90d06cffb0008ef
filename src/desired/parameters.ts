import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import type { Json, JsonObject } from '../koji/json.js'
import { nearest } from '../koji/names.js'
import {
  describe,
  type Entry,
  entriesOf,
  type MapNode,
  mapToJson,
  type Node,
  toJson,
  valueAt,
} from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import { mentionsReference, type Values } from './reference.js'
import type { Place } from './source-file.js'
import { markUsed } from './substitute.js'

/** A template's parameter: what it takes, and what it is where nobody says. */
export interface Parameter {
  readonly name: string
  readonly schema: JsonObject
  /** where the template declares it */
  readonly place: Place
  readonly default?: Node
  /** why the value is none that the parameter takes, or `undefined` if it is one */
  readonly problemWith: (value: Json) => string | undefined
}

export type Parameters = ReadonlyMap<string, Parameter>

/** Reads the `parameters` of a template; what is wrong with one is reported, and any value then fits it. */
export function readParameters(root: MapNode, report: Report): Parameters {
  const parameters = new Map<string, Parameter>()
  for (const [name, entry] of entriesOf(valueAt(root, 'parameters'))) {
    const path = ['parameters', name]
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      report(entry.place, path, 'expected a name of letters, digits and _ for a parameter')
    }
    const parameter = readParameter(name, entry, path, report)
    parameters.set(name, parameter)
    const { default: preset } = parameter
    const problem = preset === undefined ? undefined : parameter.problemWith(toJson(preset))
    if (preset !== undefined && problem !== undefined)
      report(preset.place, [...path, 'default'], `the default ${problem}`)
  }
  return parameters
}

function readParameter(name: string, { place, value }: Entry, path: Path, report: Report): Parameter {
  const schema = value.kind === 'map' ? mapToJson(value) : {}
  const preset = valueAt(value, 'default')
  if (mentionsReference(value)) {
    report(value.place, path, 'a parameter cannot refer to others', 'write `$${` for a literal `${`')
  }
  const problemWith = compileSchema(schema, message => report(value.place, path, message))
  return { name, schema, place, problemWith, ...(preset === undefined ? {} : { default: preset }) }
}

/** Turns a JSON Schema from a file into a check; a schema that is none is told to `onFault`, and fits all. */
export function compileSchema(
  schema: JsonObject,
  onFault: (message: string) => void,
): (value: Json) => string | undefined {
  try {
    const ajv = new Ajv2020({
      allErrors: false,
      ownProperties: true,
      allowUnionTypes: true,
      strictTypes: false,
      logger: false,
    })
    const validate = ajv.compile(schema)
    if ('$async' in validate) throw new Error('"$async" is not supported')
    return value => (validate(value) ? undefined : fault(validate.errors?.[0]))
  } catch (error) {
    // ajv tells every fault of a schema as an Error: unknown keywords, wrong types, bad patterns.
    if (!(error instanceof Error)) throw error
    onFault(`not a JSON Schema: ${error.message.replace(/^strict mode: /, '')}`)
    return () => undefined
  }
}

function fault(error: ErrorObject | undefined): string {
  if (error === undefined) return 'does not fit'
  const at = error.instancePath === '' ? '' : `${error.instancePath.slice(1).replaceAll('/', '.')} `
  const allowed: unknown = error.params.allowedValues
  return `${at}${error.message}${Array.isArray(allowed) ? `: ${allowed.map(value => JSON.stringify(value)).join(', ')}` : ''}`
}

/**
 * The values of one expansion: what is given, and the defaults. `undefined` if something is amiss.
 *
 * @param user who expands: where a missing value is reported
 * @param template how the template is called in messages
 */
export function bind(
  parameters: Parameters,
  given: ReadonlyMap<string, Entry>,
  user: { readonly place: Place; readonly path: Path; readonly template: string },
  report: Report,
): Values | undefined {
  let complete = true
  const refuse: Report = (...problem) => {
    complete = false
    report(...problem)
  }
  for (const [name, { place }] of given) {
    if (!parameters.has(name))
      refuse(
        place,
        [...user.path, name],
        `${user.template} has no such parameter`,
        knownParameters(name, parameters),
      )
  }
  const values = new Map<string, Node>()
  for (const [name, parameter] of parameters) {
    const value = given.get(name)?.value ?? (parameter.default && markUsed(parameter.default, user.place))
    if (value === undefined) {
      refuse(
        user.place,
        user.path,
        `${user.template} needs a value for \`${name}\``,
        `it takes ${JSON.stringify(parameter.schema)}`,
      )
      continue
    }
    const fitting = integral(value, parameter)
    values.set(name, fitting)
    const problem = given.has(name) ? parameter.problemWith(toJson(fitting)) : undefined
    if (problem !== undefined)
      refuse(value.place, [...user.path, name], `\`${name}\` ${problem}; found ${describe(value)}`)
  }
  return complete ? values : undefined
}

function knownParameters(name: string, parameters: Parameters): string {
  if (parameters.size === 0) return 'it has no parameters at all'
  const meant = nearest(name, parameters.keys())
  return meant === undefined ? `it has ${[...parameters.keys()].join(', ')}` : `did you mean \`${meant}\`?`
}

// A string that is an integer is one, where an integer is wanted and a string is not.
function integral(value: Node, { problemWith }: Parameter): Node {
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return value
  if (!/^-?\d+$/.test(value.value) || problemWith(value.value) === undefined) return value
  const number = Number(value.value)
  return problemWith(number) === undefined ? { ...value, value: number } : value
}
