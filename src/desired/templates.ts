import type { DesiredState } from '../koji/desired-state.js'
import type { Json, JsonObject } from '../koji/json.js'
import { bind, type Given } from './bind.js'
import { CommandLine, type NamedTemplate } from './command-line.js'
import { Expander } from './expand.js'
import { fromText, scalar } from './from-text.js'
import { type DesiredIo, nodeIo } from './io.js'
import { Library } from './library.js'
import { finish, type LoadedFiles } from './load.js'
import { textOf, toJson, valueAt } from './node.js'
import type { Parameter } from './parameters.js'
import { Problems } from './problem.js'
import type { Values } from './reference.js'
import type { Place } from './source-file.js'
import type { Unit } from './unit.js'

export interface TemplateInfo {
  readonly name: string
  /** what the layout is for, in one line */
  readonly description: string
  readonly parameters: readonly TemplateParameter[]
}

export interface TemplateParameter {
  readonly name: string
  /** a JSON Schema */
  readonly schema: JsonObject
  /** without it the parameter must be given */
  readonly default?: Json
}

/**
 * The built-in templates, by name.
 *
 * @throws {InputError} if one of them is broken
 */
export async function listTemplates(io: DesiredIo = nodeIo()): Promise<TemplateInfo[]> {
  const problems = new Problems()
  const library = new Library(io, problems)
  const infos: TemplateInfo[] = []
  for (const name of await library.templateNames()) {
    const unit = await find(name, library)
    if (unit !== undefined) infos.push(toInfo(name, unit))
  }
  problems.throwIfAny()
  return infos
}

/**
 * What one template says about itself.
 *
 * @param name a built-in one, or a file such as `./layout.yaml`
 * @throws {InputError} if there is none, or it is broken
 */
export async function templateInfo(name: string, io: DesiredIo = nodeIo()): Promise<TemplateInfo> {
  const problems = new Problems()
  const unit = await find(name, new Library(io, problems))
  problems.throwIfAny()
  return unit === undefined ? { name, description: '', parameters: [] } : toInfo(name, unit)
}

/**
 * The text of a template, as it was written.
 *
 * @param name a built-in one, or a file such as `./layout.yaml`
 * @throws {InputError} if there is none, or it is broken
 */
export async function templateText(name: string, io: DesiredIo = nodeIo()): Promise<string> {
  const problems = new Problems()
  const unit = await find(name, new Library(io, problems))
  problems.throwIfAny()
  return unit?.file.text ?? ''
}

/**
 * What a template comes to with some values.
 *
 * @param values as the command line gives them, texts: `44`, `x86_64,aarch64` or `[x86_64, aarch64]` become
 *   what the parameter takes
 * @throws {InputError} with all that is wrong in the template and the values
 */
export async function expandTemplate(
  name: string,
  values: Readonly<Record<string, string>>,
  io: DesiredIo = nodeIo(),
): Promise<DesiredState> {
  const library = new Library(io, new Problems())
  return expandLine(name, new CommandLine({ name, values }, io.cwd), library)
}

/**
 * As `loadFiles`, of a template that `--template NAME --set PARAMETER=VALUE` names in the place of a file: every
 * source ends at the command line.
 */
export async function loadTemplate(named: NamedTemplate, io: DesiredIo = nodeIo()): Promise<LoadedFiles> {
  const library = new Library(io, new Problems())
  const line = new CommandLine(named, io.cwd, '--template ')
  const desired = await expandLine(named.name, line, library, line.at('--template'))
  return { desired, files: [line.digest, ...library.files] }
}

async function expandLine(
  name: string,
  line: CommandLine,
  library: Library,
  used_by?: Place,
): Promise<DesiredState> {
  const { problems } = library
  const expander = new Expander(library, problems)
  const unit = await library.template(name, line.file, { place: line.at(name), path: [] })
  const bound = unit && bindTexts(unit, name, line, problems)
  const states = unit && bound ? [await expander.expand(unit, bound, used_by)] : []
  return finish(states, expander, problems)
}

/** The values that texts on the command line give a template; reports those that it does not take. */
export function bindTexts(
  unit: Unit,
  name: string,
  line: CommandLine,
  problems: Problems,
): Values | undefined {
  const given = new Map(
    line.values.map(([key, text]): [string, Given] => {
      const place = line.atValue(key)
      const parameter = unit.parameters.get(key)
      const value = parameter ? fromText(text, parameter, place) : scalar(text, place)
      return [key, { place, path: [key], value }]
    }),
  )
  const user = { place: line.at(name), path: [], template: name }
  return problems.pass(report => bind(unit.parameters, given, user, report))
}

function find(name: string, library: Library): Promise<Unit | undefined> {
  const line = new CommandLine({ name, values: {} }, library.io.cwd)
  return library.template(name, line.file, { place: line.at(name), path: [] })
}

/** What a template tells of itself. */
export function toInfo(name: string, { root, parameters }: Unit): TemplateInfo {
  const description = textOf(valueAt(root, 'description')) ?? ''
  return { name, description, parameters: [...parameters.values()].map(toParameter) }
}

function toParameter({ name, schema, default: preset }: Parameter): TemplateParameter {
  return { name, schema, ...(preset === undefined ? {} : { default: toJson(preset) }) }
}
