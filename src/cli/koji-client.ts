import { type HubChoice, sandboxProfile } from './connection.js'

/**
 * Koji's own client with the global options that lead it to the same hub: a profile that was named, or that a saved
 * plan is for. The embedded hub has no profile there; whoever serves it adds `--server`.
 */
export function kojiClient({ profile, config }: HubChoice, saved?: string): string[] {
  const name = profile ?? saved
  if (name === undefined || name === sandboxProfile) return ['koji']
  return ['koji', ...(config === undefined ? [] : ['-c', config]), '-p', name]
}
