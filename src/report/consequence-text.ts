import type { BuildRoot, Consequence, TagConsequence, TargetConsequence } from '../plan/index.js'
import { cleanLine } from './clean.js'
import { jsonText, settingText } from './value-text.js'

/** A consequence in words: a line, and lines that belong under it. */
export function consequenceLines(consequence: Consequence): string[] {
  return consequence.kind === 'target' ? targetLines(consequence) : tagLines(consequence)
}

function targetLines({ target, before, after }: TargetConsequence): string[] {
  const name = `target ${cleanLine(target)}`
  if (after === null) return [`${name}   no more builds`]
  if (before === null) return [`${name}   new: ${buildRootText(after)}`]
  const changes = [
    ...(before.build_tag === after.build_tag
      ? []
      : [
          `build root of ${cleanLine(after.build_tag)} instead of ${cleanLine(before.build_tag)}: ${buildRootText(after)}`,
        ]),
    ...(before.dest_tag === after.dest_tag
      ? []
      : [`builds go to ${cleanLine(after.dest_tag)} instead of ${cleanLine(before.dest_tag)}`]),
  ]
  return [`${name}   ${changes.join('; ')}`]
}

function buildRootText({ build_tag, dist_tag, build_packages }: BuildRoot): string {
  const dist = dist_tag === null ? 'the distribution’s dist tag' : `dist tag ${cleanLine(dist_tag)}`
  return `${dist} (${cleanLine(build_tag)}), ${count(build_packages, 'package')} in group build`
}

function tagLines({ tag, arches, dist_tag, extra, groups, ancestors, targets }: TagConsequence): string[] {
  const builds = targets.length === 0 ? '' : `   (builds of ${targets.map(cleanLine).join(', ')})`
  return [
    `tag ${cleanLine(tag)}${builds}`,
    ...(arches
      ? [`arches ${settingText('arches', arches.before)} → ${settingText('arches', arches.after)}`]
      : []),
    ...(dist_tag
      ? [
          `dist tag ${dist_tag.before ?? 'the distribution’s'} → ${dist_tag.after ?? 'the distribution’s'}`,
        ].map(cleanLine)
      : []),
    ...extra.map(
      ({ key, before, after }) => `extra ${cleanLine(key)} ${jsonText(before)} → ${jsonText(after)}`,
    ),
    ...groups.map(({ group, added, removed }) => `group ${cleanLine(group)} ${signed(added, removed)}`),
    ...(ancestors.added.length + ancestors.removed.length > 0
      ? [`inherits ${signed(ancestors.added, ancestors.removed)}`]
      : []),
    ...(ancestors.reordered ? ['inherits in another order'] : []),
  ]
}

function signed(added: readonly string[], removed: readonly string[]): string {
  const list = (sign: string, names: readonly string[]) =>
    names.length > 8
      ? [`${sign} ${names.length} (${names.slice(0, 6).map(cleanLine).join(' ')} …)`]
      : names.map(name => `${sign} ${cleanLine(name)}`)
  return [...list('+', added), ...list('-', removed)].join(' ')
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
