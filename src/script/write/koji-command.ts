import type { Call } from '../../koji/call.js'
import { formatCall } from '../../koji/call.js'
import { cleanJson } from '../../koji/clean.js'

/** A command as a person types it, without `koji` itself; or, where there is none, what it would have to do. */
export interface KojiCommand {
  /** the name of the command and what comes with it; `null` where Koji's client cannot do it */
  readonly words: readonly string[] | null
  /** at the end: several of these may go into one command */
  readonly items: readonly string[]
  /** what a person should know about it */
  readonly comments: readonly string[]
}

/** `koji NAME --option=VALUE ARG…`; arguments that look like options come after `--`. */
export function command(name: string, options: readonly string[], ...args: readonly string[]): KojiCommand {
  return { words: [name, ...options, ...guarded(args)], items: [], comments: [] }
}

/** The same, where commands that differ in the last argument alone can be one. */
export function listCommand(
  name: string,
  options: readonly string[],
  args: readonly string[],
  item: string,
): KojiCommand {
  const [first, ...rest] = guarded([...args, item])
  const all = first === undefined ? [] : [first, ...rest]
  return { words: [name, ...options, ...all.slice(0, -1)], items: [item], comments: [] }
}

/** What no command of the client does, as the call itself: `koji call`. */
export function callCommand({ method, params, named = {} }: Call): KojiCommand {
  const options = Object.keys(named).length === 0 ? [] : [`--kwargs=${cleanJson(named)}`]
  const args = params.map(param => cleanJson(param))
  return { words: ['call', '--json-input', ...options, method, ...guarded(args)], items: [], comments: [] }
}

export function impossible(call: Call, why: string): KojiCommand {
  return { words: null, items: [], comments: [`koji cannot do this: ${why}`, formatCall(call)] }
}

export function commented(one: KojiCommand, ...comments: readonly string[]): KojiCommand {
  return { ...one, comments: [...one.comments, ...comments] }
}

function guarded(args: readonly string[]): readonly string[] {
  return args.some(arg => arg.startsWith('-')) ? ['--', ...args] : args
}
