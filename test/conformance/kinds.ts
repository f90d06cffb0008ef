import { isStruct } from '../../src/hub/codec/value.js'
import type { Step } from './step.js'

/** Which kind of thing a number names, so that numbers are compared only with others of their kind. */
export type Kind = 'event' | 'change' | 'query event' | 'moment' | string

/** What the whole answer of a method is an id of. */
const answerKinds = new Map<string, Kind>([
  ['createTag', 'tag'],
  ['getTagID', 'tag'],
  ['createUser', 'user'],
  ['getPackageID', 'package'],
  ['createEmptyBuild', 'build'],
  ['tagLastChangeEvent', 'change'],
  ['tagFirstChangeEvent', 'change'],
  ['tagBuild', 'task'],
  ['newRepo', 'task'],
  ['build', 'task'],
])

/** What the member `id` is, by the start of the method's name. */
const idKinds: readonly (readonly [RegExp, Kind])[] = [
  [/^(getTag|listTags|getBuildConfig)/, 'tag'],
  [/^getBuildTarget/, 'target'],
  [/User/, 'user'],
  [/^getSessionInfo$/, 'session'],
  [/ExternalRepo/, 'external repo'],
  [/^repo\.(request|checkRequest)$/, 'request'],
  [/^getPackage$/, 'package'],
  [/^getAllPerms$/, 'permission'],
  // The last event of a hub may be one that someone else made.
  [/Event$/, 'moment'],
  [/^getBuild$|^listTagged|^getLatestBuilds/, 'build'],
]

const keyKinds = new Map<string, Kind>([
  ['tag_id', 'tag'],
  ['parent_id', 'tag'],
  ['child_id', 'tag'],
  ['build_tag', 'tag'],
  ['dest_tag', 'tag'],
  ['group_id', 'group'],
  ['req_id', 'group'],
  ['package_id', 'package'],
  ['external_repo_id', 'external repo'],
  ['perm_id', 'permission'],
  ['owner', 'user'],
  ['owner_id', 'user'],
  ['user_id', 'user'],
  ['creator_id', 'user'],
  ['revoker_id', 'user'],
  ['build_id', 'build'],
  ['build_target_id', 'target'],
  ['session-id', 'session'],
  ['master', 'session'],
  ['task_id', 'task'],
  ['repo_id', 'repo'],
  ['query_event', 'query event'],
  ['creation_event_id', 'event'],
])

export function answerKind(method: string): Kind | undefined {
  return answerKinds.get(method)
}

export function kindOf(method: string, key: string): Kind | undefined {
  if (key === 'id') return idKinds.find(([pattern]) => pattern.test(method))?.[1]
  if (keyKinds.has(key)) return keyKinds.get(key)
  return key.endsWith('_event') || key === 'event' ? 'event' : undefined
}

/** Whether the order of a method's rows is Koji's to say; else rows come as the database has them. */
export function isOrdered({ method, named = {} }: Step): boolean {
  const { queryOpts, reverse } = named
  if (isStruct(queryOpts) && Object.hasOwn(queryOpts, 'order')) return true
  if (method === 'getFullInheritance') return reverse !== true
  return /^(getInheritanceData|getExternalRepoList|getTagExternalRepos|listTagged)$/.test(method)
}
