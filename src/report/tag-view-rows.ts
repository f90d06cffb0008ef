import type { Origin } from '../koji/live-state.js'
import type { Settings, Target } from '../koji/tag.js'
import type { GroupView, TagView } from '../koji/tag-view.js'
import { settingLabels } from './change-rows.js'
import { cleanLine } from './clean.js'
import { count, few } from './names-text.js'
import { extraText, linkText, macroLabel, ownPackageText, repoUseText, settingText } from './value-text.js'

/** What a row says of a tag, and where it is from: of the tag's own values, who set them. */
export interface Row {
  readonly label: string
  readonly text: string
  /** left out where nothing is inherited, `null` where nobody gives it */
  readonly from?: string | null
  readonly origin?: Origin | undefined
}

/**
 * The rows that tell all of a tag.
 *
 * @param groupsWidth columns for the names of all packages of groups, which else are only counted
 */
export function tagViewRows(tag: TagView, groupsWidth: number | undefined): Row[] {
  return [
    archesRow(tag),
    ...settingRows(tag),
    ...extraRows(tag),
    releaseRow(tag),
    ...inheritanceRows(tag),
    ...tag.groups.flatMap(group => [
      groupRow(group, tag.name),
      ...groupPackageRows(group, tag.name, groupsWidth),
    ]),
    ...repoRows(tag),
    ...packageRows(tag),
    ...targetRows(tag),
    heirsRow(tag),
  ]
}

function archesRow({ settings: { arches } }: TagView): Row {
  const text = arches.value === null ? 'none: no ancestor has any' : settingText('arches', arches.value)
  return { label: settingLabels.arches, text, from: arches.from, origin: arches.origin }
}

function settingRows({ settings }: TagView): Row[] {
  const fields = ['perm', 'locked', 'maven_support', 'maven_include_all'] as const
  return fields.map((field: Exclude<keyof Settings, 'arches'>) => {
    const { value, origin } = settings[field]
    return { label: settingLabels[field], text: settingText(field, value), origin }
  })
}

function extraRows({ extra }: TagView): Row[] {
  return extra.map(value => {
    const { key, from, origin } = value
    const macro = /^rpm\.macro\.(.+)$/s.exec(key)?.[1]
    const isText = macro !== undefined && !value.blocked && typeof value.value === 'string'
    const shown = isText ? cleanLine(String(value.value)) : extraText(value)
    const known = macroLabel(key)
    if (known !== undefined) return { label: known, text: shown, from, origin }
    const [label, name] = macro === undefined ? ['extra', key] : ['macro', `%${macro}`]
    return { label, text: `${cleanLine(name)} ${shown}`, from, origin }
  })
}

/** What becomes of a usual `Release:` of a spec file. */
function releaseRow({ dist_tag }: TagView): Row {
  const label = 'release'
  if (dist_tag === null) return { label, text: '3%{?dist} becomes 3 with the distribution’s own dist tag' }
  const { key, example } = dist_tag
  const condition = key === 'rpm.macro.distcore' ? ', where %dist is %distcore, as in Fedora' : ''
  return { label, text: `3%{?dist} becomes ${cleanLine(example)}${condition}` }
}

function inheritanceRows({ inheritance, ancestors }: TagView): Row[] {
  const label = 'inheritance'
  if (inheritance.length === 0) return [{ label, text: 'none' }]
  const links = inheritance.map(link => ({ label, text: linkText(link), origin: link.origin }))
  return [...links, { label: 'ancestors', text: `${ancestors.length}, in this order: ${few(ancestors, 12)}` }]
}

function groupRow({ name, config, packages, requirements }: GroupView, tag: string): Row {
  const label = `group ${cleanLine(name)}`
  const { from, origin } = config
  if (config.blocked) return { label, text: 'blocked', from, origin }
  const [listed, blocked] = counted(packages)
  const own = packages.filter(entry => entry.from === tag).length
  const required = requirements.filter(row => !row.blocked).map(row => row.required)
  const says = [
    count(listed, 'package'),
    ...(blocked > 0 ? [count(blocked, 'block')] : []),
    ...(own > 0 && from !== tag ? [`${own} of them its own`] : []),
    ...(required.length > 0 ? [`requires ${few(required)}`] : []),
  ]
  return { label, text: says.join(', '), from, origin }
}

/**
 * Names in rows as wide as there is room, those of one source together. Unless all are to be named, they are
 * those that the tag adds to an inherited group.
 */
function groupPackageRows(
  { name, config, packages }: GroupView,
  tag: string,
  width: number | undefined,
): Row[] {
  const label = `group ${cleanLine(name)}`
  const isAdded = (entry: GroupView['packages'][number]) => entry.from === tag && config.from !== tag
  const bySource = new Map<string, GroupView['packages'][number][]>()
  for (const entry of packages) {
    if (width === undefined && !isAdded(entry)) continue
    const source = JSON.stringify([entry.from, entry.origin?.event])
    bySource.set(source, [...(bySource.get(source) ?? []), entry])
  }
  return [...bySource.values()].flatMap(entries => {
    const lines = wrapped(entries.map(groupPackageText), Math.max(30, (width ?? 100) - 50))
    return lines.map((text, index) => {
      const source =
        index === lines.length - 1 ? { from: entries[0]?.from ?? null, origin: entries[0]?.origin } : {}
      return { label, text: `  ${text}`, ...source }
    })
  })
}

function groupPackageText({ package: name, blocked, type }: GroupView['packages'][number]): string {
  return cleanLine(name) + (blocked ? ' (blocked)' : type === 'mandatory' ? '' : ` (${cleanLine(type)})`)
}

function wrapped(words: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const word of words) {
    const line = lines.pop()
    if (line === undefined) lines.push(word)
    else if (line.length + word.length < width) lines.push(`${line} ${word}`)
    else lines.push(line, word)
  }
  return lines
}

function repoRows({ external_repos }: TagView): Row[] {
  return external_repos.map(use => ({
    label: 'external repo',
    text: `${repoUseText(use)} ${cleanLine(use.url)}`,
    from: use.from,
    origin: use.origin,
  }))
}

function packageRows({ packages: { own, own_blocked, entries, blocked, list = [] } }: TagView): Row[] {
  const label = 'packages'
  const named = list.map(entry => ({
    label,
    text: `  ${cleanLine(entry.package)} (${ownPackageText(entry).join(', ')})`,
    from: entry.from,
    origin: entry.origin,
  }))
  return [{ label, text: `${allText(entries, blocked)}${ownText(own, own_blocked)}` }, ...named]
}

function allText(entries: number | null, blocked: number | null): string {
  if (entries === null) return 'no list can be made: a pkg_filter on the way is no pattern'
  if (entries === 0) return 'none'
  return blocked === null ? `${count(entries, 'package')}, blocks included` : listText(entries, blocked)
}

function ownText(own: number, blocked: number): string {
  return own === 0 ? '' : `; its own: ${listText(own, blocked)}`
}

/** `2 packages and 1 block` */
function listText(entries: number, blocked: number): string {
  const listed = entries - blocked
  const says = [
    ...(listed > 0 ? [count(listed, 'package')] : []),
    ...(blocked > 0 ? [count(blocked, 'block')] : []),
  ]
  return says.join(' and ')
}

function counted(entries: readonly { readonly blocked: boolean }[]): [number, number] {
  const blocked = entries.filter(entry => entry.blocked).length
  return [entries.length - blocked, blocked]
}

function targetRows({ targets: { build_tag, dest_tag }, name }: TagView): Row[] {
  const label = 'targets'
  const all = [...build_tag, ...dest_tag.filter(target => target.build_tag !== name)]
  return all.length === 0
    ? [{ label, text: 'none' }]
    : all.map(target => ({ label, text: targetText(target, name) }))
}

/** `f44: builds run here, go to f44-updates-candidate` */
function targetText(target: Target, tag: string): string {
  const run = target.build_tag === tag ? 'here' : `in ${cleanLine(target.build_tag)}`
  const go = target.dest_tag === tag ? 'here' : `to ${cleanLine(target.dest_tag)}`
  return `${cleanLine(target.name)}: builds run ${run}, go ${go}`
}

function heirsRow({ children, descendants }: TagView): Row {
  const label = 'inherited by'
  if (descendants === 0) return { label, text: 'none' }
  const direct = `${count(children.length, 'tag')} directly: ${few(children.map(({ child }) => child))}`
  return { label, text: descendants > children.length ? `${direct}; ${descendants} in all` : direct }
}
