import type { From } from '../koji/groups.js'
import type { Origin, TagContents } from '../koji/live-state.js'
import type { Source } from '../koji/source.js'
import type {
  ExternalRepo,
  ExtraValue,
  Facet,
  GroupConfig,
  GroupPackage,
  GroupRequirement,
  Link,
  OwnPackage,
  RepoUse,
  Settings,
  TaggedBuild,
  Target,
} from '../koji/tag.js'
import { valuePath } from '../koji/value-path.js'
import type { Heir } from './heirs.js'

/**
 * One difference between desired and live state, as data. `before` is the live half, `after` the desired
 * one; the half that does not exist is `null`, and `action` says the same in a word.
 */
export type Change =
  | (Of<'tag', Settings> & OfTag & Returning & { readonly losses?: TagLosses; readonly copy?: ServerCopy })
  | (Of<'setting', SettingValue> & OfTag & { readonly field: keyof Settings })
  | (Of<'extra', ExtraValue> & OfTag & { readonly key: string })
  | (Of<'inheritance', Link> & OfTag & { readonly parent: string })
  | (Of<'group', GroupConfig> & OfTag & Inheriting<GroupConfig> & Seeding & { readonly group: string })
  | (Of<'group_package', GroupPackage> &
      OfTag &
      Inheriting<GroupPackage> &
      Seeding & { readonly group: string; readonly package: string })
  | (Of<'group_requirement', GroupRequirement> &
      OfTag &
      Inheriting<GroupRequirement> &
      Seeding & { readonly group: string; readonly required: string })
  | (Of<'package', OwnPackage> & OfTag & Inheriting<OwnPackage> & Seeding & { readonly package: string })
  | (Of<'build', TaggedBuild> & OfTag & Seeding & { readonly build: string })
  | (Of<'external_repo_use', RepoUse> & OfTag & { readonly repo: string })
  | (Of<'target', Target> & Returning & { readonly target: string })
  | (Of<'external_repo', ExternalRepo> & Returning & { readonly external_repo: string })

export type ChangeKind = Change['kind']
export type ChangeOf<Kind extends ChangeKind> = Extract<Change, { kind: Kind }>
export type TagChange = Exclude<Change, { kind: 'target' | 'external_repo' }>
export type Action = 'create' | 'update' | 'delete'
export type SettingValue = Settings[keyof Settings]

interface Of<Kind extends string, Value> {
  readonly kind: Kind
  readonly action: Action
  readonly before: Value | null
  readonly after: Value | null
  /** where the desired value is written, or, for what goes, the facet that does not name it */
  readonly source: Source
  /** who made the live value, where the hub told */
  readonly origin?: Origin
}

interface OfTag {
  readonly tag: string
}

interface Returning {
  /** who deleted the one that had this name before: it comes back with its id, and with nothing else */
  readonly former?: Origin
}

interface Inheriting<Value> {
  /** what the ancestors will give, and the nearest that gives it */
  readonly inherited: From<Value> | null
}

interface Seeding {
  /** a row that the tag's seed brings: it comes in one request with the tag */
  readonly seeded?: Seeded
}

/** Where a seed has a row from. */
export interface Seeded {
  readonly from: string
  /** the file says something else of it than the other tag */
  readonly changed?: true
}

/** The hub's own copy that makes a tag: one call, in the place of one for the tag and one for each row. */
export interface ServerCopy {
  readonly from: string
  readonly packages: boolean
  readonly groups: boolean
  readonly builds: boolean
  /** the hub copies what was there then, whatever has become of it since */
  readonly event: number
  /** the other tag is locked */
  readonly force: boolean
  /** the rows that the copy leaves, and that shall be others, or not be: as the changes that would make them */
  readonly differing: readonly TagChange[]
}

/**
 * What goes with a tag that is deleted. Beside the settings, Koji revokes every row that hangs on the tag, its
 * children's links and the targets that use it included, and asks nobody (`_delete_tag` of its hub).
 */
export interface TagLosses {
  /** its own extra settings, parents, groups and uses of external repos, as the changes that would take them */
  readonly rows: readonly TagChange[]
  /** its package list and its builds; missing where the hub was not asked for them */
  readonly contents?: TagContents
  /** who inherits from it today, by name */
  readonly heirs: readonly Heir[]
  /** the targets that are built in it or for it today, by name */
  readonly targets: readonly TargetUse[]
}

export interface TargetUse {
  readonly target: string
  /** it is there after the plan, and uses other tags */
  readonly stays: boolean
}

/** Everything that a plan may create, change or delete. */
export type ResourceKind = 'tag' | 'target' | 'external_repo'

/** What people call them. */
export const resourceWords: { readonly [kind in ResourceKind]: string } = {
  tag: 'tag',
  target: 'target',
  external_repo: 'external repo',
}

/** What a change is about: its resource, not the part of it that changes. */
export function resourceOf(change: Change): { readonly kind: ResourceKind; readonly name: string } {
  if (change.kind === 'target') return { kind: 'target', name: change.target }
  if (change.kind === 'external_repo') return { kind: 'external_repo', name: change.external_repo }
  return { kind: 'tag', name: change.tag }
}

export function nameOf(change: Change): string {
  return resourceOf(change).name
}

export function isTagChange(change: Change): change is TagChange {
  return change.kind !== 'target' && change.kind !== 'external_repo'
}

/** Whether a change is of a resource as a whole, not of a part of it. */
export function isWhole(change: Change): boolean {
  return change.kind === resourceOf(change).kind
}

/** The side of a tag that a change is about; of one that comes or goes as a whole, its settings. Builds are none. */
export function facetOf({ kind }: TagChange): Facet | 'builds' {
  return facetsByKind[kind]
}

const facetsByKind: { readonly [kind in TagChange['kind']]: Facet | 'builds' } = {
  tag: 'settings',
  setting: 'settings',
  extra: 'extra',
  inheritance: 'inheritance',
  group: 'groups',
  group_package: 'groups',
  group_requirement: 'groups',
  package: 'packages',
  build: 'builds',
  external_repo_use: 'external_repos',
}

/** The action that leads from one half to the other. */
export function actionOf(before: unknown, after: unknown): Action {
  if (before === null) return 'create'
  return after === null ? 'delete' : 'update'
}

/** The change that takes it back. */
export function inverse<Kind extends Change>(change: Kind): Kind {
  const { before, after } = change
  return { ...change, action: actionOf(after, before), before: after, after: before }
}

/** Which row a change is about: equal for two changes of the same row alone. */
export function rowKey(change: Change): string {
  return keyOfRow(change.kind, ...rowNames(change))
}

/** The same from its kind and its names, the tag first: `keyOfRow('inheritance', 'f44-build', 'f44')`. */
export function keyOfRow(kind: ChangeKind, ...names: readonly string[]): string {
  return JSON.stringify([kind, ...names])
}

function rowNames(change: Change): string[] {
  switch (change.kind) {
    case 'tag':
      return [change.tag]
    case 'setting':
      return [change.tag, change.field]
    case 'extra':
      return [change.tag, change.key]
    case 'inheritance':
      return [change.tag, change.parent]
    case 'group':
      return [change.tag, change.group]
    case 'group_package':
      return [change.tag, change.group, change.package]
    case 'group_requirement':
      return [change.tag, change.group, change.required]
    case 'package':
      return [change.tag, change.package]
    case 'build':
      return [change.tag, change.build]
    case 'external_repo_use':
      return [change.tag, change.repo]
    case 'target':
      return [change.target]
    case 'external_repo':
      return [change.external_repo]
  }
}

/** Where the sources and origins of a tag's row stand. */
export function pathOfRow(change: TagChange): string {
  switch (change.kind) {
    case 'tag':
      return valuePath('settings')
    case 'setting':
      return valuePath(change.field)
    case 'extra':
      return valuePath('extra', change.key)
    case 'inheritance':
      return valuePath('inheritance', change.parent)
    case 'group':
      return valuePath('groups', change.group)
    case 'group_package':
      return valuePath('groups', change.group, change.package)
    case 'group_requirement':
      return valuePath('groups', change.group, 'requires', change.required)
    case 'package':
      return valuePath('packages', change.package)
    case 'build':
      return valuePath('builds', change.build)
    case 'external_repo_use':
      return valuePath('external_repos', change.repo)
  }
}
