import { type Entry, type Node, toJson } from './node.js'
import { checkValue, knownParameters, type Parameter, type Parameters } from './parameters.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import type { Values } from './reference.js'
import type { Place } from './source-file.js'
import { markUsed } from './substitute.js'
import { didYouMean } from './suggest.js'

/** A value that is given to a parameter, and where it is said. */
export interface Given extends Entry {
  readonly path: Path
}

/** Who expands a template, for the problems with that. */
export interface User {
  readonly place: Place
  readonly path: Path
  /** what the template is called */
  readonly template: string
}

/** The values of one expansion: those given, and the defaults. `undefined` if something was amiss. */
export function bind(
  parameters: Parameters,
  given: ReadonlyMap<string, Given>,
  user: User,
  report: Report,
): Values | undefined {
  let complete = true
  const refuse: Report = (...problem) => {
    complete = false
    report(...problem)
  }
  const strangers = [...given.keys()].filter(name => !parameters.has(name))
  for (const name of strangers) refuseStranger(name, given.get(name), parameters, user, refuse)

  const values = new Map<string, Node>()
  for (const [name, parameter] of parameters) {
    const entry = given.get(name)
    const value = entry?.value ?? (parameter.default && markUsed(parameter.default, user.place))
    // A misspelt name leaves its parameter without a value: that is one problem, not two.
    if (value === undefined && strangers.some(stranger => didYouMean(stranger, [name], undefined))) continue
    if (value === undefined) {
      const hint = `it takes ${JSON.stringify(parameter.schema)}`
      refuse(user.place, user.path, `the template ${user.template} needs a value for \`${name}\``, hint)
      continue
    }
    const fitting = asInteger(value, parameter)
    values.set(name, fitting)
    if (entry !== undefined) checkValue(fitting, parameter, entry.path, refuse)
  }
  return complete ? values : undefined
}

function refuseStranger(
  name: string,
  entry: Given | undefined,
  parameters: Parameters,
  { template, ...user }: User,
  refuse: Report,
): void {
  const { place, path } = entry ?? user
  const hint = didYouMean(name, parameters.keys(), knownParameters(parameters))
  refuse(place, path, `the template ${template} has no such parameter`, hint)
}

// A string that is an integer is one, where an integer is wanted and a string is not.
function asInteger(value: Node, { check }: Parameter): Node {
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return value
  if (!/^-?\d+$/.test(value.value) || check(toJson(value)) === undefined) return value
  const number = { ...value, value: Number(value.value) }
  return check(number.value) === undefined ? number : value
}
