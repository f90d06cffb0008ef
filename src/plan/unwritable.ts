import { type DesiredState, type DesiredTag, sourceOf } from '../koji/desired-state.js'
import { type ProblemData, RelengError } from '../koji/error.js'
import { type EffectiveGroup, effectiveGroups } from '../koji/groups.js'
import type { LiveState, LiveTag } from '../koji/live-state.js'
import { nearest } from '../koji/names.js'
import { compareSources } from '../koji/source.js'
import type { Link } from '../koji/tag.js'
import { valuePath } from '../koji/value-path.js'
import type { Goal } from './goal.js'
import { problemLine } from './problem-line.js'

/** Refuses what the hub would fault at, or store and never show, before the first write. */
export function refuseUnwritable(desired: DesiredState, live: LiveState, goal: Goal): void {
  const present = [...desired.tags.values()].filter(tag => !tag.absent)
  const problems = present.flatMap(tag => [
    ...(live.maven ? [] : mavenSettings(tag, live.tags.get(tag.name))),
    ...sharedPriorities(tag, goal.tags.get(tag.name)?.inheritance ?? []),
    ...missingGroups(tag, goal),
  ])
  if (problems.length === 0) return
  problems.sort((a, b) => compareSources(a.source, b.source))
  throw new RelengError(problems.map(problemLine).join('\n'), {
    problems,
    where: live.hub.url,
    next: 'mend what is named, in the file or on the hub',
  })
}

/** A hub without Maven faults where it is told of Maven's flags at all. */
function mavenSettings(tag: DesiredTag, live: LiveTag | undefined): ProblemData[] {
  const fields = ['maven_support', 'maven_include_all'] as const
  return fields.flatMap(field => {
    const [wanted, current] = [tag.settings[field], live?.settings[field] ?? false]
    if (wanted === undefined || wanted === current) return []
    const message = `${field} of tag ${tag.name} cannot be ${wanted}: the hub has no Maven support`
    return [{ source: sourceOf(tag, field), message, hint: 'take it out of the file' }]
  })
}

/** Beside an additive file, a tag keeps links that the file does not name; Koji wants all priorities to differ. */
function sharedPriorities(tag: DesiredTag, links: readonly Link[]): ProblemData[] {
  const isNamed = (name: string) => tag.inheritance?.some(link => link.parent === name) === true
  return links.flatMap(({ parent, priority }) => {
    const other = links.find(link => link.priority === priority && link.parent !== parent)
    if (other === undefined || !isNamed(parent)) return []
    const message = `tag ${tag.name} would inherit from ${parent} and from ${other.parent} at the same priority ${priority}`
    const hint = isNamed(other.parent)
      ? 'give each a priority of its own'
      : `give ${parent} another priority; ${other.parent} has this one on the hub`
    return [{ source: sourceOf(tag, valuePath('inheritance', parent), 'inheritance'), message, hint }]
  })
}

/** The hub stores a requirement on a group that the tag lacks or blocks, but never shows it. */
function missingGroups(tag: DesiredTag, { tags, ancestors }: Goal): ProblemData[] {
  const required = [...(tag.groups ?? [])].flatMap(([group, { requirements }]) =>
    [...requirements.keys()].map(name => ({ group, name })),
  )
  if (required.length === 0) return []
  const groups = effectiveGroups(ancestors.of(tag.name).lookup, name => tags.get(name)?.groups ?? new Map())
  const isThere = (group: EffectiveGroup | undefined) => group?.config.blocked === false
  const near = (name: string) => {
    const candidate = nearest(
      name,
      [...groups].flatMap(([other, group]) => (isThere(group) ? [other] : [])),
    )
    return candidate === undefined ? {} : { hint: `did you mean ${candidate}?` }
  }
  return required.flatMap(({ group, name }): ProblemData[] => {
    if (isThere(groups.get(name))) return []
    const source = sourceOf(tag, valuePath('groups', group, 'requires', name), valuePath('groups', group))
    const message = `tag ${tag.name} has no group ${name}, which group ${group} requires`
    const isBlocked = groups.get(name)?.config.blocked
    return [
      {
        source,
        message,
        ...(isBlocked ? { hint: `it is blocked in ${groups.get(name)?.config.from}` } : near(name)),
      },
    ]
  })
}
