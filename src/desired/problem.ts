import { RelengError } from '../koji/error.js'
import { compareText } from '../koji/json.js'
import { formatSource, type Source } from '../koji/source.js'
import { frame, harmless } from './frame.js'
import { formatPath, type Path } from './path.js'
import { type Place, toSource } from './source-file.js'

/** One thing that is wrong in the input, as data; every text in it is safe to print. */
export interface Problem {
  readonly source: Source
  /** `tags.f44-app.inheritance[1].priority`; `''` where it concerns a whole file */
  readonly path: string
  /** what is wrong, and what was expected */
  readonly message: string
  /** what to do about it, where that is not plain from the message */
  readonly hint?: string
  /** the line with a caret below; `''` where there is no text to show */
  readonly frame: string
}

/** The input is wrong: all that is, in order of file, line and column. No hub was asked. */
export class InputError extends RelengError {
  override readonly name = 'InputError'
  declare readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const sorted = [...problems].sort(byPlace)
    const head = sorted.length === 1 ? 'The input has a problem.' : `The input has ${sorted.length} problems.`
    super([head, ...sorted.map(formatProblem)].join('\n\n'), { problems: sorted })
  }
}

/** A problem as people read it. */
export function formatProblem({ source, path, message, hint, frame }: Problem): string {
  const head = [formatSource(source), path, message].filter(part => part !== '').join(': ')
  const users = usersOf(source).map(user => `      used by ${formatSource(user)}`)
  const advice = hint === undefined ? [] : [`      ${hint}`]
  return [head, ...(frame === '' ? [] : [frame]), ...users, ...advice].join('\n')
}

function usersOf({ used_by }: Source): Source[] {
  return used_by === undefined ? [] : [used_by, ...usersOf(used_by)]
}

function byPlace(a: Problem, b: Problem): number {
  return (
    compareText(a.source.file, b.source.file) ||
    a.source.line - b.source.line ||
    a.source.column - b.source.column ||
    compareText(a.message, b.message)
  )
}

/** How a pass tells what it finds. */
export type Report = (place: Place, path: Path, message: string, hint?: string) => void

/**
 * Collects what all passes find. A place that an earlier pass found wrong is not judged again: what a later
 * pass says about it would only follow from the first. The same finding at the same place, which a template
 * used many times brings, is told once.
 */
export class Problems {
  readonly #problems: Problem[] = []
  readonly #places = new Set<string>()

  /** Runs one pass over (a part of) the input. */
  pass<T>(run: (report: Report) => T): T {
    const found = new Map<string, Problem>()
    const result = run((place, path, message, hint) => {
      const key = placeKey(place)
      if (this.#places.has(key) || found.has(`${key}\n${message}`)) return
      found.set(`${key}\n${message}`, toProblem(place, path, message, hint))
    })
    for (const [key, problem] of found) {
      this.#places.add(key.slice(0, key.indexOf('\n')))
      this.#problems.push(problem)
    }
    return result
  }

  /** Ends the loading if anything was found. */
  throwIfAny(): void {
    if (this.#problems.length > 0) throw new InputError(this.#problems)
  }
}

function placeKey({ file, offset }: Place): string {
  return `${offset} ${JSON.stringify(file.path)}`
}

function toProblem(place: Place, path: Path, message: string, hint?: string): Problem {
  return {
    source: harmlessSource(toSource(place)),
    path: harmless(formatPath(path)),
    message: harmless(message),
    ...(hint === undefined ? {} : { hint: harmless(hint) }),
    frame: place.file.text === '' ? '' : frame(place.file, place.offset),
  }
}

function harmlessSource(source: Source): Source {
  const { used_by } = source
  const safe = { ...source, file: harmless(source.file) }
  return used_by === undefined ? safe : { ...safe, used_by: harmlessSource(used_by) }
}
