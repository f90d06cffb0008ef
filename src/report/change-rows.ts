import { joinArches, splitArches } from '../koji/arches.js'
import type { Origin } from '../koji/live-state.js'
import { defaultSettings, type Settings } from '../koji/tag.js'
import type { SettingValue } from '../plan/change.js'
import type { Action, Change, ChangeOf } from '../plan/index.js'
import { cleanLine } from './clean.js'
import { groupPackageText, groupRequirementText, groupText } from './group-text.js'
import {
  extraText,
  linkFields,
  linkText,
  macroLabel,
  ownPackageText,
  packageDifferences,
  repoUseChangeText,
  repoUseText,
  settingText,
} from './value-text.js'

/** One line below a resource: what it is about, and what happens. */
export interface Row {
  readonly label: string
  readonly sign?: Action
  readonly text: string
  /** who made what is replaced or taken away, or who took it away */
  readonly origin?: Origin
}

export const settingLabels: { [field in keyof Settings]: string } = {
  arches: 'arches',
  perm: 'permission',
  locked: 'locked',
  maven_support: 'maven support',
  maven_include_all: 'maven all',
}

/** The rows that tell a change; every renderer of changes for people goes through here. */
export function changeRows(change: Change): Row[] {
  const origin = change.origin && { origin: change.origin }
  switch (change.kind) {
    case 'tag':
      return tagRows(change)
    case 'setting':
      return [{ label: settingLabels[change.field], sign: 'update', text: changedSetting(change), ...origin }]
    case 'extra':
      return [{ ...extraRow(change), ...origin }]
    case 'inheritance':
      return [{ label: 'inheritance', sign: change.action, text: inheritanceText(change), ...origin }]
    case 'group':
      return [{ ...groupRow(change, groupText(change)), ...origin }]
    case 'group_package':
      return [{ ...groupRow(change, groupPackageText(change)), ...origin }]
    case 'group_requirement':
      return [{ ...groupRow(change, groupRequirementText(change)), ...origin }]
    case 'package':
      return [{ label: 'packages', sign: change.action, text: packageText(change), ...origin }]
    case 'build':
      return [{ label: 'builds', sign: change.action, text: cleanLine(change.build), ...origin }]
    case 'external_repo_use':
      return [{ label: 'external repo', sign: change.action, text: useText(change), ...origin }]
    case 'target':
      return targetRows(change)
    case 'external_repo':
      return externalRepoRows(change)
  }
}

function tagRows({ action, before, after, origin, former }: ChangeOf<'tag'>): Row[] {
  if (action === 'delete' || after === null) return lostSettings(before ?? defaultSettings, origin)
  return [
    ...returningRows(former, ', without what it held'),
    ...fieldsSet(after).map(field => ({
      label: settingLabels[field],
      text: settingText(field, after[field]),
    })),
  ]
}

// The arches in any case: the row tells who made the tag.
function lostSettings(settings: Settings, origin: Origin | undefined): Row[] {
  const fields = new Set<keyof Settings>(['arches', ...fieldsSet(settings)])
  return [...fields].map(field => ({
    label: settingLabels[field],
    sign: 'delete',
    text: settingText(field, settings[field]),
    ...(origin && { origin }),
  }))
}

function fieldsSet(settings: Settings): (keyof Settings)[] {
  const fields = ['arches', 'perm', 'locked', 'maven_support', 'maven_include_all'] as const
  return fields.filter(field => settings[field] !== defaultSettings[field])
}

/** Of a resource that was there before. It stands above the values, since it is about all of them. */
function returningRows(former: Origin | undefined, without: string): Row[] {
  if (former === undefined) return []
  return [{ label: '', text: `comes back under its old id${without}; it was deleted`, origin: former }]
}

function changedSetting({ field, before, after }: ChangeOf<'setting'>): string {
  const isReordered = field === 'arches' && sortedArches(before) === sortedArches(after)
  const why = isReordered ? ' (another order: the SRPM is built on the first)' : ''
  return `${settingText(field, before)} → ${settingText(field, after)}${why}`
}

function sortedArches(arches: SettingValue | null): string | null {
  return typeof arches === 'string' ? joinArches(splitArches(arches).sort()) : null
}

function extraRow({ key, action, before, after }: ChangeOf<'extra'>): Row {
  const macro = macroLabel(key)
  const label = macro ?? 'extra'
  const name = macro === undefined ? `${cleanLine(key)} ` : ''
  const show = (value: typeof after) =>
    macro !== undefined && value?.blocked === false && typeof value.value === 'string'
      ? cleanLine(value.value)
      : extraText(value)
  if (action === 'create') return { label, text: name + show(after) }
  if (action === 'delete') return { label, sign: action, text: name + show(before) }
  return { label, sign: action, text: `${name}${show(before)} → ${show(after)}` }
}

function inheritanceText({ before, after }: ChangeOf<'inheritance'>): string {
  if (before === null) return after === null ? '' : linkText(after)
  if (after === null) return linkText(before)
  return `${cleanLine(after.parent)} (${linkFields(before).join(', ')} → ${linkFields(after).join(', ')})`
}

function groupRow(
  { group, action }: ChangeOf<'group' | 'group_package' | 'group_requirement'>,
  text: string,
): Row {
  return { label: `group ${cleanLine(group)}`, sign: action, text }
}

function useText({ before, after }: ChangeOf<'external_repo_use'>): string {
  if (before === null) return after === null ? '' : repoUseText(after)
  if (after === null) return repoUseText(before)
  return repoUseChangeText(before, after)
}

function externalRepoRows({ before, after, origin, former }: ChangeOf<'external_repo'>): Row[] {
  const [old, wanted] = [cleanLine(before?.url ?? ''), cleanLine(after?.url ?? '')]
  const by = origin && { origin }
  if (after === null) return [{ label: 'url', sign: 'delete', text: old, ...by }]
  if (before !== null) return [{ label: 'url', sign: 'update', text: `${old} → ${wanted}`, ...by }]
  return [...returningRows(former, ', without the tags that used it'), { label: 'url', text: wanted }]
}

function packageText({ package: name, before, after, inherited }: ChangeOf<'package'>): string {
  const above = inherited && `${cleanLine(inherited.from)} ${inherited.blocked ? 'blocks' : 'lists'} it`
  if (before === null || after === null) {
    const row = after ?? before
    return `${cleanLine(name)} (${[...(row ? ownPackageText(row) : []), ...(above ? [above] : [])].join(', ')})`
  }
  return `${cleanLine(name)}: ${packageDifferences(before, after).join(', ')}`
}

function targetRows({ before, after, origin, former }: ChangeOf<'target'>): Row[] {
  const fields = [
    ['build tag', 'build_tag'],
    ['destination', 'dest_tag'],
  ] as const
  const by = origin && { origin }
  const values = fields.flatMap(([label, field]): Row[] => {
    const [old, wanted] = [cleanLine(before?.[field] ?? ''), cleanLine(after?.[field] ?? '')]
    if (before === null) return [{ label, text: wanted }]
    if (after === null) return [{ label, sign: 'delete', text: old, ...by }]
    return old === wanted ? [] : [{ label, sign: 'update', text: `${old} → ${wanted}`, ...by }]
  })
  return [...returningRows(former, ''), ...values]
}
