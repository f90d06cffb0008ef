import { resolve } from 'node:path'
import { loadDesired, nodeIo } from '../../src/desired/index.js'
import { withFiles } from '../../src/desired/io.js'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { LiveReader } from '../../src/hub/index.js'
import type { DesiredState } from '../../src/koji/desired-state.js'
import type { Tag } from '../../src/koji/tag.js'
import { planDesired } from '../../src/pipeline.js'
import { type Change, resourceOf } from '../../src/plan/index.js'
import { plainly } from '../end-state.js'
import { anyLeave, applyRehearsed, SandboxHub } from '../sandbox-hub.js'
import { fedoraLayout, type Layout } from './fedora-layout.js'

/** The state of a file that uses built-in templates. */
export function stateOf(text: string): Promise<DesiredState> {
  const file = new Map([[resolve('fedora.yaml'), new TextEncoder().encode(`version: 1\n${text}`)]])
  return loadDesired(['fedora.yaml'], withFiles(nodeIo(), file))
}

/** One use of a template, in YAML: `uses('fedora-release', '{release: 44}')`. */
export function uses(template: string, values: string): string {
  return `use: [{template: ${template}, with: ${values}}]`
}

/** A hub as it is on the day before a release is branched: the one before was made by hand. */
export async function hubWith(release: number): Promise<SandboxHub> {
  const hub = new SandboxHub({}, { permissions: ['autosign', 'fedora-override', 'infra', 'atomic'] })
  const { tags, targets, repos, shared } = fedoraLayout(release)
  for (const name of ['coreos-pool', 'module-package-list']) await hub.call('createTag', [name])
  for (const { name, url } of repos) await hub.call('createExternalRepo', [name, url])
  const all = [...tags, ...shared.tags]
  for (const tag of all) await createTag(hub, tag)
  for (const tag of all) await fillTag(hub, tag)
  for (const { name, build_tag, dest_tag } of [...targets, ...shared.targets])
    await hub.call('createBuildTarget', [name, build_tag, dest_tag])
  await fillRelease(hub, release)
  return hub
}

/** What others keep in a release: packages, blocks, builds. */
async function fillRelease(hub: SandboxHub, release: number): Promise<void> {
  for (const name of ['bash', 'glibc32', 'glibc64'])
    await hub.call('packageListAdd', [`f${release}`, name, 'releng'])
  await hub.call('packageListAdd', [`f${release}`, 'retired', 'packager', true])
  await hub.call('packageListAdd', [`f${release}-modular`, 'nodejs', 'packager', false, 's390x'])
  await hub.call('packageListAdd', [`f${release}-flatpak`, 'flatpak-runtime', 'packager'])
  for (const nvr of ['bash-5.2-1.fc43', 'bash-5.2-2.fc43'])
    await hub.call('tagBuildBypass', [`f${release}`, hub.build(nvr)])
  for (const nvr of ['glibc32-2.40-1', 'glibc64-2.40-1']) {
    await hub.call('tagBuildBypass', [`f${release}-build`, hub.build(nvr)])
  }
}

async function createTag(hub: SandboxHub, { name, settings, extra }: Tag): Promise<void> {
  const { arches, perm } = settings
  await hub.call('createTag', [name], { arches, perm })
  const values: { [key: string]: RpcValue } = {}
  for (const [key, value] of extra) if (!value.blocked) values[key] = rpc(value.value)
  if (extra.size > 0) await hub.call('editTag2', [name], { extra: values })
}

function rpc(value: unknown): RpcValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  throw new TypeError(`the table has no such values: ${value}`)
}

async function fillTag(hub: SandboxHub, { name, inheritance, groups, external_repos }: Tag): Promise<void> {
  const links: RpcValue[] = []
  for (const { parent, ...fields } of inheritance)
    links.push({ parent_id: await hub.call('getTagID', [parent]), ...fields })
  if (links.length > 0) await hub.call('setInheritanceData', [name, links])
  for (const [group, { config, packages }] of groups) {
    if (config !== null) await hub.call('groupListAdd', [name, group])
    for (const pkg of packages.keys()) await hub.call('groupPackageListAdd', [name, group, pkg])
  }
  for (const { repo, priority } of external_repos)
    await hub.call('addExternalRepoToTag', [name, repo, priority])
}

export async function plan(hub: SandboxHub, state: DesiredState) {
  return (await planDesired(state, hub.client, 'test')).plan
}

/** Applies what a file says, as the command does with every leave; gives the plan. */
export async function apply(hub: SandboxHub, state: DesiredState) {
  const planned = await planDesired(state, hub.client, 'test')
  await applyRehearsed(planned, hub.client, hub.login, anyLeave)
  return planned.plan
}

/** All that a hub has, by name, in a form that can be compared: package lists apart. */
export async function contents(hub: SandboxHub): Promise<Contents> {
  const names = async (method: string) => namesIn(await hub.call(method, []))
  const [tags, targets, external_repos] = [
    await names('listTags'),
    await names('getBuildTargets'),
    await names('listExternalRepos'),
  ]
  const live = await new LiveReader(hub.client, 'test').read({ tags, targets, external_repos })
  return {
    tags: byName(live.tags.values(), tags, comparable),
    targets: byName(live.targets.values(), targets, plainly),
    repos: byName(live.external_repos.values(), external_repos, ({ name, url }) => ({ name, url })),
  }
}

/** The same of a layout. */
export function contentsOf({ tags, targets, repos }: Layout): Contents {
  const all = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name)
  return {
    tags: byName(tags, all(tags), comparable),
    targets: byName(targets, all(targets), plainly),
    repos: byName(repos, all(repos), repo => repo),
  }
}

export interface Contents {
  readonly tags: ReadonlyMap<string, unknown>
  readonly targets: ReadonlyMap<string, unknown>
  readonly repos: ReadonlyMap<string, unknown>
}

/** What the second has and the first has not, or not in this form. */
export function added(before: Contents, after: Contents): Contents {
  const news = (old: ReadonlyMap<string, unknown>, all: ReadonlyMap<string, unknown>) =>
    new Map([...all].filter(([name, value]) => JSON.stringify(old.get(name)) !== JSON.stringify(value)))
  return {
    tags: news(before.tags, after.tags),
    targets: news(before.targets, after.targets),
    repos: news(before.repos, after.repos),
  }
}

function comparable({ packages: _, ...tag }: Tag): unknown {
  return plainly(tag)
}

function byName<T extends { readonly name: string }>(
  items: Iterable<T>,
  names: readonly string[],
  form: (item: T) => unknown,
): Map<string, unknown> {
  const forms = new Map([...items].map(item => [item.name, form(item)]))
  return new Map([...names].sort().map(name => [name, forms.get(name)]))
}

function namesIn(rows: RpcValue): string[] {
  if (!Array.isArray(rows)) throw new TypeError('the hub gives no list')
  return rows.flatMap(row => {
    const name = typeof row === 'object' && row !== null && 'name' in row ? row.name : undefined
    return typeof name === 'string' ? [name] : []
  })
}

/** A change in a few words: `f44-override: - f44 (0)`, `f44: perm null → admin`, `- target f44`. */
export function inWords(change: Change): string {
  const { action, before, after } = change
  const sign = { create: '+', update: '~', delete: '-' }[action]
  switch (change.kind) {
    case 'tag':
      return `${sign} tag ${change.tag}`
    case 'target':
      return `${sign} target ${change.target}`
    case 'setting':
      return `${change.tag}: ${change.field} ${before} → ${after}`
    case 'inheritance':
      return `${change.tag}: ${sign} ${change.parent} (${(change.after ?? change.before)?.priority})`
    default:
      return `${sign} ${change.kind} ${resourceOf(change).name}`
  }
}
