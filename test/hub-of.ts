import type { RpcValue } from '../src/hub/codec/value.js'
import type { LiveState } from '../src/koji/live-state.js'
import type { Tag } from '../src/koji/tag.js'

/** Somebody who may write to a hub. */
export interface Writer {
  call(method: string, params: readonly RpcValue[], named?: { [name: string]: RpcValue }): Promise<RpcValue>
}

/**
 * Makes a hub hold this state, row by row: rows that the hub would ignore as repetitions, too, and those that
 * it leaves behind. So links come last, and what needs a group is added while the group is there.
 */
export async function fillHub(hub: Writer, state: LiveState): Promise<void> {
  const { tags, leftovers, targets, external_repos } = state
  for (const { name, url } of external_repos.values()) await hub.call('createExternalRepo', [name, url])
  for (const { name } of tags.values()) await hub.call('createTag', [name])
  for (const tag of tags.values()) {
    await writeSettings(hub, tag)
    await writeGroups(hub, tag)
    await writePackages(hub, tag)
    await writeRepoUses(hub, tag)
  }
  for (const { name } of leftovers.values()) {
    await hub.call('createTag', [name])
    await hub.call('deleteTag', [name])
  }
  for (const tag of [...tags.values(), ...leftovers.values()]) await writeLinks(hub, tag)
  for (const { name, build_tag, dest_tag } of targets.values()) {
    await hub.call('createBuildTarget', [name, build_tag, dest_tag])
  }
}

async function writeSettings(hub: Writer, { name, settings, extra }: Tag): Promise<void> {
  const { maven_support, maven_include_all, ...rest } = settings
  const maven = { ...(maven_support && { maven_support }), ...(maven_include_all && { maven_include_all }) }
  const set = [...extra].flatMap(([key, value]): [string, RpcValue][] =>
    value.blocked ? [] : [[key, value.value]],
  )
  const blocked = [...extra].flatMap(([key, value]) => (value.blocked ? [key] : []))
  await hub.call('editTag2', [name], {
    ...rest,
    ...maven,
    ...(set.length > 0 && { extra: Object.fromEntries(set) }),
    ...(blocked.length > 0 && { block_extra: blocked }),
  })
}

async function writeGroups(hub: Writer, { name: tag, groups }: Tag): Promise<void> {
  const required = [...groups.values()].flatMap(({ requirements }) => [...requirements.keys()])
  for (const group of new Set([...groups.keys(), ...required])) await hub.call('groupListAdd', [tag, group])
  for (const [group, { packages, requirements }] of groups) {
    for (const [name, { blocked, ...options }] of packages) {
      await hub.call('groupPackageListAdd', [tag, group, name], { block: blocked, ...options })
    }
    for (const [name, { blocked, ...options }] of requirements) {
      await hub.call('groupReqListAdd', [tag, group, name], { block: blocked, ...options })
    }
  }
  for (const group of new Set([...groups.keys(), ...required])) {
    const config = groups.get(group)?.config ?? null
    if (config === null) await hub.call('groupListRemove', [tag, group])
    else {
      const { blocked, ...options } = config
      await hub.call('groupListAdd', [tag, group], { block: blocked, ...options })
    }
  }
}

async function writePackages(hub: Writer, { name: tag, packages }: Tag): Promise<void> {
  for (const [name, { owner, blocked, extra_arches }] of packages) {
    await hub.call('packageListAdd', [tag, name, owner, blocked, extra_arches])
  }
}

async function writeRepoUses(hub: Writer, { name, external_repos }: Tag): Promise<void> {
  for (const { repo, priority, merge_mode, arches } of external_repos) {
    await hub.call('addExternalRepoToTag', [name, repo, priority, merge_mode, arches])
  }
}

async function writeLinks(hub: Writer, { name, inheritance }: Tag): Promise<void> {
  const links: RpcValue[] = []
  for (const { parent, ...fields } of inheritance) {
    links.push({ parent_id: await hub.call('getTagID', [parent]), ...fields })
  }
  if (links.length > 0) await hub.call('setInheritanceData', [name, links])
}
