import type { DesiredState } from '../koji/desired-state.js'
import { RelengError } from '../koji/error.js'
import type { SourceDigest } from '../koji/source.js'
import { combine, type State } from './combine.js'
import { Expander } from './expand.js'
import { type DesiredIo, nodeIo } from './io.js'
import { Library } from './library.js'
import { Problems } from './problem.js'
import { toDesiredState } from './state.js'

/**
 * Loads desired-state files into one state; neither their order nor the order of keys matters.
 *
 * @param files as the user names them, relative to `io.cwd`; errors and sources call them so
 * @throws {InputError} with all that is wrong in the files and the templates they use
 */
export async function loadDesired(files: readonly string[], io: DesiredIo = nodeIo()): Promise<DesiredState> {
  return (await loadFiles(files, io)).desired
}

/** A desired state, and what it was made from. */
export interface LoadedFiles {
  readonly desired: DesiredState
  /** the files and templates, by name */
  readonly files: readonly SourceDigest[]
}

/** As `loadDesired`, with digests of all files that were read. */
export async function loadFiles(files: readonly string[], io: DesiredIo = nodeIo()): Promise<LoadedFiles> {
  if (files.length === 0) {
    throw new RelengError('no desired-state file was given', {
      next: 'name one or more YAML files, or a template: --template NAME --set PARAMETER=VALUE',
    })
  }
  const problems = new Problems()
  const library = new Library(io, problems)
  const expander = new Expander(library, problems)
  const units = new Set(await inTurn(files, file => library.file(file)))
  const states = await inTurn([...units], async unit =>
    unit === undefined ? undefined : expander.expand(unit),
  )
  const desired = finish(
    states.flatMap(state => state ?? []),
    expander,
    problems,
  )
  return { desired, files: library.files }
}

/** Combines what was expanded into the desired state, or throws what was found wrong on the way. */
export function finish(states: readonly State[], expander: Expander, problems: Problems): DesiredState {
  const state = problems.pass(report => combine(states, report))
  const desired = toDesiredState(state, expander.incomplete, problems)
  problems.throwIfAny()
  return desired
}

async function inTurn<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await run(item))
  return results
}
