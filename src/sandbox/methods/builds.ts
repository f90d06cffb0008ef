import { isStruct, type RpcStruct, type RpcValue } from '../../hub/codec/value.js'
import { packageNamed } from '../build-import.js'
import { buildStruct, completeState, findBuild, findBuildStrict, nvrText, stateName } from '../build-info.js'
import type { Call } from '../call.js'
import { buildError, databaseError, genericError, keyError, parameterError, typeError } from '../fault.js'
import { member, sqlText, verifyName } from '../lookup.js'
import { method } from '../method.js'
import { repr, toInt, truthy } from '../python.js'
import type { Build } from '../store/build-table.js'
import { integer, nullable } from '../store/column.js'
import { findUserStrict } from '../user-info.js'

export const buildMethods = [
  method('getBuild', 'get_build(buildInfo, strict=False)', ({ store }, info, strict) => {
    const build = truthy(strict) ? findBuildStrict(store, info) : findBuild(store, info)
    return build === undefined ? null : buildStruct(store, build)
  }),
  method('getNextRelease', 'get_next_release(build_info, incr=1)', nextRelease),
  method(
    'createEmptyBuild',
    'RootExports.createEmptyBuild(name, version, release, epoch, owner=None, draft=False)',
    createEmptyBuild,
  ),
]

/** What the newest build of a version is followed by; failed and canceled builds do not count, nor drafts. */
function nextRelease({ store }: Call, info: RpcValue, givenIncrement: RpcValue): string {
  const increment = toInt(givenIncrement)
  if (givenIncrement === null || increment === undefined) {
    throw parameterError('incr parameter must be an integer')
  }
  const [name, version] = ['name', 'version'].map(key => sqlText(required(info, key)))
  const pkg = store.package.byName(name ?? '')
  const newest = store.builds
    .ofPackage(pkg?.id ?? 0)
    .findLast(build => build.version === version && build.state <= 2 && !build.draft)
  return newest === undefined ? String(increment) : incremented(newest.release, increment)
}

function required(info: RpcValue, key: string): RpcValue {
  if (!isStruct(info)) throw typeError('indices must be integers or slices')
  const value = member(info, key)
  if (value === undefined) throw keyError(key)
  return value
}

function incremented(release: string, increment: number): string {
  const parts = release.split('.')
  const position = [0, 0, 2][parts.length - 1]
  const part = position === undefined ? '' : (parts[position] ?? '')
  if (!/^\d+$/.test(part)) throw buildError(`Unable to increment release value: ${release}`)
  const next = String(BigInt(part) + BigInt(increment))
  return parts.map((old, index) => (index === position ? next : old)).join('.')
}

/** A complete build without content. One that failed, or was canceled, and was never tagged is taken anew. */
function createEmptyBuild(
  call: Call,
  name: RpcValue,
  version: RpcValue,
  release: RpcValue,
  epoch: RpcValue,
  owner: RpcValue,
  draft: RpcValue,
): number {
  const { store, tx } = call
  call.assertPermission('admin')
  if (!truthy(name)) throw genericError('No name or package id provided for build')
  const pkg = packageNamed(store, tx, verifyName(name))
  const user = owner === null || !truthy(owner) ? call.assertLogin() : findUserStrict(call, owner).id
  const isDraft = truthy(draft)
  const existing = findBuild(store, { name: pkg.name, version, release })
  if (existing !== undefined && isDraft) {
    throw genericError(`Target build already exists: ${nvrText(store, existing)} (id=${existing.id})`)
  }
  const now = call.hub.clock()
  const content = {
    epoch: nullable(integer)(epoch),
    state: completeState,
    owner: user,
    source: null,
    extra: null,
    task_id: null,
    start_time: now,
    completion_time: now,
  }
  if (existing !== undefined) {
    const given = { name, version, release, epoch, draft: isDraft, ...(owner !== null && { owner: user }) }
    assertRecyclable(call, existing, { ...given, pkg_id: pkg.id, ...defaults, owner: user, ...noTask })
    store.builds.update(tx, { ...existing, ...content, create_event: call.author().event })
    return existing.id
  }
  const [text, target] = [sqlText(version), sqlText(release)]
  if (text === null || target === null) throw databaseError('null value violates not-null constraint')
  const id = store.builds.nextId()
  const identity = { id, package_id: pkg.id, version: text, draft: isDraft }
  const named = { ...identity, release: isDraft ? `${target},draft_${id}` : target }
  store.builds.insert(tx, { ...named, ...content, create_event: call.author().event })
  return id
}

// What Koji fills in, in its order: a fault shows it.
const defaults = {
  extra: null,
  state: completeState,
  start_time: 'NOW',
  completion_time: 'NOW',
  source: null,
}
const noTask = { task_id: null, volume_id: 0 }

function assertRecyclable({ store }: Call, build: Build, given: RpcStruct): void {
  const state = stateName(build.state)
  if (state === 'BUILDING') throw typeError('%d format: a real number is required, not NoneType')
  if (state !== 'FAILED' && state !== 'CANCELED') {
    throw genericError(`Build already exists (id=${build.id}, state=${state}): ${repr(given)}`)
  }
  if (store.tag_listing.rowsWith('build_id', build.id).length > 0) {
    throw genericError('Build already exists. Unable to recycle, has tag history')
  }
}
