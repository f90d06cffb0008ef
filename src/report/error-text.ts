import { ExitCode, type ProblemData, RelengError } from '../koji/error.js'
import { cleanText } from './clean.js'
import { plainStyle, type Style } from './style.js'

export interface ErrorTextOptions {
  readonly style?: Style
  /** add what only a developer or an administrator wants to know */
  readonly debug?: boolean
}

/** An error for people: what happened, where, what to do next. */
export function errorText(
  error: Error,
  { style = plainStyle, debug = false }: ErrorTextOptions = {},
): string {
  const lines = [style.removed(`error: ${cleanText(error.message)}`)]
  if (error instanceof RelengError) {
    if (error.where !== undefined) lines.push(`where: ${cleanText(error.where)}`)
    if (error.next !== undefined) lines.push(`next:  ${cleanText(error.next)}`)
    if (debug) lines.push(...error.details.map(detail => style.faint(cleanText(detail))))
  }
  if (debug && error.stack !== undefined) lines.push(style.faint(cleanText(error.stack)))
  return `${lines.join('\n')}\n`
}

/** What is printed with `--json` in place of a result. */
export interface ErrorDocument {
  readonly error: { readonly [key: string]: unknown }
}

/** The same as data, for `--json`: named fields only, so that nothing of an error object slips out. */
export function errorJson(error: Error): ErrorDocument {
  const { message, name } = error
  if (!(error instanceof RelengError)) return { error: { name, message, exit_code: ExitCode.error } }
  const { where, next, exitCode, problems, data } = error
  return {
    error: {
      name,
      message,
      ...(where !== undefined && { where }),
      ...(next !== undefined && { next }),
      ...(problems.length > 0 && { problems: problems.map(problemJson) }),
      ...(data !== undefined && { data }),
      exit_code: exitCode,
    },
  }
}

function problemJson({ source, path, message, hint }: ProblemData): ProblemData {
  return { source, ...(path && { path }), message, ...(hint !== undefined && { hint }) }
}
