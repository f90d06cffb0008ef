import type { ExtraValue, Settings, Target } from '../koji/tag.js'
import { AsOf } from './as-of.js'
import { Batch } from './batch.js'
import type { Caller } from './caller.js'
import { isUnknownName } from './history-query.js'
import { PackageBuilds } from './package-builds.js'
import { Row } from './row.js'
import { readTagHistory } from './tag-history.js'

/** What an audit may want to know beside the tags that it reads. What is left out is not asked for. */
export interface FactQuestions {
  /** permissions: who holds them */
  readonly permissions?: Iterable<string>
  /** tags that may not be among those that were read: whether they exist, and how they are set */
  readonly tags?: Iterable<string>
  /** packages, under the names of RPMs: in which tags there are builds that have them */
  readonly packages?: Iterable<string>
  /** the names of all tags that there are, and all targets */
  readonly names?: boolean
}

/** The answers. What was not asked for, or what the hub does not tell, is not there. */
export interface AuditFacts {
  /** by permission, the users that hold it, be it through a group, and may log in */
  readonly holders: ReadonlyMap<string, readonly string[]>
  /** `null` for a tag that does not exist */
  readonly tags: ReadonlyMap<string, FactTag | null>
  /** by package and tag, the build tagged there last */
  readonly builds: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly names?: AllNames
}

/** A tag's own settings. */
export interface FactTag {
  readonly name: string
  readonly settings: Pick<Settings, 'arches' | 'locked'>
  readonly extra: ReadonlyMap<string, ExtraValue>
}

/** All that a hub has, by name. */
export interface AllNames {
  readonly tags: ReadonlySet<string>
  readonly targets: ReadonlyMap<string, Target>
}

export const noFacts: AuditFacts = { holders: new Map(), tags: new Map(), builds: new Map() }

/**
 * Reads what an audit asks beside its tags, anonymously, in up to three requests whatever is asked:
 *
 *  1. rows about the permissions, tags and packages that are named, one call each, and the lists of all names;
 *  2. who the holders are; and the builds of packages that may be made from a source of a shorter name;
 *  3. what RPMs the latest of these builds have.
 *
 * @param at the event as of which it is read; whether users may log in is known of today alone
 */
export async function readAuditFacts(
  client: Caller,
  { permissions = [], tags = [], packages = [], names = false }: FactQuestions,
  { at }: { readonly at?: number | undefined } = {},
): Promise<AuditFacts> {
  const asOf = new AsOf(at)
  const batch = new Batch()
  const holders = new Holders(batch, asOf, new Set(permissions))
  const found = new Map<string, FactTag | null>()
  for (const name of new Set(tags)) askTag(batch, asOf, name, tag => found.set(name, tag))
  const builds = new PackageBuilds(batch, asOf, new Set(packages))
  const all = names ? askNames(batch, asOf) : undefined
  await batch.send(client)
  holders.askUsers(batch)
  builds.askSources(batch)
  await batch.send(client)
  builds.askRpms(batch)
  await batch.send(client)
  return { holders: holders.known(), tags: found, builds: builds.known(), ...(all && { names: all }) }
}

function askTag(batch: Batch, asOf: AsOf, name: string, take: (tag: FactTag | null) => void): void {
  take(null)
  batch.add(
    asOf.history({ tag: name }, ['tag_config', 'tag_extra']),
    value => {
      const { exists, tag } = readTagHistory(name, asOf.tables(value))
      take(exists ? tag : null)
    },
    isUnknownName,
  )
}

// Hubs cannot be asked for the tags of a past moment by a shorter call than for the history of all.
function askNames(batch: Batch, asOf: AsOf): AllNames {
  const names = { tags: new Set<string>(), targets: new Map<string, Target>() }
  if (asOf.event === undefined)
    batch.add({ method: 'listTags', params: [], named: { perms: false } }, value => {
      for (const row of Row.list(value, 'listTags')) names.tags.add(row.text('name'))
    })
  else
    batch.add(asOf.history({}, ['tag_config']), value => {
      for (const row of asOf.tables(value).rows('tag_config')) names.tags.add(row.text('tag.name'))
    })
  batch.add({ method: 'getBuildTargets', params: [], named: asOf.named }, value => {
    for (const row of Row.list(value, 'getBuildTargets')) {
      const name = row.text('name')
      names.targets.set(name, {
        name,
        build_tag: row.text('build_tag_name'),
        dest_tag: row.text('dest_tag_name'),
      })
    }
  })
  return names
}

/** A user as today's hub has it: of those that may log in. */
interface User {
  readonly isGroup: boolean
  readonly isBlocked: boolean
}

/** Koji's numbers of the type `GROUP` and of the status `BLOCKED`. */
const [groupType, blockedStatus] = [2, 1]

/** Who holds permissions. Koji grants them to users, and to groups for all their members. */
class Holders {
  readonly #holders = new Map<string, Set<string>>()
  readonly #members = new Map<string, Set<string>>()
  readonly #users = new Map<string, User>()

  constructor(batch: Batch, asOf: AsOf, permissions: ReadonlySet<string>) {
    if (permissions.size === 0) return
    for (const permission of permissions)
      batch.add(
        asOf.history({ permission }, ['user_perms']),
        value => {
          const rows = asOf.tables(value).rows('user_perms')
          this.#holders.set(permission, new Set(rows.map(row => row.text('user.name'))))
        },
        isUnknownName,
      )
    batch.add(asOf.history({}, ['user_groups']), value => {
      for (const row of asOf.tables(value).rows('user_groups')) {
        const group = row.text('group.name')
        this.#members.set(group, (this.#members.get(group) ?? new Set()).add(row.text('user.name')))
      }
    })
  }

  askUsers(batch: Batch): void {
    const groups = [...this.#holders.values()].flatMap(names => [...names])
    const members = groups.flatMap(group => [...(this.#members.get(group) ?? [])])
    for (const name of new Set([...groups, ...members]))
      batch.add({ method: 'getUser', params: [name], named: { krb_princs: false } }, value => {
        if (value === null) return
        const row = Row.from(value, 'getUser')
        const isGroup = row.integer('usertype') === groupType
        this.#users.set(name, { isGroup, isBlocked: row.integer('status') === blockedStatus })
      })
  }

  known(): Map<string, readonly string[]> {
    const mayLogIn = (name: string) => {
      const user = this.#users.get(name)
      return user !== undefined && !user.isGroup && !user.isBlocked
    }
    return new Map(
      [...this.#holders].map(([permission, names]) => {
        const members = [...names].flatMap(name => [...(this.#members.get(name) ?? [])])
        return [permission, [...new Set([...names, ...members])].filter(mayLogIn).sort()]
      }),
    )
  }
}
