import type { Call } from '../../koji/call.js'
import type { Json } from '../../koji/json.js'
import { defaultSettings } from '../../koji/tag.js'
import type { Change, ChangeOf, ServerCopy, TagChange } from '../change.js'
import { buildCall } from '../facets/builds.js'
import { type ExtraArguments, extraArguments } from '../facets/extra.js'
import { groupCalls } from '../facets/groups/calls.js'
import type { GroupChange } from '../facets/groups/changes.js'
import { isPlainLink } from '../facets/inheritance.js'
import { packageCalls } from '../facets/package-calls.js'
import { createArguments } from '../facets/settings.js'
import { afterCopy, copyCalls } from './server-copy.js'

/** A call, and the changes that it realises. */
export interface Compiled {
  readonly call: Call
  readonly realised: readonly Change[]
}

/** Whether a row of a new tag is made with it, in one request: what its seed brings. */
export function comesWithTag(change: Change): boolean {
  return 'seeded' in change && change.seeded !== undefined
}

/**
 * The calls that make a tag, with its settings, its extra, its only parent if that can be, and what its seed brings. A
 * tag with a seed has no parents yet, so what these will give does not matter to any call.
 *
 * @param all the changes of the tag
 * @param seeded those that come with it
 * @param link to a parent that is there: see `linkMadeWithTag`
 */
export function creationCalls(
  all: readonly TagChange[],
  seeded: readonly TagChange[],
  link: ChangeOf<'inheritance'> | undefined,
): Compiled[] {
  const change = all.find(change => change.kind === 'tag')
  if (change === undefined || change.after === null) return []
  const extra = all.filter(change => change.kind === 'extra')
  const { copy } = change
  return [
    ...(copy === undefined ? createCalls(change, extra, link) : copiedCalls(change, copy, extra, seeded)),
    ...seedCalls(change, copy === undefined ? seeded : afterCopy(seeded, copy)),
  ]
}

/**
 * The link of a new tag that `createTag` can write: the only one that changes, and a plain one. Its parent is made before
 * it. What a seed brings must come before any parent does.
 *
 * @param own the changes of the tag
 */
export function linkMadeWithTag(own: readonly TagChange[]): ChangeOf<'inheritance'> | undefined {
  const [link, ...others] = own.filter(change => change.kind === 'inheritance')
  if (link === undefined || link.after === null || others.length > 0) return
  const isSeeded = own.some(change => comesWithTag(change) || (change.kind === 'tag' && change.copy))
  return !isSeeded && isPlainLink(link.after) ? link : undefined
}

function createCalls(
  change: ChangeOf<'tag'>,
  extra: readonly ChangeOf<'extra'>[],
  link: ChangeOf<'inheritance'> | undefined,
): Compiled[] {
  const { tag, after } = change
  const settings = after ?? defaultSettings
  const { block_extra, ...set } = firstArguments(extra)
  // What createTag cannot store: arches that are NULL, and blocked keys.
  const rest = {
    ...(settings.arches === null && { arches: null }),
    ...(block_extra !== undefined && { block_extra }),
  }
  const isBlock = ({ after }: ChangeOf<'extra'>) => after?.blocked === true
  const calls = [
    {
      call: withNamed('createTag', [tag], {
        ...(link && { parent: link.parent }),
        ...createArguments(settings),
        ...set,
      }),
      realised: [change, ...extra.filter(one => !isBlock(one)), ...(link ? [link] : [])],
    },
  ]
  if (Object.keys(rest).length > 0) {
    calls.push({ call: withNamed('editTag2', [tag], rest), realised: [change, ...extra.filter(isBlock)] })
  }
  return calls
}

function copiedCalls(
  change: ChangeOf<'tag'>,
  copy: ServerCopy,
  extra: readonly ChangeOf<'extra'>[],
  seeded: readonly TagChange[],
): Compiled[] {
  const { copying, settings } = copyCalls(change, copy)
  const rest = { ...settings, ...firstArguments(extra) }
  return [
    { call: copying, realised: [change, ...seeded] },
    ...(Object.keys(rest).length === 0
      ? []
      : [{ call: withNamed('editTag2', [change.tag], rest), realised: [change, ...extra] }]),
  ]
}

function firstArguments(extra: readonly ChangeOf<'extra'>[]): ExtraArguments['first'] {
  return extraArguments(extra).first
}

function seedCalls(made: ChangeOf<'tag'>, rows: readonly TagChange[]): Compiled[] {
  const compiled = (row: TagChange, call: Call): Compiled => {
    // What only the hub's copy brings is no change of its own.
    return { call, realised: [comesWithTag(row) ? row : made] }
  }
  return [
    ...groupCalls(rows.filter(change => isGroupChange(change))).map(({ call, change }) =>
      compiled(change, call),
    ),
    ...rows
      .filter(change => change.kind === 'package')
      .flatMap(change => packageCalls(change).map(call => compiled(change, call))),
    ...rows
      .filter(change => change.kind === 'build')
      .map(change => compiled(change, buildCall(change, made.after ?? defaultSettings))),
  ]
}

export function isGroupChange(change: Change): change is GroupChange {
  return change.kind === 'group' || change.kind === 'group_package' || change.kind === 'group_requirement'
}

export function withNamed(
  method: string,
  params: readonly Json[],
  named: { readonly [name: string]: Json },
): Call {
  return Object.keys(named).length === 0 ? { method, params } : { method, params, named }
}
