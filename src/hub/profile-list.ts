import { RelengError } from '../koji/error.js'
import type { Profiles } from './config-files.js'
import type { Place } from './ini.js'
import { type Authtype, authtypeOf, profileNames, profileOf } from './profile.js'

/** One profile of the configuration, whether or not it can be used. */
export interface ListedProfile {
  readonly name: string
  /** where its section stands: once a file */
  readonly places: readonly Place[]
  /** what it says, or why it cannot be used */
  readonly use: ProfileUse | RelengError
}

export interface ProfileUse {
  readonly server: string
  /** how it logs in */
  readonly authtype: Authtype
}

/** All profiles, by name. */
export function listProfiles(profiles: Profiles): ListedProfile[] {
  return profileNames(profiles).map(name => ({
    name,
    places: profiles.sections.get(name)?.places ?? [],
    use: useOf(profiles, name),
  }))
}

function useOf(profiles: Profiles, name: string): ProfileUse | RelengError {
  try {
    const profile = profileOf(profiles, name)
    return { server: profile.server, authtype: authtypeOf(profile) }
  } catch (error) {
    if (error instanceof RelengError) return error
    throw error
  }
}
