import type { Fault } from '../hub/codec/value.js'

/** What a method raises; it reaches the client as a fault with this code and text. */
export class KojiFault extends Error {
  override readonly name: string = 'KojiFault'
  readonly code: number

  constructor(code: number, text: string) {
    super(text)
    this.code = code
  }
}

/**
 * What Koji does not foresee: an uncaught error of Python or of the database, fault 1. Clients must not read
 * its text, which depends on a hub's configuration.
 */
export class PythonError extends KojiFault {
  override readonly name = 'PythonError'
  readonly kind: string

  constructor(kind: string, text: string) {
    super(1, text)
    this.kind = kind
  }
}

export const typeError = (text: string) => new PythonError('TypeError', text)
export const valueError = (text: string) => new PythonError('ValueError', text)
export const attributeError = (text: string) => new PythonError('AttributeError', text)
export const keyError = (text: string) => new PythonError('KeyError', text)
/** A constraint or a type that the database enforces. */
export const databaseError = (text: string) => new PythonError('psycopg2.Error', text)

export const genericError = (text: string) => new KojiFault(1000, text)
export const authError = (text: string) => new KojiFault(1002, text)
export const tagError = (text: string) => new KojiFault(1003, text)
export const actionNotAllowed = (text: string) => new KojiFault(1004, text)
export const buildError = (text: string) => new KojiFault(1005, text)
export const authLockError = (text: string) => new KojiFault(1006, text)
export const authExpired = (text: string) => new KojiFault(1007, text)
export const sequenceError = (text: string) => new KojiFault(1008, text)
export const retryError = (text: string) => new KojiFault(1009, text)
export const parameterError = (text: string) => new KojiFault(1019, text)

/** The fault of a whole call. An error of the sandbox itself answers as an error of Python would. */
export function faultOf(error: unknown): Fault {
  if (error instanceof PythonError) {
    return { faultCode: 1, faultString: `<class '${error.kind}'>: ${error.message}` }
  }
  if (error instanceof KojiFault) return { faultCode: error.code, faultString: error.message }
  return { faultCode: 1, faultString: `<class 'Exception'>: ${messageOf(error)}` }
}

/** The fault of one entry of a multicall: Koji leaves the class out and adds a `traceback`. */
export function entryFaultOf(error: unknown): Fault & { readonly traceback: readonly string[] } {
  const faultCode = error instanceof KojiFault ? error.code : 1
  const faultString = messageOf(error)
  return { faultCode, faultString, traceback: [`${faultString}\n`] }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
