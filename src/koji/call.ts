import type { Json } from './json.js'

/**
 * One hub RPC as data, by names alone. Koji takes names for everything but the parents of
 * `setInheritanceData`; there a link says `parent`, and `src/hub` puts the id in its place.
 */
export interface Call<Value = Json> {
  readonly method: string
  readonly params: readonly Value[]
  /** keyword arguments (Koji's `__starstar`) */
  readonly named?: { readonly [name: string]: Value }
}

/** `setInheritanceData("f44-app", [{…}], clear=true)`, for messages and logs. */
export function formatCall({ method, params, named = {} }: Call): string {
  const positional = params.map(param => JSON.stringify(param))
  const keywords = Object.entries(named).map(([key, value]) => `${key}=${JSON.stringify(value)}`)
  return `${method}(${[...positional, ...keywords].join(', ')})`
}
