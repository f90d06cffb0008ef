import { RelengError } from '../koji/error.js'
import { compareText } from '../koji/json.js'
import type { HubIdentity, Origin } from '../koji/live-state.js'
import type { RowVersion } from '../koji/row-version.js'
import { AsOf } from './as-of.js'
import { Batch } from './batch.js'
import type { HubClient } from './client.js'
import type { RpcStruct } from './codec/value.js'
import type { KojiFault } from './fault.js'
import { isUnknownName } from './history-query.js'
import { askHubFacts } from './hub-facts.js'
import { LiveRecord } from './live-record.js'
import { packageTables } from './package-history.js'
import { withOwners } from './package-owners.js'
import { Row } from './row.js'
import { readVersions } from './row-versions.js'
import { tagTables } from './tag-history.js'

/** What is asked of a hub's past. Without names it is asked for all that the hub has. */
export interface PastQuestion {
  /** with the targets that are built in them, or for them */
  readonly tags: readonly string[]
  readonly targets: readonly string[]
  readonly external_repos: readonly string[]
  /** who wrote it, by name or Kerberos principal */
  readonly user?: string | undefined
  /** the last event that does not count */
  readonly after?: number | undefined
  /** the last that counts */
  readonly until?: number | undefined
  /** also what was tagged and untagged: it may be a lot */
  readonly builds: boolean
}

/** Versions of rows, among which is each that was made or ended by an event that is meant. */
export interface Past {
  readonly hub: HubIdentity
  /** the hub's last event when it was asked */
  readonly event: number
  readonly versions: readonly RowVersion[]
  /** whether an event is meant */
  readonly isMeant: (origin: Origin) => boolean
}

/**
 * Asks for what happened on a hub, in one request, and in another one for what rows of package lists lack: Koji keeps
 * their owners in a table of their own. Anonymous. Throws where a name never was there.
 *
 * Koji's filter by a tag knows the targets that build for it and not those that build in it. So targets are asked for
 * without that filter, and chosen here.
 */
export async function readPast(client: HubClient, profile: string, question: PastQuestion): Promise<Past> {
  const record = new LiveRecord()
  const batch = new Batch()
  const answers: Row[] = []
  const faults: { readonly fault: KojiFault; readonly names: readonly string[] }[] = []
  let author = question.user
  askHubFacts(batch, new AsOf(), record)
  if (question.user !== undefined) {
    batch.add({ method: 'getUser', params: [question.user], named: { krb_princs: false } }, value => {
      author = value === null ? undefined : Row.from(value, 'getUser').text('name')
    })
  }
  for (const { tables, ...filter } of queries(question)) {
    const named = { ...filter, ...timeOf(question), tables: [...tables] }
    batch.add(
      { method: 'queryHistory', params: [], named },
      value => answers.push(Row.from(value, 'queryHistory')),
      fault => {
        faults.push({ fault, names: Object.entries(filter).map(([kind, name]) => `${words[kind]} ${name}`) })
        return true
      },
    )
  }
  await batch.send(client)
  if (question.user !== undefined && author === undefined) throw unknownUser(question.user, client.url)
  const other = faults.find(({ fault }) => !isUnknownName(fault))
  if (other !== undefined) throw other.fault
  if (faults.length > 0)
    throw neverThere(
      faults.flatMap(({ names }) => names),
      client.url,
    )
  const { after = 0, until = Number.POSITIVE_INFINITY } = question
  const isMeant = (origin: Origin) =>
    origin.event > after && origin.event <= until && (author ?? origin.author) === origin.author
  const found = chosen(answers.flatMap(readVersions), question)
  const versions = isPartial(question) ? await withOwners(client, found, isMeant) : found
  const { version, event } = record
  return {
    hub: { profile, url: client.url, version: client.version ?? version },
    event,
    versions,
    isMeant,
  }
}

interface Query extends Readonly<Record<string, unknown>> {
  readonly tables: readonly string[]
}

const words: { readonly [filter: string]: string } = {
  tag: 'tag',
  build_target: 'target',
  external_repo: 'external repo',
}

function queries({ tags, targets, external_repos, builds }: PastQuestion): (RpcStruct & Query)[] {
  const ofTag = [...tagTables, ...packageTables, ...(builds ? ['tag_listing'] : [])]
  if (tags.length + targets.length + external_repos.length === 0)
    return [{ tables: [...ofTag, 'build_target_config', 'external_repo_config'] }]
  return [
    ...tags.map(tag => ({ tag, tables: ofTag })),
    ...(tags.length > 0 ? [{ tables: ['build_target_config'] }] : []),
    ...targets.map(build_target => ({ build_target, tables: ['build_target_config'] })),
    ...external_repos.map(external_repo => ({ external_repo, tables: ['external_repo_config'] })),
  ]
}

/** Both filters by event keep the versions that end in the time asked for, and so the old half of each change. */
function timeOf({ user, after, until }: PastQuestion): RpcStruct {
  return {
    ...(user !== undefined && { editor: user }),
    ...(after !== undefined && { afterEvent: after }),
    ...(until !== undefined && { beforeEvent: until + 1 }),
  }
}

/** Whether versions may be missing that were in force all the time, or that others made. */
function isPartial({ user, after }: PastQuestion): boolean {
  return user !== undefined || (after ?? 0) > 0
}

function chosen(versions: readonly RowVersion[], question: PastQuestion): RowVersion[] {
  const { tags, targets, external_repos } = question
  if (tags.length + targets.length + external_repos.length === 0) return [...versions]
  const [wanted, named] = [new Set(tags), new Set(targets)]
  // A target that moves from one tag to another has to do with both.
  const near = versions.flatMap(({ kind, value }) =>
    kind === 'target' && (wanted.has(value.build_tag) || wanted.has(value.dest_tag)) ? [value.name] : [],
  )
  const targetsNear = new Set([...named, ...near])
  const unique = new Map<string, RowVersion>()
  for (const version of versions) {
    // The tag filter matches a link at either end, and a target may be asked for twice.
    if (version.kind === 'target' ? !targetsNear.has(version.target) : isElsewhere(version, wanted)) continue
    unique.set(identity(version), version)
  }
  return [...unique.values()]
}

function isElsewhere(version: RowVersion, wanted: ReadonlySet<string>): boolean {
  return 'tag' in version && !wanted.has(version.tag)
}

function identity({ kind, origin, end, value, ...names }: RowVersion): string {
  return JSON.stringify([kind, origin.event, end?.event, Object.values(names)])
}

function unknownUser(user: string, where: string): RelengError {
  return new RelengError(`there is no user ${user}`, {
    where,
    next: 'write the name as the hub tells it: koji-releng tags show says who wrote what',
  })
}

function neverThere(names: readonly string[], where: string): RelengError {
  return new RelengError(
    names
      .map(name => `there never was a ${name}`)
      .sort(compareText)
      .join('\n'),
    {
      where,
      next: 'mend the names: they are those of today, also of what was deleted',
    },
  )
}
