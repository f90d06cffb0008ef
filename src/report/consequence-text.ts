import type { Json } from '../koji/json.js'
import type {
  BuildRoot,
  Consequence,
  RepoDifference,
  SeenRepo,
  TagConsequence,
  TargetConsequence,
} from '../plan/index.js'
import { cleanLine } from './clean.js'
import { differencesText, extraLabel, jsonText, settingText } from './value-text.js'

/** What builds will notice, a resource a line; more about one stands below it. */
export function consequenceText(consequences: readonly Consequence[]): string {
  const all = consequences.map(consequence =>
    consequence.kind === 'target' ? targetNotice(consequence) : tagNotice(consequence),
  )
  const width = Math.max(0, ...all.map(({ resource }) => resource.length))
  const lines = all.flatMap(({ resource, says }) =>
    says.map((said, index) => `  ${(index === 0 ? resource : '').padEnd(width)}  ${said}`),
  )
  return lines.join('\n')
}

interface Notice {
  readonly resource: string
  readonly says: readonly string[]
}

function targetNotice({ target, before, after }: TargetConsequence): Notice {
  const resource = `target ${cleanLine(target)}`
  if (after === null) return { resource, says: ['takes no more builds'] }
  if (before === null) return { resource, says: [`new: ${buildRootText(after)}`] }
  const instead = (field: 'build_tag' | 'dest_tag') =>
    `${cleanLine(after[field])} instead of ${cleanLine(before[field])}`
  return {
    resource,
    says: [
      ...(before.build_tag === after.build_tag
        ? []
        : [`build root of ${instead('build_tag')}: ${buildRootText(after)}`]),
      ...(before.dest_tag === after.dest_tag ? [] : [`builds go to ${instead('dest_tag')}`]),
    ],
  }
}

function buildRootText({ build_tag, dist_tag, build_packages }: BuildRoot): string {
  const dist = dist_tag === null ? 'the distribution’s dist tag' : `dist tag ${cleanLine(dist_tag)}`
  return `${dist} (${cleanLine(build_tag)}), ${count(build_packages, 'package')} in group build`
}

function tagNotice(consequence: TagConsequence): Notice {
  const { tag, arches, extra, groups, ancestors, external_repos, targets } = consequence
  const { added, removed, filtered, reordered } = ancestors
  return {
    resource: `tag ${cleanLine(tag)}`,
    says: [
      ...(arches
        ? [`arches ${settingText('arches', arches.before)} → ${settingText('arches', arches.after)}`]
        : []),
      ...extra.map(
        ({ key, before, after }) => `${extraLabel(key)} ${extraValueText(before)} → ${extraValueText(after)}`,
      ),
      ...groups.map(group => `group ${cleanLine(group.group)} ${signed(group.added, group.removed)}`),
      ...(added.length + removed.length > 0 ? [`inherits ${signed(added, removed)}`] : []),
      ...(filtered.length > 0
        ? [`takes other packages or settings from ${filtered.map(cleanLine).join(', ')}`]
        : []),
      ...(reordered ? ['inherits in another order'] : []),
      ...repoNotices(external_repos),
      ...(targets.length > 0 ? [`builds of ${targets.map(cleanLine).join(', ')}`] : []),
    ],
  }
}

function repoNotices({ added, removed, changed, reordered, mixed }: RepoDifference): string[] {
  return [
    ...(added.length + removed.length > 0 ? [`external repos ${signed(added, removed)}`] : []),
    ...changed.map(
      ({ repo, before, after }) => `external repo ${cleanLine(repo)} ${repoChangeText(before, after)}`,
    ),
    ...(reordered ? ['looks through external repos in another order'] : []),
    ...(mixed ? [`mixes merge modes of external repos (${mixed.join(', ')}): Koji makes no repo of it`] : []),
  ]
}

function repoChangeText(before: SeenRepo, after: SeenRepo): string {
  return differencesText([
    ['', before.url, after.url],
    ['merge mode ', before.merge_mode, after.merge_mode],
    ['arches ', before.arches ?? 'all', after.arches ?? 'all'],
  ])
}

function extraValueText(value: Json | undefined): string {
  return value === undefined ? 'not set' : jsonText(value)
}

/** `+ a - b`; many of a kind are counted, the first few named. */
function signed(added: readonly string[], removed: readonly string[]): string {
  const list = (sign: string, names: readonly string[]) =>
    names.length > 8
      ? [`${sign} ${names.length} (${names.slice(0, 6).map(cleanLine).join(' ')} …)`]
      : names.map(name => `${sign} ${cleanLine(name)}`)
  return [...list('+', added), ...list('-', removed)].join(' ')
}

/** `1 tag`, `2 tags` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
