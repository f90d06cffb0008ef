import type { Origin } from '../koji/live-state.js'
import { defaultGroupConfig, defaultSettings, type Settings } from '../koji/tag.js'
import type { Action, Change, ChangeOf } from '../plan/index.js'
import { cleanLine } from './clean.js'
import {
  extraText,
  groupOptionsText,
  linkFields,
  linkText,
  macroLabel,
  ownPackageText,
  packageDifferences,
  settingText,
} from './value-text.js'

/** One line below a resource: what it is about, and what happens. */
export interface Row {
  readonly label: string
  readonly sign?: Action
  readonly text: string
  /** who made what is replaced or taken away */
  readonly origin?: Origin
}

const settingLabels: { [field in keyof Settings]: string } = {
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
    case 'setting': {
      const [before, after] = [
        settingText(change.field, change.before),
        settingText(change.field, change.after),
      ]
      return [{ label: settingLabels[change.field], sign: 'update', text: `${before} → ${after}`, ...origin }]
    }
    case 'extra':
      return [{ ...extraRow(change), ...origin }]
    case 'inheritance':
      return [{ label: 'inheritance', sign: change.action, text: inheritanceText(change), ...origin }]
    case 'group':
      return [
        {
          label: `group ${cleanLine(change.group)}`,
          sign: change.action,
          text: groupText(change),
          ...origin,
        },
      ]
    case 'group_package': {
      const [label, name] = [`group ${cleanLine(change.group)}`, cleanLine(change.package)]
      if (change.action === 'update')
        return [{ label, sign: 'update', text: `${name}: blocked → listed`, ...origin }]
      const blocked = change.before?.blocked ? ' (a block)' : ''
      return [{ label, sign: change.action, text: name + blocked, ...origin }]
    }
    case 'group_requirement':
      return [
        {
          label: `group ${cleanLine(change.group)}`,
          sign: change.action,
          text: `requirement on group ${cleanLine(change.required)}`,
          ...origin,
        },
      ]
    case 'package':
      return [{ label: 'packages', sign: change.action, text: packageText(change), ...origin }]
    case 'external_repo_use':
      return [{ label: 'external repo', sign: change.action, text: cleanLine(change.repo), ...origin }]
    case 'target':
      return targetRows(change)
    case 'external_repo':
      return [{ label: 'url', text: cleanLine((change.after ?? change.before)?.url ?? ''), ...origin }]
  }
}

function tagRows({ action, after, origin }: ChangeOf<'tag'>): Row[] {
  if (action === 'delete' || after === null) {
    return [{ label: '', text: 'with all that it holds and all links to it', ...(origin && { origin }) }]
  }
  const fields = ['arches', 'perm', 'locked', 'maven_support', 'maven_include_all'] as const
  return fields
    .filter(field => after[field] !== defaultSettings[field])
    .map(field => ({ label: settingLabels[field], text: settingText(field, after[field]) }))
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

function groupText({ group, before, after }: ChangeOf<'group'>): string {
  if (after === null) return 'the group’s own options'
  if (before === null) return ['the group', ...groupOptionsText(after, defaultGroupConfig(group))].join(', ')
  return `${groupOptionsText(before, after).join(', ')} → ${groupOptionsText(after, before).join(', ')}`
}

function packageText({ package: name, before, after, inherited }: ChangeOf<'package'>): string {
  const above = inherited && `${cleanLine(inherited.from)} ${inherited.blocked ? 'blocks' : 'lists'} it`
  if (before === null || after === null) {
    const row = after ?? before
    return `${cleanLine(name)} (${[...(row ? ownPackageText(row) : []), ...(above ? [above] : [])].join(', ')})`
  }
  return `${cleanLine(name)}: ${packageDifferences(before, after).join(', ')}`
}

function targetRows({ before, after, origin }: ChangeOf<'target'>): Row[] {
  const fields = [
    ['build tag', 'build_tag'],
    ['destination', 'dest_tag'],
  ] as const
  const by = origin && { origin }
  return fields.flatMap(([label, field]): Row[] => {
    const [old, wanted] = [cleanLine(before?.[field] ?? ''), cleanLine(after?.[field] ?? '')]
    if (before === null) return [{ label, text: wanted }]
    if (after === null) return [{ label, sign: 'delete', text: old, ...by }]
    return old === wanted ? [] : [{ label, sign: 'update', text: `${old} → ${wanted}`, ...by }]
  })
}
