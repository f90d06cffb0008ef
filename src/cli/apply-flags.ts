import { Flags } from '@oclif/core'
import { type HubChoice, hubFlags } from './connection.js'
import { eventFlags } from './event-flags.js'
import { recordFlags } from './journal-flags.js'
import { type LeaveFlags, leaveFlags } from './leave-flags.js'
import { planFlags } from './plan-flags.js'
import { waitFlags } from './repo-flags.js'

/** For every command that applies a plan. */
export const applyFlags = {
  ...hubFlags,
  ...planFlags,
  ...eventFlags,
  ...leaveFlags,
  ...recordFlags,
  ...waitFlags,
  'wait-repos': Flags.boolean({
    description: 'ask for new repos of the build tags that changed, and wait until they are ready',
    helpGroup: 'REPOS',
  }),
  'no-rehearsal': Flags.boolean({
    description: 'do not first try the whole plan on a sandbox that holds what was read',
  }),
  yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
}

/** What the flags of `applyFlags` say. */
export interface ApplyChoice extends HubChoice, LeaveFlags {
  readonly consequences: boolean
  readonly full: boolean
  readonly notes: boolean
  readonly journal?: string | undefined
  readonly reason?: string | undefined
  readonly 'no-rehearsal': boolean
  readonly 'wait-repos': boolean
  readonly 'wait-timeout': number
  readonly yes: boolean
}
