import type { DesiredState } from '../../koji/desired-state.js'
import { type ShellCommand, ShellReader } from '../shell/shell-reader.js'
import { type Unread, Unreadable } from '../unreadable.js'
import { type ClientCommand, clientCommand } from './koji-client.js'
import { latestBuildsPrinted } from './latest-build.js'
import { ScriptState } from './script-state.js'

/** What a script amounts to. */
export interface ReadScript {
  readonly desired: DesiredState
  /** how many commands the state comes from */
  readonly commands: number
  /** what was left out, in order of lines */
  readonly unread: readonly Unread[]
}

/**
 * Reads a shell script of `koji` commands as the desired state that is there after it: later commands win. Nothing is
 * run, and no hub is asked, so that what depends on either is left out and told.
 *
 * @param file what the script is called in messages
 * @param given values of the script's variables; they hold against what the script assigns
 */
export function readScript(
  text: string,
  file: string,
  given: ReadonlyMap<string, string> = new Map(),
): ReadScript {
  const state = new ScriptState(file)
  const hubs = new Map<string, number>()
  let [commands, profile] = [0, undefined as string | undefined]
  const run = ({ argv, line }: ShellCommand): void => {
    const read = clientCommand(argv)
    if (read === undefined) return
    assertSameHub(read, line, hubs)
    state.source = { file, line, column: 1 }
    commands += 1
    profile = read.profile
    try {
      read.command.run(state, read.options)
    } catch (error) {
      if (!(error instanceof Unreadable && error.isPartial)) commands -= 1
      throw error
    }
  }
  const reader = new ShellReader(text, given, run, latestBuildsPrinted)
  reader.read()
  const unread = [...reader.unread].sort((a, b) => a.line - b.line)
  return { desired: state.desired(profile), commands, unread }
}

/** A state is of one hub. */
function assertSameHub({ profile, server }: ClientCommand, line: number, hubs: Map<string, number>): void {
  const hub = server ?? profile ?? 'koji'
  const [first] = hubs
  if (first === undefined) hubs.set(hub, line)
  else if (first[0] !== hub) {
    throw new Unreadable(
      `it is for another hub (${hub}) than line ${first[1]} (${first[0]})`,
      'make a script for each hub',
    )
  }
}
