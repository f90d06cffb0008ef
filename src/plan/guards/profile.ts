import type { ProfileFinding } from './finding.js'
import type { Judged } from './judged.js'

/** One finding a file: each has its own word on it. */
export function otherProfiles({ goal: { desired }, live }: Judged): ProfileFinding[] {
  const { profile } = live.hub
  return (desired?.profiles ?? []).flatMap(({ name: wanted, source }) =>
    wanted === profile
      ? []
      : [{ guard: 'profile', wanted, profile, source, flag: '--allow-profile', value: profile } as const],
  )
}
