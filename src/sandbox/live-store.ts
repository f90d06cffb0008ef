import type { RpcValue } from '../hub/codec/value.js'
import { internalRepo } from '../koji/external-repos.js'
import type { LiveState } from '../koji/live-state.js'
import {
  defaultSettings,
  type Link,
  type OwnGroup,
  type OwnPackage,
  type RepoUse,
  type Settings,
  type Tag,
  type Target,
} from '../koji/tag.js'
import { completeState } from './build-info.js'
import type { Named, NameTable } from './store/name-table.js'
import { Store } from './store/store.js'
import type { Version } from './store/versioned-table.js'

/**
 * A hub's contents, as far as they were read: every row of the live state, at its event. Who made a row and when is
 * not kept, nor what was before. Tags that targets name without having been read exist, with nothing in them; a parent
 * that was not read is a name alone, as one that was deleted is: Koji lets links to those be.
 *
 * Rows are put in their tables as those of a saved state are: no call, no check, nothing to take back.
 *
 * @param ids the tags' ids on that hub, by name; others get ids of their own
 */
export function storeOfLive(live: LiveState, ids: ReadonlyMap<string, number>, now: number): Store {
  const filling = new Filling(live.event)
  const { store } = filling
  store.events.restore({ id: live.event, time: now })
  store.external_repo.restore({ id: 0, name: internalRepo })
  for (const name of live.permissions) filling.permission(name)
  for (const name of live.users) filling.user(name)
  for (const [name, id] of ids) store.tag.restore({ id, name })
  filling.formerNames(live)
  for (const { name, url } of live.external_repos.values()) filling.externalRepo(name, url)
  for (const tag of live.tags.values()) {
    filling.tagConfig(tag.name, tag.settings)
    filling.tagRows(tag)
  }
  for (const tag of live.leftovers.values()) filling.tagRows(tag)
  for (const target of live.targets.values()) filling.target(target)
  for (const { own, seen } of live.latest.values()) {
    for (const [name, nvr] of [...own, ...seen]) filling.build(nvr, name)
  }
  for (const [tag, builds] of taggedBuilds(live)) {
    for (const [nvr, name] of builds) filling.taggedBuild(tag, filling.build(nvr, name))
  }
  return store
}

/** By tag and NVR, the package of each build that is known to be tagged in a tag itself. */
function* taggedBuilds({ builds, latest }: LiveState): Generator<[string, ReadonlyMap<string, string>]> {
  for (const [tag, tagged] of builds) {
    yield [tag, new Map([...tagged].map(([nvr, build]) => [nvr, build.package]))]
  }
  for (const [tag, { own }] of latest) {
    const known = builds.get(tag)
    yield [tag, new Map([...own].filter(([, nvr]) => !known?.has(nvr)).map(([name, nvr]) => [nvr, name]))]
  }
}

/** A store while it is filled. */
class Filling {
  readonly store = new Store()
  readonly #version: Version

  constructor(event: number) {
    this.#version = { create_event: event, revoke_event: null, creator_id: 0, revoker_id: null, active: true }
  }

  permission(name: string): number {
    const { permissions } = this.store
    return idOf(permissions, name, id => ({ id, name, description: null }))
  }

  user(name: string): number {
    const fresh = { status: 0, usertype: 0, password: null, krb_principals: [] }
    return idOf(this.store.users, name, id => ({ ...fresh, id, name }))
  }

  formerNames({ former }: LiveState): void {
    for (const name of former.tags.keys()) this.#tag(name)
    for (const name of former.targets.keys()) named(this.store.build_target, name)
    for (const name of former.external_repos.keys()) named(this.store.external_repo, name)
  }

  externalRepo(name: string, url: string): void {
    const external_repo_id = named(this.store.external_repo, name)
    this.#put('external_repo_config', { external_repo_id, url })
  }

  tagConfig(name: string, { perm, ...settings }: Settings): void {
    const perm_id = perm === null ? null : this.permission(perm)
    this.#put('tag_config', { tag_id: this.#tag(name), perm_id, ...settings })
  }

  /** A build that is complete, by its NVR and its package. */
  build(nvr: string, name: string): number {
    const package_id = named(this.store.package, name)
    const [version = '', release = ''] = splitVersion(nvr.slice(name.length + 1))
    const { builds } = this.store
    const known = builds.ofPackage(package_id).find(one => one.version === version && one.release === release)
    if (known !== undefined) return known.id
    const id = builds.nextId()
    const unknown = { epoch: null, source: null, extra: null, task_id: null, start_time: null }
    const made = { draft: false, state: completeState, owner: 0, create_event: this.#version.create_event }
    builds.restore({ id, package_id, version, release, ...unknown, ...made, completion_time: null })
    return id
  }

  taggedBuild(tag: string, build_id: number): void {
    this.#put('tag_listing', { tag_id: this.#tag(tag), build_id })
  }

  /** All rows of a tag but the one that makes it exist. */
  tagRows(tag: Tag): void {
    const tag_id = this.#tag(tag.name)
    for (const [key, extra] of tag.extra) {
      this.#put('tag_extra', { tag_id, key, value: extra.blocked ? null : JSON.stringify(extra.value) })
    }
    for (const link of tag.inheritance) this.#link(tag_id, link)
    for (const [name, group] of tag.groups) this.#group(tag_id, name, group)
    for (const [name, entry] of tag.packages) this.#package(tag_id, name, entry)
    for (const use of tag.external_repos) this.#repoUse(tag_id, use)
  }

  target({ name, build_tag, dest_tag }: Target): void {
    const build_target_id = named(this.store.build_target, name)
    const tags = { build_tag: this.#someTag(build_tag), dest_tag: this.#someTag(dest_tag) }
    this.#put('build_target_config', { build_target_id, ...tags })
  }

  #tag(name: string): number {
    return named(this.store.tag, name)
  }

  /** A tag that must exist, since the hub has a target of it. */
  #someTag(name: string): number {
    const id = this.#tag(name)
    if (this.store.tag_config.activeWith('tag_id', id).length === 0) this.tagConfig(name, defaultSettings)
    return id
  }

  #link(tag_id: number, { parent, ...fields }: Link): void {
    this.#put('tag_inheritance', { tag_id, parent_id: this.#tag(parent), ...fields })
  }

  #group(tag_id: number, name: string, { config, packages, requirements }: OwnGroup): void {
    const { groups } = this.store
    const group_id = named(groups, name)
    if (config !== null) this.#put('group_config', { group_id, tag_id, ...config })
    for (const [name, options] of packages) {
      this.#put('group_package_listing', { group_id, tag_id, package: name, ...options })
    }
    for (const [name, { is_metapkg, ...options }] of requirements) {
      const req_id = named(groups, name)
      this.#put('group_req_listing', {
        group_id,
        tag_id,
        req_id,
        ...options,
        is_metapkg: is_metapkg ?? false,
      })
    }
  }

  #package(tag_id: number, name: string, { owner, blocked, extra_arches }: OwnPackage): void {
    const package_id = named(this.store.package, name)
    this.#put('tag_packages', { package_id, tag_id, blocked, extra_arches })
    if (owner !== null) this.#put('tag_package_owners', { package_id, tag_id, owner: this.user(owner) })
  }

  #repoUse(tag_id: number, { repo, ...use }: RepoUse): void {
    this.#put('tag_external_repos', {
      tag_id,
      external_repo_id: named(this.store.external_repo, repo),
      ...use,
    })
  }

  #put(table: TableName, row: { readonly [column: string]: RpcValue }): void {
    this.store[table].restore(column => row[column] ?? null, { ...this.#version })
  }
}

type TableName =
  | 'external_repo_config'
  | 'tag_config'
  | 'tag_extra'
  | 'tag_inheritance'
  | 'group_config'
  | 'group_package_listing'
  | 'group_req_listing'
  | 'tag_packages'
  | 'tag_package_owners'
  | 'tag_external_repos'
  | 'tag_listing'
  | 'build_target_config'

/** A release has no dash: what stands after the last one is it. */
function splitVersion(text: string): [version: string, release: string] {
  const dash = text.lastIndexOf('-')
  return [text.slice(0, dash), text.slice(dash + 1)]
}

function named(table: NameTable, name: string): number {
  return idOf(table, name, id => ({ id, name }))
}

function idOf<T extends Named>(table: NameTable<T>, name: string, row: (id: number) => T): number {
  const known = table.byName(name)
  if (known !== undefined) return known.id
  const id = table.nextId()
  table.restore(row(id))
  return id
}
