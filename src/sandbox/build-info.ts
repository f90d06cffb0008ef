import { isStruct, type RpcStruct, type RpcValue } from '../hub/codec/value.js'
import { formatTime } from './clock.js'
import { databaseError, genericError } from './fault.js'
import { double, member, sqlText } from './lookup.js'
import { isInt, repr, str, typeName } from './python.js'
import { parseJson } from './python-json.js'
import type { Build } from './store/build-table.js'
import type { Store } from './store/store.js'

/** Koji's `get_build`: by id, by name-version-release, or by a struct of these. */
export function findBuild(store: Store, info: RpcValue): Build | undefined {
  if (typeof info === 'boolean') throw databaseError('operator does not exist: integer = boolean')
  if (isInt(info)) return store.builds.byId(Number(info))
  const { name, version, release } = nvrOf(info)
  const pkg = store.package.byName(sqlText(name) ?? '')
  const [wantedVersion, wantedRelease] = [sqlText(version), sqlText(release)]
  if (pkg === undefined) return undefined
  return store.builds
    .ofPackage(pkg.id)
    .find(build => build.version === wantedVersion && build.release === wantedRelease)
}

/** As `findBuild`; the fault quotes what it was given, unless that is an id. */
export function findBuildStrict(store: Store, info: RpcValue): Build {
  const build = findBuild(store, info)
  if (build === undefined) throw genericError(`No such build: ${isInt(info) ? str(info) : repr(info)}`)
  return build
}

interface Nvr {
  readonly name: RpcValue
  readonly version: RpcValue
  readonly release: RpcValue
}

function nvrOf(info: RpcValue): Nvr {
  if (typeof info === 'string') return parseNvr(info)
  if (!isStruct(info)) throw genericError(`Invalid type for argument: ${typeName(info)}`)
  const [name, version, release] = ['name', 'version', 'release'].map(key => member(info, key))
  if (name === undefined || version === undefined || release === undefined) {
    throw genericError('did not provide name, version, and release')
  }
  return { name, version, release }
}

/** A release after the last dash, before it a version that is not empty; an epoch may lead, and is ignored. */
function parseNvr(text: string): Nvr {
  const last = text.lastIndexOf('-')
  const middle = last === -1 ? -1 : text.slice(0, last).lastIndexOf('-')
  if (last === -1 || last === text.length - 1 || middle === -1 || middle === last - 1) {
    throw genericError(`invalid format: ${text}`)
  }
  const name = text.slice(0, middle)
  return {
    name: name.slice(name.indexOf(':') + 1),
    version: text.slice(middle + 1, last),
    release: text.slice(last + 1),
  }
}

export function nvrText(store: Store, build: Build): string {
  return `${store.package.nameOf(build.package_id)}-${build.version}-${build.release}`
}

/** What every answer about a build has. */
export function commonFields(store: Store, build: Build): RpcStruct {
  const name = store.package.nameOf(build.package_id)
  return {
    id: build.id,
    build_id: build.id,
    package_id: build.package_id,
    package_name: name,
    name,
    version: build.version,
    release: build.release,
    epoch: build.epoch,
    nvr: nvrText(store, build),
    draft: build.draft,
    state: build.state,
    task_id: build.task_id,
    owner_id: build.owner,
    owner_name: store.users.nameOf(build.owner),
    promoter_id: null,
    promoter_name: null,
    creation_event_id: build.create_event,
    creation_time: timeText(store.events.timeOf(build.create_event)),
    start_time: timeText(build.start_time),
    completion_time: timeText(build.completion_time),
    promotion_time: null,
    volume_id: 0,
    volume_name: 'DEFAULT',
  }
}

/** The struct that `getBuild` answers. */
export function buildStruct(store: Store, build: Build): RpcStruct {
  return {
    ...commonFields(store, build),
    creation_ts: double(store.events.timeOf(build.create_event)),
    start_ts: double(build.start_time),
    completion_ts: double(build.completion_time),
    promotion_ts: null,
    source: build.source,
    extra: buildExtra(build),
    cg_id: null,
    cg_name: null,
  }
}

export function buildExtra({ extra }: Build): RpcValue {
  return extra === null ? null : parseJson(extra)
}

function timeText(seconds: number | null): string | null {
  return seconds === null ? null : formatTime(seconds)
}

const states = ['BUILDING', 'COMPLETE', 'DELETED', 'FAILED', 'CANCELED']
export const completeState = 1

export function stateName(state: number): string {
  return states[state] ?? String(state)
}

export function stateNumber(name: string): number {
  return states.indexOf(name)
}
