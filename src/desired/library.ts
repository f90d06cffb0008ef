import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { sha256 } from '../koji/digest.js'
import { compareText } from '../koji/json.js'
import type { SourceDigest } from '../koji/source.js'
import type { DesiredIo } from './io.js'
import { unpackMap } from './packed-tree.js'
import type { Path } from './path.js'
import { preparedTree } from './prepared.js'
import type { Problems, Report } from './problem.js'
import { readTree } from './read.js'
import { type Place, SourceFile } from './source-file.js'
import { didYouMean } from './suggest.js'
import { toUnit, type Unit } from './unit.js'
import { unreadable } from './unreadable.js'
import type { SchemaName } from './validators.js'

/** Where a file is named, for the problems with it. */
export interface Mention {
  readonly place: Place
  readonly path: Path
  /** told along with the problems inside the file */
  readonly used_by?: Place
}

/** A file to read: what it is called, where it is, what it shall be. */
interface Book {
  readonly name: string
  readonly path: string
  readonly schema: SchemaName
  /** it comes with the tool, whose tests have checked it */
  readonly isTrusted?: boolean
}

/** Finds and reads files and templates, each once. */
export class Library {
  readonly #units = new Map<string, Promise<Unit | undefined>>()
  readonly #files = new Map<string, SourceDigest>()

  constructor(
    readonly io: DesiredIo,
    readonly problems: Problems,
  ) {}

  /** The files and templates that were read so far, by name. */
  get files(): SourceDigest[] {
    return [...this.#files.values()].sort(
      (a, b) => compareText(a.file, b.file) || compareText(a.sha256, b.sha256),
    )
  }

  /** A file that was given on the command line. */
  file(name: string): Promise<Unit | undefined> {
    const path = resolve(this.io.cwd, name)
    const mention = { place: { file: new SourceFile(name, path, ''), offset: 0 }, path: [] }
    return this.#once({ name, path, schema: 'desiredState' }, mention)
  }

  /** A template: a built-in one by its name, or a file by its path relative to `user`'s. */
  async template(name: string, user: SourceFile, mention: Mention): Promise<Unit | undefined> {
    if (/^\.{0,2}\//.test(name)) {
      const path = resolve(dirname(user.path), name)
      const called = isAbsolute(name) ? name : join(dirname(user.name), name)
      return this.#once({ name: called, path, schema: 'template' }, mention)
    }
    const known = await this.templateNames()
    if (known.includes(name)) {
      const path = join(this.io.templatesDir, `${name}.yaml`)
      return this.#once({ name: basename(path), path, schema: 'template', isTrusted: true }, mention)
    }
    const hint = /[/.]/.test(name)
      ? `a file is written with ./ before it: ./${name}`
      : didYouMean(name, known, `built in: ${known.join(', ')}; a file is written ./${name}.yaml`)
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

  #once(book: Book, mention: Mention): Promise<Unit | undefined> {
    const key = `${book.schema} ${book.path}`
    const unit = this.#units.get(key) ?? this.#read(book, mention)
    this.#units.set(key, unit)
    return unit
  }

  async #read(book: Book, mention: Mention): Promise<Unit | undefined> {
    const text = await this.#open(book, mention)
    if (text === undefined) return undefined
    const digest = sha256(text)
    this.#files.set(book.path, { file: book.name, sha256: digest })
    const file = new SourceFile(book.name, book.path, text)
    return this.problems.pass(tell => {
      const report: Report = (place, ...rest) => tell({ ...place, ...usedBy(mention) }, ...rest)
      const packed = book.isTrusted ? preparedTree(digest) : undefined
      const root = packed === undefined ? readTree(file, report) : unpackMap(packed, file)
      return root && toUnit(file, root, book, report)
    })
  }

  async #open({ name, path }: Book, mention: Mention): Promise<string | undefined> {
    try {
      return await this.io.readFile(path)
    } catch (error) {
      const message = `cannot read ${name}: ${unreadable(error)}`
      this.problems.pass(report => report(mention.place, mention.path, message))
      return undefined
    }
  }
}

function usedBy({ used_by }: Mention): { readonly used_by?: Place } {
  return used_by === undefined ? {} : { used_by }
}
