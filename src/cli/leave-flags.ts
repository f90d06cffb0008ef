import { Flags } from '@oclif/core'
import type { Leaves } from '../plan/index.js'

// A flag that can be given several times takes one word each time: what follows is a file.
const globs = (description: string) =>
  Flags.string({
    description: `${description}; can be given several times`,
    helpGroup: 'LEAVE',
    helpValue: 'PATTERN',
    multiple: true,
    multipleNonGreedy: true,
  })

const most = (description: string) =>
  Flags.integer({ description, helpGroup: 'LEAVE', helpValue: 'NUMBER', min: 1 })

/** What gives leave for what guards find: a flag a guard, and none for all. */
export const leaveFlags = {
  'allow-delete': globs('a glob of tags, targets and external repos that may be deleted'),
  'allow-protected': globs('a glob of protected names that may be deleted, or lose all their parents'),
  'allow-locked': globs('a glob of locked tags that may change'),
  'allow-older': globs('a glob of tags and targets that may move to an older release'),
  'allow-mass-change': most('so many resources may change or go, however many that is of all'),
  'allow-mass-delete': most('so many resources may be deleted'),
  'allow-profile': Flags.string({
    description: 'the profile in use, where files are for another one',
    helpGroup: 'LEAVE',
    helpValue: 'NAME',
  }),
  'allow-empty': Flags.boolean({ description: 'the files may declare nothing', helpGroup: 'LEAVE' }),
}

export interface LeaveFlags {
  readonly 'allow-delete'?: readonly string[] | undefined
  readonly 'allow-protected'?: readonly string[] | undefined
  readonly 'allow-locked'?: readonly string[] | undefined
  readonly 'allow-older'?: readonly string[] | undefined
  readonly 'allow-mass-change'?: number | undefined
  readonly 'allow-mass-delete'?: number | undefined
  readonly 'allow-profile'?: string | undefined
  readonly 'allow-empty'?: boolean | undefined
}

export function leavesOf(flags: LeaveFlags): Leaves {
  const [profile, mass_change, mass_delete] = [
    flags['allow-profile'],
    flags['allow-mass-change'],
    flags['allow-mass-delete'],
  ]
  return {
    delete: flags['allow-delete'] ?? [],
    protected: flags['allow-protected'] ?? [],
    locked: flags['allow-locked'] ?? [],
    older: flags['allow-older'] ?? [],
    ...(mass_change !== undefined && { mass_change }),
    ...(mass_delete !== undefined && { mass_delete }),
    ...(profile !== undefined && { profile }),
    ...(flags['allow-empty'] && { empty: true }),
  }
}
