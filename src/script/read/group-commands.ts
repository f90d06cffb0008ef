import { entryTypes } from '../../koji/groups.js'
import { groupNameProblem } from '../../koji/names.js'
import type { GroupConfig, GroupPackage, GroupRequirement } from '../../koji/tag.js'
import { Unreadable } from '../unreadable.js'
import type { Command } from './command.js'
import type { Options } from './options.js'
import type { ScriptState } from './script-state.js'
import type { ScriptGroup, ScriptTag } from './script-tag.js'

const many = Number.POSITIVE_INFINITY

/** Commands about groups; none of them takes an option. */
export const groupCommands: { readonly [name: string]: Command } = {
  'add-group': onGroup((tag, group) => setGroup(tag, group, { blocked: false })),
  'block-group': onGroup((tag, group) => setGroup(tag, group, { blocked: true })),
  'remove-group': onGroup(removeGroup),
  'add-group-pkg': onEntries(many, (tag, group, pkg) => setPackage(tag, group, pkg, { blocked: false })),
  'block-group-pkg': onEntries(many, (tag, group, pkg) => setPackage(tag, group, pkg, { blocked: true })),
  'unblock-group-pkg': onEntries(many, removePackage),
  'add-group-req': onEntries(3, (tag, group, one) => setRequirement(tag, group, one, { blocked: false })),
  'block-group-req': onEntries(3, (tag, group, one) => setRequirement(tag, group, one, { blocked: true })),
  'unblock-group-req': onEntries(3, removeRequirement),
}

function onGroup(run: (tag: ScriptTag, group: string) => void): Command {
  return {
    takes: {},
    args: [2, 2],
    run: (state, { args: [tag = '', group = ''] }) => run(state.tag(tag), checked(group)),
  }
}

function onEntries(most: number, run: (tag: ScriptTag, group: string, entry: string) => void): Command {
  return {
    takes: {},
    args: [3, most],
    run: (state: ScriptState, { args: [name = '', group = '', ...entries] }: Options) => {
      const tag = state.tag(name)
      for (const entry of entries) run(tag, checked(group), entry)
    },
  }
}

export function setGroup(tag: ScriptTag, group: string, options: Partial<GroupConfig>): void {
  const known = groupIn(tag, group)
  known.config = { ...known.config, ...options }
}

export function removeGroup(tag: ScriptTag, group: string): void {
  tag.groups.set(group, null)
}

export function setPackage(tag: ScriptTag, group: string, pkg: string, options: Partial<GroupPackage>): void {
  assertType(options.type)
  const { packages } = groupIn(tag, group)
  packages.set(pkg, { ...packages.get(pkg), ...options })
}

export function removePackage(tag: ScriptTag, group: string, pkg: string): void {
  groupIn(tag, group).packages.set(pkg, null)
}

export function setRequirement(
  tag: ScriptTag,
  group: string,
  required: string,
  options: Partial<GroupRequirement>,
): void {
  assertType(options.type)
  const { requirements } = groupIn(tag, group)
  requirements.set(checked(required), { ...requirements.get(required), ...options })
}

export function removeRequirement(tag: ScriptTag, group: string, required: string): void {
  const known = groupIn(tag, group)
  if (!tag.knowsGroups && !known.requirements.get(required)) {
    throw new Unreadable(
      'a requirement that the hub has can be taken away only where all of the tag is known',
    )
  }
  known.requirements.set(required, null)
}

function groupIn(tag: ScriptTag, group: string): ScriptGroup {
  const known = tag.groups.get(group)
  if (known) return known
  if (known === null && !tag.knowsGroups) {
    throw new Unreadable(
      `the group ${group} is removed before, and whether it comes back empty no state can say`,
    )
  }
  const fresh: ScriptGroup = { config: {}, packages: new Map(), requirements: new Map() }
  tag.groups.set(group, fresh)
  return fresh
}

function assertType(type: string | null | undefined): void {
  if (type === undefined || type === null || entryTypes.some(known => known === type)) return
  throw new Unreadable(`no file can say the type “${type}”`)
}

function checked(group: string): string {
  const problem = groupNameProblem(group)
  if (problem !== undefined) throw new Unreadable(`“${group}” is no name of a group: ${problem}`)
  return group
}
