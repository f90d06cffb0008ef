import { Double, type RpcStruct, type RpcValue } from '../hub/codec/value.js'
import { buildExtra, commonFields, completeState } from './build-info.js'
import { genericError } from './fault.js'
import { ancestorsOf } from './inheritance-data.js'
import { reference, sqlText } from './lookup.js'
import { effectiveList } from './package-data.js'
import { str, truthy } from './python.js'
import type { Build } from './store/build-table.js'
import type { Store } from './store/store.js'

export interface TaggedQuery {
  readonly event?: number | null
  readonly inherit?: boolean
  /** only the latest of each package, or so many of them */
  readonly latest?: RpcValue
  /** names */
  readonly package?: RpcValue
  readonly owner?: RpcValue
  readonly type?: RpcValue
  readonly draft?: RpcValue
}

/** A build in a tag, and since which event. */
export interface TaggedBuild {
  readonly build: Build
  readonly tag_id: number
  readonly create_event: number
}

/**
 * Koji's `readTaggedBuilds`: the complete builds of a tag, then of its ancestors, in each the last tagged
 * first. What the package list of the tag (not of the ancestor) lacks or blocks is hidden.
 */
export function taggedBuilds(store: Store, tag: number, query: TaggedQuery = {}): TaggedBuild[] {
  const { event = null, inherit = false, latest = false, draft = null } = query
  const [wantedPackage, wantedOwner] = [nameFilter(query.package), nameFilter(query.owner)]
  const tags = [tag, ...(inherit ? ancestorsOf(store, tag, event).map(link => link.parent) : [])]
  const listed = effectiveList(store, tag, { event, withOwners: false })
  const packages = new Set(listed.filter(row => !row.blocked).map(row => row.package_id))
  const isWanted = ({ build }: TaggedBuild) =>
    build.state === completeState &&
    packages.has(build.package_id) &&
    wantedPackage(store.package.nameOf(build.package_id)) &&
    wantedOwner(store.users.nameOf(build.owner)) &&
    (draft === null || truthy(draft) === build.draft)
  if (!hasBuildsOf(query.type ?? null)) return []
  const builds = tags.flatMap(id => buildsIn(store, id, event).filter(isWanted))
  return latest === null || !truthy(latest) ? builds : latestOf(builds, latest)
}

function nameFilter(name: RpcValue = null): (name: string | null) => boolean {
  if (!truthy(name)) return () => true
  const wanted = sqlText(name)
  return name => name === wanted
}

const buildTypes = ['rpm', 'maven', 'win', 'image']

/** Which types a build has comes with its content, and the sandbox's builds have none. */
function hasBuildsOf(type: RpcValue): boolean {
  if (type === null) return true
  const key = reference(type)
  const isKnown = 'id' in key ? buildTypes[key.id - 1] !== undefined : buildTypes.includes(key.name)
  if (!isKnown) throw genericError(`unsupported build type: ${str(type)}`)
  return false
}

function buildsIn(store: Store, tag_id: number, event: number | null): TaggedBuild[] {
  return store.tag_listing
    .at(event, 'tag_id', tag_id)
    .flatMap(({ build_id, create_event }) => {
      const build = store.builds.byId(build_id)
      return build === undefined ? [] : [{ build, tag_id, create_event }]
    })
    .sort((a, b) => b.create_event - a.create_event || b.build.id - a.build.id)
}

/** The first ones of each package; what is no number counts as one. */
function latestOf(builds: readonly TaggedBuild[], latest: RpcValue): TaggedBuild[] {
  const most = latest instanceof Double ? latest.value : typeof latest === 'number' ? latest : 1
  const seen = new Map<number, number>()
  return builds.filter(({ build }) => {
    const count = seen.get(build.package_id) ?? 0
    if (count >= most) return false
    seen.set(build.package_id, count + 1)
    return true
  })
}

/** The struct that `listTagged` answers. */
export function taggedStruct(store: Store, tagged: TaggedBuild, { extra = false } = {}): RpcStruct {
  return {
    ...commonFields(store, tagged.build),
    tag_id: tagged.tag_id,
    tag_name: store.tag.nameOf(tagged.tag_id),
    create_event: tagged.create_event,
    ...(extra && { extra: buildExtra(tagged.build) }),
  }
}
