import type { RpcValue } from '../hub/codec/value.js'
import type { Call } from './call.js'
import { parameterError } from './fault.js'
import { truthy } from './python.js'

/** What `snapshotTag` and `snapshotTagModify` copy, and how. */
export interface SnapshotOptions {
  readonly config: boolean
  readonly pkgs: boolean
  readonly builds: boolean
  readonly groups: boolean
  readonly latestOnly: boolean
  readonly inheritBuilds: boolean
  /** the source as it was then */
  readonly event: RpcValue
  readonly force: boolean
  /** take away what the source lacks; only where the destination exists */
  readonly remove: boolean
}

/** @param values the arguments after the two tags, in the order of the signatures */
export function snapshotOptions(values: readonly RpcValue[]): SnapshotOptions {
  const value = (position: number) => values[position] ?? null
  const is = (position: number) => truthy(value(position))
  const [config, pkgs, builds, groups] = [is(0), is(1), is(2), is(3)]
  if (builds && !pkgs) throw parameterError("builds can't be used without pkgs in snapshotTag")
  return {
    config,
    pkgs,
    builds,
    groups,
    latestOnly: is(4),
    inheritBuilds: is(5),
    event: value(6),
    force: is(7),
    remove: is(8),
  }
}

/** Ends the event of what `write` does: each step of a snapshot has its own, so that their order shows. */
export function atOwnEvent<T>(call: Call, write: () => T): T {
  const result = write()
  call.tx.endCall()
  return result
}
