import { compareText } from '../koji/json.js'
import type {
  HubIdentity,
  LatestBuilds,
  LiveBuild,
  LiveExternalRepo,
  LiveState,
  LiveTag,
  LiveTarget,
  Origin,
  TagContents,
} from '../koji/live-state.js'

/** What answers have told of a hub so far, by name. */
export class LiveRecord {
  readonly tags = new Map<string, LiveTag>()
  readonly leftovers = new Map<string, LiveTag>()
  readonly targets = new Map<string, LiveTarget>()
  readonly externalRepos = new Map<string, LiveExternalRepo>()
  readonly former = {
    tags: new Map<string, Origin>(),
    targets: new Map<string, Origin>(),
    external_repos: new Map<string, Origin>(),
  }
  readonly contents = new Map<string, TagContents>()
  readonly builds = new Map<string, Map<string, LiveBuild>>()
  readonly latest = new Map<string, Record<keyof LatestBuilds, Map<string, string>>>()
  /** who inherits from a tag directly, of all tags whose rows were read, be they there or not */
  readonly children = new Map<string, readonly string[]>()
  /** the ids of tags: they are remembered here and nowhere else */
  readonly ids = new Map<string, number>()
  readonly users = new Set<string>()
  permissions: ReadonlySet<string> = new Set()
  maven = false
  #event: number | undefined
  version = 'unknown'

  /** Of requests that were under way at once, the first to be answered may have seen less than the others. */
  sawEvent(event: number): void {
    this.#event = Math.min(event, this.#event ?? event)
  }

  /** The last event before all that was read. */
  get event(): number {
    return this.#event ?? 0
  }

  /** Whether a tag's rows were read. */
  wasRead(tag: string): boolean {
    return this.children.has(tag)
  }

  /** Tags with all that inherit from them, as far as the rows that were read tell. */
  familyOf(tags: readonly string[]): ReadonlySet<string> {
    const family = new Set(tags)
    for (const tag of family) for (const child of this.children.get(tag) ?? []) family.add(child)
    return family
  }

  state(hub: HubIdentity, event: number): LiveState {
    return {
      hub,
      event,
      tags: sortedMap(this.tags),
      leftovers: sortedMap(this.leftovers),
      targets: sortedMap(this.targets),
      external_repos: sortedMap(this.externalRepos),
      contents: sortedMap(this.contents),
      builds: sortedMap(this.builds),
      latest: sortedMap(this.latest),
      former: {
        tags: sortedMap(this.former.tags),
        targets: sortedMap(this.former.targets),
        external_repos: sortedMap(this.former.external_repos),
      },
      users: new Set([...this.users].sort(compareText)),
      maven: this.maven,
      permissions: this.permissions,
    }
  }
}

// Answers arrive in any order of names; a state is the same whatever it was asked for first.
function sortedMap<T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...map].sort(([a], [b]) => compareText(a, b)))
}
