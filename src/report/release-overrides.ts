import type { DesiredTag } from '../koji/desired-state.js'
import { byKey, isJsonObject, type Json, type JsonObject, jsonEqual } from '../koji/json.js'
import type { ResourceKind } from '../plan/index.js'
import {
  type Difference,
  type ReleaseState,
  renumber,
  renumberedTag,
  renumberedTarget,
} from '../release/index.js'
import { desiredTagDocument } from './desired-tag-document.js'

/** What a file says of one resource over its template, and which differences of another release that carries. */
export interface Override {
  readonly kind: ResourceKind
  readonly name: string
  /** merged over what the template says (RFC 7396); `null` takes that away */
  readonly patch: Json
  readonly differences: readonly Difference[]
}

/** What the template says of the new release. */
export interface Said {
  readonly made: ReleaseState
  /** the targets that it says are not there */
  readonly absentTargets: ReadonlySet<string>
  /** how templates may say macros: a file cannot say the one over the other */
  readonly macros: 'dist_tag' | 'extra'
}

/** Whatever has to be said over the template so that the new release is like another one, by kind and name. */
export function overridesOf(
  carried: readonly Difference[],
  like: ReleaseState,
  said: Said,
): readonly Override[] {
  const byResource = new Map<string, Difference[]>()
  for (const difference of carried) {
    const key = `${difference.kind} ${difference.b}`
    const others = byResource.get(key)
    if (others === undefined) byResource.set(key, [difference])
    else others.push(difference)
  }
  return [...byResource.values()].flatMap((differences): Override[] => {
    const [first] = differences
    if (first === undefined) return []
    const { kind, b, only } = first
    const name = renumber(b, like.release, said.made.release)
    const base = documentOf(kind, name, said.made)
    if (only === 'a') return base === undefined ? [] : [{ kind, name, patch: null, differences }]
    const wanted = wantedDocument(differences, like, said.made, base)
    const patch = base === undefined ? wanted : patchOf(base, wanted)
    if (base !== undefined && isJsonObject(patch) && Object.keys(patch).length === 0) return []
    return [{ kind, name, patch: asWritten(kind, name, patch, base, said), differences }]
  })
}

function documentOf(kind: ResourceKind, name: string, state: ReleaseState): JsonObject | undefined {
  if (kind === 'tag') {
    const tag = state.tags.get(name)
    return tag && desiredTagDocument(tag)
  }
  if (kind === 'target') {
    const target = state.targets.get(name)
    return target && { build_tag: target.build_tag, dest_tag: target.dest_tag }
  }
  const url = state.external_repos.get(name)
  return url === undefined ? undefined : { url }
}

/** What a resource of the new release shall be: like that of the other, as far as it was chosen. */
function wantedDocument(
  differences: readonly Difference[],
  like: ReleaseState,
  made: ReleaseState,
  base: JsonObject | undefined,
): JsonObject {
  const [first] = differences
  if (first === undefined) return base ?? {}
  const { kind, b, only } = first
  if (kind === 'external_repo')
    return { url: renumber(like.external_repos.get(b) ?? '', like.release, made.release) }
  if (kind === 'target') {
    const target = like.targets.get(b)
    if (target === undefined) return base ?? {}
    const { build_tag, dest_tag } = renumberedTarget(target, like.release, made.release)
    return { build_tag, dest_tag }
  }
  const tag = like.tags.get(b)
  if (tag === undefined) return base ?? {}
  const whole = renumberedTag(tag, like.release, made.release)
  if (only !== null) return desiredTagDocument(whole)
  return differences.reduce((document, difference) => withFacet(document, difference, whole), base ?? {})
}

const facetKeys = ['extra', 'block_extra', 'inheritance', 'groups', 'external_repos'] as const

function withFacet(document: JsonObject, { entries }: Difference, tag: DesiredTag): JsonObject {
  const [facet] = entries.map(({ facet }) => facet)
  const all = desiredTagDocument(tag)
  if (facet === 'settings') {
    const fields = entries.flatMap(({ path }) => path.b ?? path.a ?? [])
    return { ...document, ...only(all, fields) }
  }
  const keys = facetKeys.filter(key => key === facet || (facet === 'extra' && key === 'block_extra'))
  const rest = Object.fromEntries(Object.entries(document).filter(([key]) => !keys.some(one => one === key)))
  // What no file can say stays.
  const isOpen = facet !== null && facet !== undefined && tag.additive.has(facet)
  const manage = isJsonObject(document.manage) ? document.manage : {}
  return { ...rest, ...only(all, keys), ...(isOpen && { manage: { ...manage, [facet]: 'additive' } }) }
}

function only(document: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([key]) => keys.includes(key)))
}

/** The JSON Merge Patch that makes the one of the other. */
export function patchOf(base: JsonObject, wanted: JsonObject): JsonObject {
  const gone = Object.keys(base).filter(key => !Object.hasOwn(wanted, key))
  const changed = Object.entries(wanted).flatMap(([key, value]): [string, Json][] => {
    const old = Object.hasOwn(base, key) ? base[key] : undefined
    if (old !== undefined && jsonEqual(old, value)) return []
    return [[key, isJsonObject(old) && isJsonObject(value) ? patchOf(old, value) : value]]
  })
  return Object.fromEntries([...gone.map((key): [string, Json] => [key, null]), ...changed].sort(byKey))
}

/** In the form in which the template has it: a target that it says is absent, a macro that it calls the dist tag. */
function asWritten(
  kind: ResourceKind,
  name: string,
  patch: Json,
  base: JsonObject | undefined,
  { absentTargets, macros }: Said,
): Json {
  if (!isJsonObject(patch)) return patch
  if (kind === 'target') return absentTargets.has(name) ? { absent: null, ...patch } : patch
  if (kind !== 'tag' || macros === 'extra' || !isJsonObject(patch.extra) || !isJsonObject(base?.extra))
    return patch
  const [macro, ...others] = Object.keys(base.extra).filter(key => key.startsWith(macroPrefix))
  if (macro === undefined || others.length > 0 || !Object.hasOwn(patch.extra, macro)) return patch
  const { [macro]: value = null, ...extra } = patch.extra
  if (value !== null && typeof value !== 'string') return patch
  const dist_tag = value === null ? null : { macro: macro.slice(macroPrefix.length), value }
  const { extra: _, ...rest } = patch
  return { dist_tag, ...rest, ...(Object.keys(extra).length > 0 && { extra }) }
}

const macroPrefix = 'rpm.macro.'
