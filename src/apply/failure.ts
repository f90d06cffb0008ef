import { FaultCode } from '../hub/fault.js'
import { formatCall } from '../koji/call.js'
import { formatSourceInUse, type Source } from '../koji/source.js'
import { type Plan, type PlannedCall, resourceOf, resourceWords } from '../plan/index.js'
import type { CallResult } from './result.js'

// An extra setting may be as long as a request.
const longestCall = 200

interface Failed {
  readonly call: PlannedCall
  readonly fault?: { readonly text: string }
}

/** What is told of a call that a hub refused; the place is missing where no change stands behind the call. */
export interface Failure {
  readonly source?: Source
  readonly message: string
}

/** The place in the YAML that asked for the call, the resource, the call, and the hub's own words. */
export function failureOf({ call, fault }: Failed, { changes }: Plan): Failure {
  const [change] = call.changes.flatMap(index => changes[index] ?? [])
  const words = fault?.text.trim().split('\n').at(-1) ?? 'failed'
  const refused = `${shortened(formatCall(call))}: ${words}`
  if (change === undefined) return { message: refused }
  const { kind, name } = resourceOf(change)
  return { source: change.source, message: `${resourceWords[kind]} ${name}: ${refused}` }
}

/** The same as a line for a person. */
export function failureText(failed: Failed, plan: Plan): string {
  const { source, message } = failureOf(failed, plan)
  return source === undefined ? message : `${formatSourceInUse(source)}: ${message}`
}

/** What to do about it, where all calls that failed did so for a reason that is known. */
export function failureHint(results: readonly CallResult[]): string | undefined {
  const codes = new Set(results.flatMap(({ fault }) => fault?.code ?? []))
  if (codes.size !== 1) return undefined
  return codes.has(FaultCode.notAllowed)
    ? 'ask an administrator of the hub for the permission that is named (koji grant-permission)'
    : codes.has(1)
      ? 'the hub failed inside; its administrators find the cause in its error log'
      : undefined
}

function shortened(text: string): string {
  return text.length > longestCall ? `${text.slice(0, longestCall)}…` : text
}
