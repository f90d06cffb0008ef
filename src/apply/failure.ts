import { FaultCode } from '../hub/fault.js'
import { formatCall } from '../koji/call.js'
import { formatSourceInUse } from '../koji/source.js'
import { type Plan, resourceOf, resourceWords } from '../plan/index.js'
import type { CallResult } from './result.js'

// An extra setting may be as long as a request.
const longestCall = 200

/**
 * What a person reads of a call that a hub refused: the place in the YAML that asked for it, the resource, the
 * call, and the hub's own words.
 */
export function failureText({ call, fault }: CallResult, { changes }: Plan): string {
  const [change] = call.changes.flatMap(index => changes[index] ?? [])
  const words = fault?.text.trim().split('\n').at(-1) ?? 'failed'
  const refused = `${shortened(formatCall(call))}: ${words}`
  if (change === undefined) return refused
  const { kind, name } = resourceOf(change)
  return `${formatSourceInUse(change.source)}: ${resourceWords[kind]} ${name}: ${refused}`
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
