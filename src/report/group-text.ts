import type { Json } from '../koji/json.js'
import { defaultGroupConfig, defaultGroupPackage, defaultGroupRequirement } from '../koji/tag.js'
import type { ChangeOf } from '../plan/index.js'
import { cleanLine } from './clean.js'
import { jsonText } from './value-text.js'

/** `the group, description "what builds need"`, `the group of f43: listed → blocked` */
export function groupText({ group, before, after, inherited }: ChangeOf<'group'>): string {
  if (after === null) {
    if (before?.blocked) return 'the block'
    return inherited === null ? 'the group' : 'the group’s own options'
  }
  if (before !== null) return optionDifferences(before, after)
  if (inherited === null) return ['the group', ...optionsBeside(after, defaultGroupConfig(group))].join(', ')
  return `the group of ${cleanLine(inherited.from)}: ${optionDifferences(inherited, after)}`
}

/** `bash`, `bash (optional)`, `gnupg2 (blocked)`, `bash: type mandatory → optional` */
export function groupPackageText({ package: name, before, after }: ChangeOf<'group_package'>): string {
  return entryText(cleanLine(name), before, after, defaultGroupPackage)
}

/** `requirement on group srpm-build (optional)` */
export function groupRequirementText({ required, before, after }: ChangeOf<'group_requirement'>): string {
  const name = `requirement on group ${cleanLine(required)}`
  return entryText(name, before, after, defaultGroupRequirement)
}

function entryText<Row extends object>(
  name: string,
  before: Row | null,
  after: Row | null,
  usual: Row,
): string {
  if (before !== null && after !== null) return `${name}: ${optionDifferences(before, after)}`
  const options = optionsBeside(after ?? before ?? usual, usual)
  return options.length === 0 ? name : `${name} (${options.join(', ')})`
}

/** What differs from the usual. A flag that is set and the type of an entry are told by themselves. */
function optionsBeside(row: object, usual: object): string[] {
  const values = new Map(Object.entries<Json>({ ...usual }))
  return Object.entries<Json>({ ...row })
    .filter(([key, value]) => values.get(key) !== value)
    .map(([key, value]) => (value === true ? key : key === 'type' ? word(value) : `${key} ${word(value)}`))
}

/** `type mandatory → optional, listed → blocked` */
export function optionDifferences(before: object, after: object): string {
  const old = new Map(Object.entries<Json>({ ...before }))
  return Object.entries<Json>({ ...after })
    .filter(([key, value]) => old.get(key) !== value)
    .map(([key, value]) => {
      if (key === 'blocked') return value ? 'listed → blocked' : 'blocked → listed'
      return `${key} ${word(old.get(key) ?? null)} → ${word(value)}`
    })
    .join(', ')
}

function word(value: Json): string {
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'string' && /^[\w.+-]+$/.test(value) ? value : jsonText(value)
}
