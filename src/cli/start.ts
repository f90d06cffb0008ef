import { readFileSync } from 'node:fs'
import path from 'node:path'
import { cacheFile, requireCached } from './code-cache.js'
import { guardOutput } from './output.js'

/** What the build knows: of which program this is part, and what commands it has. */
declare const program: { readonly id: string; readonly commands: readonly string[] }

/** Starts the program. Which version it is can be told without all that runs commands. */
export function start(): void {
  const [word, ...others] = process.argv.slice(2)
  if (word === '--version' && others.length === 0) tellVersion()
  else load('main')
}

/** A module of the program, which is one file (`scripts/build.js`), by its name there. */
export function load(name: string): unknown {
  const modules = loadFile('koji-releng', commandOf(process.argv.slice(2)))
  if (typeof modules !== 'function') throw new Error('koji-releng is not installed as it should be')
  return modules(name)
}

const loaded = new Map<string, unknown>()

/**
 * A file of the program, loaded once.
 *
 * @param cached the name of what V8 made of it: for each use that calls other functions of the file, another one
 */
export function loadFile(name: string, cached: string | undefined = path.basename(name)): unknown {
  if (!loaded.has(name)) {
    const file = cacheFile(cached, process.env)
    const cache = file === undefined ? undefined : { file, build: program.id }
    loaded.set(name, requireCached(path.join(import.meta.dirname, `${name}.cjs`), cache))
  }
  return loaded.get(name)
}

function tellVersion(): void {
  guardOutput()
  const file = readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8')
  const { name, version }: { name: string; version: string } = JSON.parse(file)
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
}

/** The command that the first words name; help is one of its own. */
function commandOf(argv: readonly string[]): string {
  if (argv.some(word => word === '--help' || word === '-h')) return 'help'
  const named = (length: number) => argv.slice(0, length).join(' ')
  return [3, 2, 1].map(named).find(command => program.commands.includes(command)) ?? 'none'
}
