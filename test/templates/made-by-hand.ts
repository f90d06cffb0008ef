import type { RpcValue } from '../../src/hub/codec/value.js'
import type { Tag } from '../../src/koji/tag.js'
import type { Writer } from '../hub-of.js'
import { fedoraLayout } from './fedora-layout.js'

/** Makes a release of Fedora by single calls, with what all releases share: by the table, not by a template. */
export async function makeRelease(hub: Writer, release: number): Promise<void> {
  const { tags, targets, repos, shared } = fedoraLayout(release)
  for (const name of ['coreos-pool', 'module-package-list']) await hub.call('createTag', [name])
  for (const { name, url } of repos) await hub.call('createExternalRepo', [name, url])
  const all = [...tags, ...shared.tags]
  for (const tag of all) await createTag(hub, tag)
  for (const tag of all) await fillTag(hub, tag)
  for (const { name, build_tag, dest_tag } of [...targets, ...shared.targets])
    await hub.call('createBuildTarget', [name, build_tag, dest_tag])
}

/**
 * What the script finds on a hub beside tags: the permissions, packages in the three lists that it copies, and the
 * builds of glibc that it tags.
 *
 * @param user who the packages are of
 */
export async function makeContents(hub: Writer, release: number, user: string): Promise<void> {
  const add = (tag: string, names: readonly string[]) =>
    Promise.all(names.map(name => hub.call('packageListAdd', [tag, name, user])))
  await add(`f${release}`, [...glibcs, 'bash', 'eog', 'firefox', 'gimp', 'make', 'zlib'])
  await add(`f${release}-modular`, ['nodejs', 'perl-bootstrap', 'postgresql'])
  await add(`f${release}-flatpak`, ['eog', 'firefox', 'flatpak-runtime'])
  for (const name of glibcs) {
    const build = await hub.call('createEmptyBuild', [name, '2.42', '1', null])
    await hub.call('tagBuildBypass', [`f${release}-build`, build])
  }
}

const glibcs = ['glibc32', 'glibc64']

/** The permissions that the tags of a release name; who makes one also holds it. */
export async function makePermissions(hub: Writer, user: string): Promise<void> {
  const held = await hub.call('getUserPerms', [user])
  const lacking = ['autosign', 'fedora-override', 'infra', 'atomic'].filter(
    name => !Array.isArray(held) || !held.includes(name),
  )
  for (const name of lacking) await hub.call('grantPermission', [user, name], { create: true })
}

async function createTag(hub: Writer, { name, settings, extra }: Tag): Promise<void> {
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

async function fillTag(hub: Writer, { name, inheritance, groups, external_repos }: Tag): Promise<void> {
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
