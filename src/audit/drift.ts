import type { Json, JsonObject } from '../koji/json.js'
import { isJsonObject } from '../koji/json.js'
import type { Origin } from '../koji/live-state.js'
import {
  type Change,
  isTagChange,
  isWhole,
  resourceOf,
  resourceWords,
  rowName,
  rowPartText,
  type Unresolved,
} from '../plan/index.js'
import type { Finding, Severity } from './finding.js'
import { findingPath } from './path.js'

/** What the journals and the hub's history know of a change that would undo a drift. */
export interface Known {
  /** who made it so */
  readonly by: readonly Origin[]
  /** the run that last wrote the row */
  readonly run?: string | undefined
}

/**
 * The drift of a hub: one finding for each change that leads back to what the files say. What a tag that is missing
 * lacks is no news beside that it is missing.
 */
export function driftFindings(changes: readonly Change[], known: (change: Change) => Known): Finding[] {
  return reported(changes).map(change => {
    const { before, after, source } = change
    const { by, run } = known(change)
    return {
      rule: 'drift',
      severity: severityOf(change),
      resource: resourceOf(change),
      path: pathOf(change),
      message: messageOf(change),
      expected: jsonOf(after),
      found: jsonOf(before),
      by,
      // Of a row that the hub has no trace of, no run has written any yet.
      ...(run !== undefined && by.length > 0 && { run }),
      source,
      mend: 'apply the files, or change them',
    }
  })
}

/** Those of the changes that are findings of their own. */
export function reported(changes: readonly Change[]): Change[] {
  const missing = new Set(
    changes.flatMap(change => (change.kind === 'tag' && change.before === null ? [change.tag] : [])),
  )
  return changes.filter(change => !isTagChange(change) || change.kind === 'tag' || !missing.has(change.tag))
}

/** Names in the files that mean nothing on the hub, unless the drift tells it already. */
export function unresolvedFindings(unresolved: readonly Unresolved[], drift: readonly Finding[]): Finding[] {
  const told = new Set(drift.map(({ path }) => path))
  return unresolved.flatMap(({ what, name, role, source, of, hint }): Finding[] => {
    const path = findingPath(of.kind, of.name, ...of.steps)
    if (told.has(path) || told.has(findingPath(of.kind, of.name))) return []
    const message = `there is no ${what} ${name} (${role})`
    const resource = { kind: of.kind, name: of.name }
    const mend = hint ?? `make the ${what}, or mend the files`
    return [{ rule: 'unresolved', severity: 'error', resource, path, message, by: [], source, mend }]
  })
}

/** Builds break where a whole resource or a parent is missing; what is too much as a whole is no less wrong. */
function severityOf(change: Change): Severity {
  const isLostParent = change.kind === 'inheritance' && change.before === null
  return isLostParent || (isWhole(change) && change.action !== 'update') ? 'error' : 'warning'
}

function pathOf(change: Change): string {
  const { kind, name } = resourceOf(change)
  return findingPath(kind, name, ...stepsOf(change))
}

function stepsOf(change: Change): string[] {
  switch (change.kind) {
    case 'tag':
    case 'target':
    case 'external_repo':
      return []
    case 'setting':
      return [change.field]
    case 'extra':
      return ['extra', change.key]
    case 'inheritance':
      return ['inheritance', change.parent]
    case 'group':
      return ['groups', change.group]
    case 'group_package':
      return ['groups', change.group, 'packages', change.package]
    case 'group_requirement':
      return ['groups', change.group, 'requires', change.required]
    case 'package':
      return ['packages', change.package]
    case 'build':
      return ['builds', change.build]
    case 'external_repo_use':
      return ['external_repos', change.repo]
  }
}

function messageOf(change: Change): string {
  const what = isWhole(change)
    ? `the ${resourceWords[resourceOf(change).kind]}`
    : rowPartText(rowName(change))
  const [found, wanted] = [jsonOf(change.before), jsonOf(change.after)]
  if (change.kind === 'setting')
    return `${what} is ${settingText(change.field, found)}, should be ${settingText(change.field, wanted)}`
  if (change.action === 'delete') return `${what} is there, and should not be`
  if (change.action === 'create') return `${what} ${isBlock(wanted) ? 'is not blocked' : 'is missing'}`
  const differing = isJsonObject(found) && isJsonObject(wanted) ? differences(found, wanted) : []
  return `${what}: ${differing.join('; ')}`
}

function isBlock(row: Json): boolean {
  return isJsonObject(row) && row.blocked === true
}

/** `priority is 10, should be 0`, for each field that differs */
function differences(found: JsonObject, wanted: JsonObject): string[] {
  const names = [...new Set([...Object.keys(found), ...Object.keys(wanted)])]
  return names.flatMap(name => {
    const [is, shall] = [JSON.stringify(found[name] ?? null), JSON.stringify(wanted[name] ?? null)]
    return is === shall ? [] : [`${name.replaceAll('_', ' ')} is ${worded(is)}, should be ${worded(shall)}`]
  })
}

function worded(json: string): string {
  return json === 'null' ? 'not set' : json
}

// No arches and those of the ancestors are two things.
function settingText(field: string, value: Json): string {
  if (value === null) return field === 'arches' ? 'inherited' : 'not set'
  return JSON.stringify(value)
}

function jsonOf(value: Change['before']): Json {
  return typeof value === 'object' && value !== null ? { ...value } : value
}
