import type { Source } from '../../koji/source.js'
import type { Found } from './finding.js'
import type { Judged } from './judged.js'

/** A file is for the hub of another profile. */
export interface ProfileFinding extends Found<'profile', '--allow-profile'> {
  /** the one that the file names */
  readonly wanted: string
  /** the one that the plan was made with, which is also the value of the flag */
  readonly profile: string
  readonly source: Source
}

/** One finding a file: each has its own word on it. */
export function otherProfiles({ goal: { desired }, live }: Judged): ProfileFinding[] {
  const { profile } = live.hub
  return (desired?.profiles ?? []).flatMap(({ name: wanted, source }) =>
    wanted === profile
      ? []
      : [{ guard: 'profile', wanted, profile, source, flag: '--allow-profile', value: profile } as const],
  )
}
