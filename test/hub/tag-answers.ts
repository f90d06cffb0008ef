import { isStruct, type RpcStruct, type RpcValue } from '../../src/hub/codec/value.js'
import type { HubClient } from '../../src/hub/index.js'
import { repoArches } from '../../src/koji/external-repos.js'
import type { TagView } from '../../src/koji/tag-view.js'

type Plain = { readonly [key: string]: unknown }

/** What a view says, in the words of `HubAnswers`. */
export function seenBy(view: TagView): Plain {
  const { name, settings, extra, groups, packages } = view
  const { arches, ...rest } = settings
  return {
    arches: arches.value,
    archesFrom: arches.from,
    ...Object.fromEntries(Object.entries(rest).map(([field, { value }]) => [field, value])),
    extra: mapped(extra.flatMap(value => (value.blocked ? [] : [[value.key, value.value]]))),
    inheritedExtra: mapped(extra.flatMap(({ key, from }) => (from === name ? [] : [[key, from]]))),
    inheritance: view.inheritance.map(({ origin: _, ...link }) => link),
    ancestors: view.ancestors,
    groups: mapped(
      groups.map(group => [
        group.name,
        {
          ...withoutOrigin(group.config),
          packages: mapped(group.packages.map(({ package: pkg, ...row }) => [pkg, withoutOrigin(row)])),
          requirements: mapped(
            group.requirements.map(({ required, ...row }) => [required, withoutOrigin(row)]),
          ),
        },
      ]),
    ),
    externalRepos: view.external_repos.map(withoutOrigin),
    packages: mapped((packages.list ?? []).map(({ package: pkg, ...row }) => [pkg, withoutOrigin(row)])),
    targets: view.targets,
    children: view.children.map(({ child }) => child),
    descendants: view.descendants,
  }
}

/** The hub's own answers about tags, as of an event or now. */
export class HubAnswers {
  readonly #client: HubClient
  readonly #at: RpcStruct
  readonly #names = new Map<RpcValue | undefined, string>()

  constructor(client: HubClient, event: number | undefined) {
    this.#client = client
    this.#at = event === undefined ? {} : { event }
  }

  async existing(names: readonly string[]): Promise<string[]> {
    const existing: string[] = []
    for (const name of names) if ((await this.tag(name)) !== undefined) existing.push(name)
    return existing
  }

  async tag(name: string): Promise<RpcStruct | undefined> {
    const tag = await this.#call('getTag', [name])
    return isStruct(tag) ? tag : undefined
  }

  async seen(tag: string, others: readonly string[]): Promise<Plain> {
    for (const name of [...others, tag]) this.#names.set((await this.tag(name))?.id, name)
    const config = struct(await this.#call('getBuildConfig', [tag]))
    const inherited = struct(config.config_inheritance)
    const archesFrom = isStruct(inherited.arches)
      ? inherited.arches.name
      : config.arches === null
        ? null
        : tag
    const heirs = await this.#structs('getFullInheritance', [tag], { reverse: true })
    const children: string[] = []
    for (const name of [...others].sort()) {
      const links = await this.#structs('getInheritanceData', [name])
      if (name !== tag && links.some(link => link.name === tag)) children.push(name)
    }
    return {
      ...pick(config, ['arches', 'perm', 'locked', 'maven_support', 'maven_include_all']),
      archesFrom,
      extra: mapped(Object.entries(struct(config.extra))),
      inheritedExtra: mapped(
        Object.entries(struct(inherited.extra)).map(([key, from]) => [key, struct(from).name]),
      ),
      inheritance: (await this.#structs('getInheritanceData', [tag])).map(link => ({
        parent: link.name,
        ...pick(link, ['priority', 'maxdepth', 'intransitive', 'noconfig']),
        pkg_filter: link.pkg_filter ?? '',
      })),
      ancestors: [...new Set((await this.#structs('getFullInheritance', [tag])).map(({ name }) => name))],
      groups: await this.#groups(tag),
      externalRepos: (await this.#structs('getExternalRepoList', [tag])).map(repo => ({
        repo: repo.external_repo_name,
        ...pick(repo, ['priority', 'merge_mode', 'url']),
        arches: repoArches(typeof repo.arches === 'string' ? repo.arches : null),
        from: repo.tag_name,
      })),
      packages: mapped(
        (await this.#structs('listPackages', [tag], { inherited: true })).map(row => [
          row.package_name,
          { ...pick(row, ['blocked', 'extra_arches']), owner: row.owner_name, from: row.tag_name },
        ]),
      ),
      targets: {
        build_tag: await this.#targets('buildTagID', tag),
        dest_tag: await this.#targets('destTagID', tag),
      },
      children,
      descendants: new Set([
        ...children,
        ...heirs.map(({ name }) => name).filter(name => others.includes(String(name))),
      ]).size,
    }
  }

  async #groups(tag: string): Promise<Plain> {
    const groups = await this.#structs('getTagGroups', [tag], { incl_blocked: true })
    const from = (row: RpcStruct) => this.#names.get(row.tag_id)
    const options = [
      'blocked',
      'exported',
      'display_name',
      'is_default',
      'uservisible',
      'description',
      'langonly',
    ]
    return mapped(
      groups.map(group => [
        group.name,
        {
          ...pick(group, [...options, 'biarchonly']),
          from: from(group),
          packages: mapped(
            structs(group.packagelist).map(row => [
              row.package,
              { ...pick(row, ['blocked', 'type', 'basearchonly', 'requires']), from: from(row) },
            ]),
          ),
          requirements: mapped(
            structs(group.grouplist).map(row => [
              row.name,
              { ...pick(row, ['blocked', 'type', 'is_metapkg']), from: from(row) },
            ]),
          ),
        },
      ]),
    )
  }

  async #targets(use: string, tag: string): Promise<Plain[]> {
    const targets = await this.#structs('getBuildTargets', [], { [use]: tag })
    return targets
      .map(({ name, build_tag_name, dest_tag_name }) => ({
        name,
        build_tag: build_tag_name,
        dest_tag: dest_tag_name,
      }))
      .sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1))
  }

  async #structs(method: string, params: RpcValue[], named: RpcStruct = {}): Promise<RpcStruct[]> {
    return structs(await this.#call(method, params, named))
  }

  #call(method: string, params: RpcValue[], named: RpcStruct = {}): Promise<RpcValue> {
    return this.#client.call({ method, params, named: { ...named, ...this.#at } })
  }
}

function structs(value: RpcValue | undefined): RpcStruct[] {
  return Array.isArray(value) ? value.map(struct) : []
}

function struct(value: RpcValue | undefined): RpcStruct {
  if (isStruct(value)) return value
  throw new Error(`no struct: ${JSON.stringify(value)}`)
}

function pick(row: RpcStruct, keys: readonly string[]): Plain {
  return Object.fromEntries(keys.map(key => [key, row[key]]))
}

function withoutOrigin<T extends { readonly origin?: unknown }>({ origin: _, ...row }: T): Omit<T, 'origin'> {
  return row
}

/** By key: in which order a hub lists them is no matter. */
function mapped(entries: readonly (readonly unknown[])[]): Plain {
  const sorted = entries.map(([key, value]) => [String(key), value] as const)
  return Object.fromEntries(sorted.sort(([a], [b]) => (a < b ? -1 : 1)))
}
