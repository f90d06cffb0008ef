import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { nearest } from '../koji/names.js'
import { checkTree } from './check.js'
import type { Schema } from './grammar.js'
import type { DesiredIo } from './io.js'
import { type MapNode, valueAt } from './node.js'
import { type Overlay, readOverlays } from './overlay.js'
import { type Parameters, readParameters } from './parameters.js'
import type { Path } from './path.js'
import type { Problems, Report } from './problem.js'
import { readTree } from './read.js'
import { desiredStateSchema, templateSchema } from './schema.js'
import { type Place, SourceFile } from './source-file.js'

/** A file that was read and checked as far as it can be before its references stand for something. */
export interface Unit {
  readonly file: SourceFile
  readonly root: MapNode
  readonly parameters: Parameters
  readonly overlays: readonly Overlay[]
}

/** Where a template is named, for the problems with it. */
export interface Mention {
  readonly place: Place
  readonly path: Path
}

/** Reads each file once, and knows where templates are. */
export class Library {
  readonly #units = new Map<string, Promise<Unit | undefined>>()

  constructor(
    readonly io: DesiredIo,
    readonly problems: Problems,
  ) {}

  /** A file that was given on the command line. */
  file(name: string): Promise<Unit | undefined> {
    const path = resolve(this.io.cwd, name)
    const nowhere = { place: { file: new SourceFile(name, path, ''), offset: 0 }, path: [] }
    return this.#once(name, path, desiredStateSchema, nowhere)
  }

  /** A template: a built-in one by its name, or a file by a path relative to `user`'s. */
  async template(name: string, user: SourceFile, mention: Mention): Promise<Unit | undefined> {
    if (/^\.{0,2}\//.test(name)) {
      const path = resolve(dirname(user.path), name)
      return this.#once(
        isAbsolute(name) ? name : join(dirname(user.name), name),
        path,
        templateSchema,
        mention,
      )
    }
    const known = await this.templateNames()
    if (known.includes(name)) {
      return this.#once(`${name}.yaml`, join(this.io.templatesDir, `${name}.yaml`), templateSchema, mention)
    }
    const meant = nearest(name, known)
    const hint = /[/.]/.test(name)
      ? `a file is written with ./ before it: ./${name}`
      : meant === undefined
        ? `built in: ${known.join(', ')}; a file is written ./${name}.yaml`
        : `did you mean \`${meant}\`?`
    this.problems.pass(report =>
      report(mention.place, mention.path, `there is no built-in template \`${name}\``, hint),
    )
    return undefined
  }

  /** The names of the built-in templates, sorted. */
  async templateNames(): Promise<string[]> {
    const files = await this.io.readDirectory(this.io.templatesDir)
    return files
      .filter(file => file.endsWith('.yaml'))
      .map(file => basename(file, '.yaml'))
      .sort()
  }

  #once(name: string, path: string, schema: Schema, mention: Mention): Promise<Unit | undefined> {
    const key = `${schema === templateSchema ? 'template' : 'file'} ${path}`
    const unit = this.#units.get(key) ?? this.#read(name, path, schema, mention)
    this.#units.set(key, unit)
    return unit
  }

  async #read(name: string, path: string, schema: Schema, mention: Mention): Promise<Unit | undefined> {
    const file = await this.#open(name, path, mention)
    const root = file && readTree(file, this.problems)
    if (file === undefined || root === undefined) return undefined
    return this.problems.pass(report => checkUnit(file, root, schema, report))
  }

  async #open(name: string, path: string, mention: Mention): Promise<SourceFile | undefined> {
    try {
      return new SourceFile(name, path, await this.io.readFile(path))
    } catch (error) {
      const message = `cannot read ${name}: ${reason(error)}`
      this.problems.pass(report => report(mention.place, mention.path, message))
      return undefined
    }
  }
}

function checkUnit(file: SourceFile, root: MapNode, schema: Schema, report: Report): Unit | undefined {
  const version = valueAt(root, 'version')
  if (version?.kind === 'scalar' && typeof version.value === 'number' && version.value !== 1) {
    // Another version has another grammar: what else looks wrong may be right there.
    report(version.place, ['version'], `version ${version.written} is not known: this tool reads version 1`)
    return undefined
  }
  checkTree(root, schema, report)
  const parameters = readParameters(root, report)
  return { file, root, parameters, overlays: readOverlays(root, parameters, report) }
}

const reasons = new Map([
  ['ENOENT', 'there is no such file'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'permission denied'],
  ['ERR_ENCODING_INVALID_ENCODED_DATA', 'it is not UTF-8 text'],
])

function reason(error: unknown): string {
  if (!(error instanceof Error)) throw error
  const code = 'code' in error ? String(error.code) : ''
  return reasons.get(code) ?? error.message
}
