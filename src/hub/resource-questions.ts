import type { Origin } from '../koji/live-state.js'
import type { AsOf } from './as-of.js'
import type { Batch } from './batch.js'
import { askNewest, isUnknownName, type Newest } from './history-query.js'
import type { LiveRecord } from './live-record.js'
import { Row } from './row.js'
import { readOrigin } from './row-values.js'

/** Asks whether there is a user. */
export function askUser(batch: Batch, name: string, record: LiveRecord): void {
  batch.add({ method: 'getUser', params: [name], named: { krb_princs: false } }, value => {
    // The hub also finds a user by a Kerberos principal; rows then name the user.
    if (value !== null) record.users.add(Row.from(value, 'getUser').text('name'))
  })
}

/** Asks who deleted a tag, if somebody did. */
export function askFormer(batch: Batch, name: string, asOf: AsOf, record: LiveRecord): void {
  const newest = { revoked: (deletion: Origin) => record.former.tags.set(name, deletion) }
  askNewest(batch, 'tags', name, newest, asOf)
}

/** Asks for a target, or who deleted it. */
export function askTarget(batch: Batch, name: string, asOf: AsOf, record: LiveRecord): void {
  const newest: Newest = {
    inForce: row => {
      const [build_tag, dest_tag] = [row.text('build_tag.name'), row.text('dest_tag.name')]
      record.targets.set(name, { name, build_tag, dest_tag, origin: readOrigin(row) })
    },
    revoked: deletion => record.former.targets.set(name, deletion),
  }
  askNewest(batch, 'targets', name, newest, asOf)
}

/** Asks for an external repo, or who deleted it, and for the tags that use it. */
export function askExternalRepo(batch: Batch, name: string, asOf: AsOf, record: LiveRecord): void {
  const { externalRepos, former } = record
  const newest: Newest = {
    inForce: row => externalRepos.set(name, { name, url: row.text('url'), origin: readOrigin(row) }),
    revoked: deletion => former.external_repos.set(name, deletion),
  }
  askNewest(batch, 'external_repos', name, newest, asOf)
  batch.add(
    asOf.history({ external_repo: name }, ['tag_external_repos']),
    value => {
      const repo = externalRepos.get(name)
      const uses = asOf.tables(value).rows('tag_external_repos')
      const users = uses.map(use => use.text('tag.name')).sort()
      if (repo !== undefined) externalRepos.set(name, { ...repo, users })
    },
    isUnknownName,
  )
}
