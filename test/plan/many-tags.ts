import {
  type DesiredGroup,
  type DesiredState,
  type DesiredTag,
  type DesiredTarget,
  nothingRemoved,
} from '../../src/koji/desired-state.js'
import type { LiveState, LiveTag } from '../../src/koji/live-state.js'
import type { Source } from '../../src/koji/source.js'
import type { Link, OwnGroup, OwnPackage, Settings, Tag } from '../../src/koji/tag.js'
import { pathOfRow } from '../../src/plan/change.js'
import { ownRows } from '../../src/plan/own-rows.js'
import {
  externalRepo,
  group,
  here,
  link,
  listed,
  live,
  noTarget,
  set,
  tag,
  target,
  use,
  wanted,
} from '../builders.js'

/** How many tags, and how many entries their package lists have in all. */
export interface Size {
  readonly tags: number
  readonly packages: number
  /** who has them: nobody, all tags as many, or nearly all of them four tags that most others inherit from */
  readonly lists: 'none' | 'even' | 'long'
}

/** From this one all others inherit. */
export const root = 'base'

const familySize = 20
const sharedTags = 10
const repoNames = Array.from({ length: 50 }, (_, index) => `repo-${index}`)
const many = names('package', 30)

/**
 * Families of twenty tags, as releases are: each tag has two to four parents, some in its family and one that families
 * share. However many families there are, a tag has as many ancestors, so that work must grow with the tags alone.
 */
export function manyTags({ tags: count, packages, lists }: Size): Tag[] {
  const shared = Array.from({ length: sharedTags }, (_, index) => sharedName(index))
  const members = Array.from({ length: count - 1 - sharedTags }, (_, index) => index)
  const hasList = (name: string) => lists === 'even' || name === root || shared.slice(0, 3).includes(name)
  const holders = lists === 'even' ? count : 4
  const listOf = (name: string): { [name: string]: OwnPackage } => {
    if (lists === 'none') return {}
    const entries = hasList(name) ? Math.round(packages / holders) : 1
    // The first entry is named in every tag, though all inherit it.
    const own = names(`${name}-package`, entries - 1)
    return Object.fromEntries(['everywhere', ...own].map(one => [one, listed('releng')]))
  }
  const groups = ['build', 'srpm-build', 'livecd-build'].map(name => group(name, many))
  return [
    tag(root, { settings, groups, extra: { 'rpm.macro.dist': set('.base') }, packages: listOf(root) }),
    ...shared.map((name, index) =>
      tag(name, {
        settings,
        extra: { shared: set(index) },
        inheritance: [link(root)],
        groups: [group('build', [`${name}-tools`], null)],
        external_repos: [use(repoOf(index), 5)],
        packages: listOf(name),
      }),
    ),
    ...members.map(index => {
      const name = memberName(index)
      return tag(name, {
        settings,
        extra: { 'mock.package_manager': set('dnf5'), [`key-${index % 5}`]: set({ index, list: [1, 2, 3] }) },
        inheritance: parentsOf(index).map((parent, nth) => link(parent, nth * 10)),
        groups: [
          group('build', names(`own-${index % 7}`, 3), null),
          group(`group-${index % 3}`, names(`more-${index % 7}`, 3)),
        ],
        external_repos: [use(repoOf(index), 5), use(repoOf(index + 7), 10)],
        packages: listOf(name),
      })
    }),
  ]
}

const settings: Partial<Settings> = { arches: 'x86_64 aarch64' }

function names(prefix: string, count: number): string[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => `${prefix}-${index}`)
}

function sharedName(index: number): string {
  return `shared-${index % sharedTags}`
}

function repoOf(index: number): string {
  return repoNames[index % repoNames.length] ?? ''
}

function memberName(index: number): string {
  const place = index % familySize
  return `f${Math.floor(index / familySize)}${place === 0 ? '' : `-${place}`}`
}

function parentsOf(index: number): string[] {
  const [first, place] = [index - (index % familySize), index % familySize]
  const inFamily = place === 0 ? [] : [place >> 1, place >> 2, place >> 3].slice(0, 1 + (place % 3))
  const family = [...new Set(inFamily)].map(parent => memberName(first + parent))
  return [...family, sharedName(index), ...(place === 0 ? [sharedName(index + 3)] : [])]
}

function targetsOf(tags: readonly Tag[]): (DesiredTarget & { absent: false })[] {
  const built = tags.filter(({ name }) => /[13579]$/.test(name))
  return built.map(({ name }) => target(name, name, name))
}

/**
 * A file that says of these tags all that they own; half of them have a target.
 *
 * @param before the tags of the hub: those that are not named shall go, with their targets
 */
export function desiredOf(tags: readonly Tag[], before: readonly Tag[] = []): DesiredState {
  const named = new Map(tags.map(one => [one.name, desiredTag(one)]))
  const targets = new Map<string, DesiredTarget>(targetsOf(tags).map(target => [target.name, target]))
  const gone = before.filter(({ name }) => !named.has(name))
  for (const { name } of gone) named.set(name, wanted(name, { absent: true }))
  for (const { name } of targetsOf(before)) if (!targets.has(name)) targets.set(name, noTarget(name))
  return {
    tags: named,
    targets,
    external_repos: new Map(repoNames.map(name => [name, externalRepo(name, `https://${name}.test/`)])),
    protect: ['base', 'shared-*'],
    requires: [],
    profiles: [],
  }
}

function desiredTag(own: Tag): DesiredTag {
  const { name, settings, extra, inheritance, groups, packages, external_repos } = own
  const used_by: Source = { file: 'release.yaml', line: 1, column: 1 }
  const place = (line: number): Source => ({ file: `${name}.yaml`, line, column: 5, used_by })
  const owned = [...packages].map(([pkg, { owner }]): [string, { owner: string }] => [
    pkg,
    { owner: owner ?? '' },
  ])
  return {
    name,
    source: place(1),
    absent: false,
    settings,
    extra,
    inheritance,
    groups: new Map([...groups].map(([name, rows]) => [name, wantedGroup(rows)])),
    ...(packages.size > 0 && { packages: new Map(owned) }),
    external_repos,
    additive: new Set(),
    removed: nothingRemoved,
    sources: new Map(ownRows(own, place(1)).map((row, index) => [pathOfRow(row), place(index + 2)])),
  }
}

/** As one writes it: no options are named, since all are Koji's own. */
function wantedGroup({ packages }: OwnGroup): DesiredGroup {
  const rows = new Map([...packages.keys()].map(name => [name, {}]))
  return { packages: rows, requirements: new Map(), config: {}, removed: new Set() }
}

/** A hub that holds these tags, their targets and their repos, and tells of each row who made it. */
export function liveOf(tags: readonly Tag[]): LiveState {
  const repos = repoNames.map(name => ({ name, url: `https://${name}.test/`, users: [] }))
  const state = live([], targetsOf(tags), [], tags.length === 0 ? [] : repos)
  return { ...state, users: new Set(['releng']), tags: new Map(tags.map(one => [one.name, liveTag(one)])) }
}

function liveTag(own: Tag): LiveTag {
  const origin = { event: 1, time: '2026-01-01T00:00:00Z', author: 'releng' }
  return { ...own, origins: new Map(ownRows(own, here).map(row => [pathOfRow(row), origin])) }
}

/** What becomes of them: the tags that a hub has, and those that it shall have. */
export type Case = (tags: readonly Tag[]) => {
  readonly before: readonly Tag[]
  readonly after: readonly Tag[]
}

export const cases: { readonly [name: string]: Case } = {
  'all new': tags => ({ before: [], after: tags }),
  'no change': tags => ({ before: tags, after: tags }),
  'one value of each': tags => ({ before: tags, after: tags.map(one => ({ ...one, extra: more(one) })) }),
  'one at the root': tags => ({ before: tags, after: atRoot(tags, one => ({ extra: more(one) })) }),
  'a group at the root': tags => ({ before: tags, after: atRoot(tags, one => ({ groups: larger(one) })) }),
  'a new group at the root': tags => ({
    before: tags,
    after: atRoot(tags, ({ groups }) => ({ groups: new Map([...groups, group('new', many)]) })),
  }),
  'another order of parents': tags => ({
    before: tags,
    after: tags.map(one => ({ ...one, inheritance: turned(one) })),
  }),
  'one of each family gone': tags => ({ before: tags, after: tags.filter(({ name }) => !/-19$/.test(name)) }),
  'all gone': tags => ({ before: tags, after: [] }),
}

function atRoot(tags: readonly Tag[], change: (tag: Tag) => Partial<Tag>): Tag[] {
  return tags.map(one => (one.name === root ? { ...one, ...change(one) } : one))
}

function more({ extra }: Tag): Tag['extra'] {
  return new Map([...extra, ['changed', set('now')]])
}

function larger({ groups }: Tag): Tag['groups'] {
  return new Map([...groups, group('build', [...many, 'make'])])
}

function turned({ inheritance }: Tag): Link[] {
  return inheritance.toReversed().map(({ parent }, index) => link(parent, index * 10))
}
