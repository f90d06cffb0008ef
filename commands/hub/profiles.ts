import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { BaseCommand } from '../../src/cli/base-command.js'
import { defaultStateFile, hubFlags, sandboxProfile } from '../../src/cli/connection.js'
import { type ListedProfile, listProfiles, readProfiles, usualProfile } from '../../src/hub/index.js'
import { RelengError } from '../../src/koji/error.js'
import { type ProfileRow, type ProfilesDocument, profilesText } from '../../src/report/index.js'

export default class HubProfiles extends BaseCommand {
  static override summary = 'list the hubs that are configured, and the files they come from'
  static override description =
    "Profiles are sections of Koji's own configuration files. Those with a wrong value are listed with it."
  static override flags = { config: hubFlags.config, state: hubFlags.state }
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --config ./koji.conf --json',
  ]

  async run(): Promise<ProfilesDocument> {
    const { flags } = await this.parse(HubProfiles)
    const profiles = readProfiles({ home: homedir(), config: flags.config })
    const { files, unreadable, searched } = profiles
    const state = flags.state ?? defaultStateFile()
    const named = process.env.KOJI_PROFILE || undefined
    const listed: ProfilesDocument = {
      default: named ?? usualProfile(profiles) ?? null,
      default_from_environment: named !== undefined,
      profiles: listProfiles(profiles).map(toRow),
      sandbox: { state, exists: existsSync(state) },
      files,
      unreadable,
      searched,
    }
    this.print(profilesText(listed, this.styleFor(process.stdout)))
    return listed
  }
}

function toRow({ name, places, use }: ListedProfile): ProfileRow {
  const wrong = name === sandboxProfile ? hidden : use
  if (!(wrong instanceof RelengError)) return { name, places, ...wrong, problem: null }
  const { message, where = null, next = null } = wrong
  return { name, places, server: null, authtype: null, problem: { message, where, next } }
}

const hidden = new RelengError('no command can use this profile: sandbox is the embedded hub', {
  next: 'give the section another name',
})
