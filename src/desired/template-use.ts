import type { Json } from '../koji/json.js'
import { CommandLine } from './command-line.js'
import { type DesiredIo, nodeIo } from './io.js'
import { Library } from './library.js'
import { toJson } from './node.js'
import { Problems } from './problem.js'
import { bindTexts, type TemplateInfo, toInfo } from './templates.js'

/** A template with values for its parameters. */
export interface TemplateUse extends TemplateInfo {
  /** the comment at its beginning, line by line, without its marks */
  readonly preface: readonly string[]
  /** those that were given, as YAML has them */
  readonly values: ReadonlyMap<string, Json>
}

/**
 * A template and what texts from the command line mean to it (see `expandTemplate`), for a file that shall use it.
 *
 * @throws {InputError} with all that is wrong in the template and the values
 */
export async function templateUse(
  name: string,
  given: Readonly<Record<string, string>>,
  io: DesiredIo = nodeIo(),
): Promise<TemplateUse> {
  const problems = new Problems()
  const library = new Library(io, problems)
  const line = new CommandLine({ name, values: given }, io.cwd)
  const unit = await library.template(name, line.file, { place: line.at(name), path: [] })
  const bound = unit && bindTexts(unit, name, line, problems)
  problems.throwIfAny()
  const values = [...(bound ?? [])].filter(([key]) => Object.hasOwn(given, key))
  const info = unit === undefined ? { name, description: '', parameters: [] } : toInfo(name, unit)
  return {
    ...info,
    preface: prefaceOf(unit?.file.text ?? ''),
    values: new Map(values.map(([key, value]) => [key, toJson(value)])),
  }
}

function prefaceOf(text: string): string[] {
  const lines = text.split('\n')
  const end = lines.findIndex(line => !line.startsWith('#'))
  return lines.slice(0, end === -1 ? lines.length : end).map(line => line.replace(/^# ?/, ''))
}
