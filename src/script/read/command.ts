import type { Options, OptionTable } from './options.js'
import type { ScriptState } from './script-state.js'

/** A command of Koji's client: its options, how many arguments it takes, and what it does to the state. */
export interface Command extends OptionTable {
  readonly args: readonly [least: number, most: number]
  /** throws `Unreadable` where it cannot be told what comes of it */
  run(state: ScriptState, options: Options): void
}
