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
  repoUseChangeText,
  repoUseText,
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
      return [{ label: 'package', sign: change.action, text: cleanLine(change.package), ...origin }]
    case 'external_repo_use':
      return [{ label: 'external repo', sign: change.action, text: useText(change), ...origin }]
    case 'target':
      return targetRows(change)
    case 'external_repo':
      return externalRepoRows(change)
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

function useText({ before, after }: ChangeOf<'external_repo_use'>): string {
  if (before === null) return after === null ? '' : repoUseText(after)
  if (after === null) return repoUseText(before)
  return repoUseChangeText(before, after)
}

function externalRepoRows({ before, after, origin, recreated }: ChangeOf<'external_repo'>): Row[] {
  const [old, wanted] = [cleanLine(before?.url ?? ''), cleanLine(after?.url ?? '')]
  const by = origin && { origin }
  if (after === null) return [{ label: 'url', sign: 'delete', text: old, ...by }]
  if (before !== null) return [{ label: 'url', sign: 'update', text: `${old} → ${wanted}`, ...by }]
  const again = { label: '', text: 'was deleted once: the tags that used it do not use it again' }
  return [{ label: 'url', text: wanted }, ...(recreated ? [again] : [])]
}

function groupText({ group, before, after }: ChangeOf<'group'>): string {
  if (after === null) return 'the group’s own options'
  if (before === null) return ['the group', ...groupOptionsText(after, defaultGroupConfig(group))].join(', ')
  return `${groupOptionsText(before, after).join(', ')} → ${groupOptionsText(after, before).join(', ')}`
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
