import { Flags } from '@oclif/core'

/** What a plan tells beyond its changes; for every command that shows one. */
export const planFlags = {
  consequences: Flags.boolean({
    description: 'show all that builds will notice, tag by tag, and every repo that is made again',
    helpGroup: 'PLAN',
  }),
  full: Flags.boolean({
    description: 'show every value of a plan of many resources, and where it is written',
    helpGroup: 'PLAN',
  }),
  notes: Flags.boolean({
    description: 'show which entries of the files are redundant, since an ancestor gives them',
    helpGroup: 'PLAN',
  }),
}
