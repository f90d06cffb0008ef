import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { RelengError } from '../koji/error.js'

/** How the loader reaches files: what a test holds in its hands. */
export interface DesiredIo {
  /** what relative names on the command line are relative to */
  readonly cwd: string
  /** where the built-in templates are, one `NAME.yaml` each */
  readonly templatesDir: string
  /** the text of a file, by its absolute path; throws where there is none */
  readonly readFile: (path: string) => Promise<string>
  /** the names of the files in a folder */
  readonly readDirectory: (path: string) => Promise<readonly string[]>
}

/** The files of this machine, and the templates of this package. */
export function nodeIo(cwd: string = process.cwd()): DesiredIo {
  return {
    cwd,
    templatesDir: join(packageRoot(import.meta.dirname), 'templates'),
    readFile: async path => decoded(await readFile(path)),
    readDirectory: path => readdir(path),
  }
}

/** The same, but for files that were read already: what comes through a pipe is there only once. */
export function withFiles(io: DesiredIo, known: ReadonlyMap<string, Uint8Array>): DesiredIo {
  return {
    ...io,
    readFile: async path => {
      const bytes = known.get(path)
      return bytes === undefined ? io.readFile(path) : decoded(bytes)
    },
  }
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
}

// The code runs from src/desired and from dist/src/desired; the templates lie beside package.json.
function packageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from
  const above = dirname(from)
  if (above === from)
    throw new RelengError('the package of koji-releng is incomplete: no package.json above its code')
  return packageRoot(above)
}
