import type { Json } from '../koji/json.js'
import type { ExtraValue, Link, OwnPackage, RepoUse } from '../koji/tag.js'
import type { SettingValue } from '../plan/change.js'
import { cleanLine } from './clean.js'

/** `f44-build (10, intransitive)` */
export function linkText({ parent, ...fields }: Link): string {
  return `${cleanLine(parent)} (${linkFields(fields).join(', ')})`
}

/** What tells a link from Koji's default one, its priority first. */
export function linkFields({
  priority,
  maxdepth,
  intransitive,
  noconfig,
  pkg_filter,
}: Omit<Link, 'parent'>): string[] {
  return [
    String(priority),
    ...(intransitive ? ['intransitive'] : []),
    ...(noconfig ? ['noconfig'] : []),
    ...(maxdepth === null ? [] : [`maxdepth ${maxdepth}`]),
    ...(pkg_filter === '' ? [] : [`pkg_filter ${cleanLine(pkg_filter)}`]),
  ]
}

/** `epel (5, bare, arches x86_64)`: the priority, and what is not Koji's default */
export function repoUseText({ repo, priority, merge_mode, arches }: RepoUse): string {
  const fields = [
    String(priority),
    ...(merge_mode === 'koji' ? [] : [cleanLine(merge_mode)]),
    ...(arches === null ? [] : [`arches ${cleanLine(arches)}`]),
  ]
  return `${cleanLine(repo)} (${fields.join(', ')})`
}

/** `epel (5 → 10, arches x86_64 → all)`: what differs */
export function repoUseChangeText(before: RepoUse, after: RepoUse): string {
  const fields = [
    ['', String(before.priority), String(after.priority)],
    ['', before.merge_mode, after.merge_mode],
    ['arches ', before.arches ?? 'all', after.arches ?? 'all'],
  ] as const
  return `${cleanLine(after.repo)} (${differencesText(fields)})`
}

/** `url a → b, arches x86_64 → all`; what is the same is left out. */
export function differencesText(fields: readonly (readonly [string, string, string])[]): string {
  return fields
    .filter(([, before, after]) => before !== after)
    .map(([label, before, after]) => `${label}${cleanLine(before)} → ${cleanLine(after)}`)
    .join(', ')
}

export function settingText(field: string, value: SettingValue): string {
  if (field === 'arches')
    return value === null ? 'inherited' : value === '' ? 'none' : cleanLine(String(value))
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return cleanLine(value)
}

/** As JSON, so that `true` and `"true"` look different. */
export function extraText(value: ExtraValue | null): string {
  if (value === null) return 'not set'
  return value.blocked ? 'blocked' : jsonText(value.value)
}

export function jsonText(value: Json): string {
  return cleanLine(JSON.stringify(value))
}

/** `owner releng, extra arches i686`; the owner of a block matters to nobody. */
export function ownPackageText({ blocked, owner, extra_arches }: OwnPackage): string[] {
  return [
    blocked ? 'blocked' : `owner ${ownerText(owner)}`,
    ...(extra_arches === null || extra_arches === '' ? [] : [`extra arches ${cleanLine(extra_arches)}`]),
  ]
}

/** `listed → blocked`, `owner a → b` */
export function packageDifferences(before: OwnPackage, after: OwnPackage): string[] {
  const pairs = [
    ['', before.blocked ? 'blocked' : 'listed', after.blocked ? 'blocked' : 'listed'],
    ['owner ', ownerText(before.owner), ownerText(after.owner)],
    ['extra arches ', archesText(before.extra_arches), archesText(after.extra_arches)],
  ]
  return pairs
    .filter(([, was, becomes]) => was !== becomes)
    .map(([label, was, becomes]) => `${label}${was} → ${becomes}`)
}

function ownerText(owner: string | null): string {
  return owner === null ? 'nobody' : cleanLine(owner)
}

function archesText(arches: string | null): string {
  return arches === null || arches === '' ? 'none' : cleanLine(arches)
}

const macroLabels = new Map([
  ['rpm.macro.dist', 'dist tag'],
  ['rpm.macro.distcore', 'dist core'],
])

/** What people call an extra setting, if they have a word of their own for it. */
export function macroLabel(key: string): string | undefined {
  return macroLabels.get(key)
}

export function extraLabel(key: string): string {
  return macroLabel(key) ?? `extra ${cleanLine(key)}`
}
