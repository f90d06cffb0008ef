import { type EffectiveGroup, effectiveGroups } from '../../koji/groups.js'
import { fullInheritance } from '../../koji/inheritance.js'
import { jsonEqual } from '../../koji/json.js'
import type { LiveTag } from '../../koji/live-state.js'
import type { ExtraValue } from '../../koji/tag.js'
import type { AuditView } from '../audit-view.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'

/** What a tag has from an ancestor in any case. */
export const redundantEntry: Rule = {
  id: 'redundant-entry',
  severity: 'note',
  title: 'a tag does not repeat what it inherits',
  reason:
    'An extra setting or a package of a group that an ancestor gives with the same value does nothing today. When the ' +
    'ancestor changes, this tag does not follow. Settings `tag2distrepo.*` and `sidetag*` count in the tag itself alone; ' +
    'what comes through a link that is intransitive, filtered, limited or without configuration is not counted.',
  example:
    '`f44-app-build` lists `bash` in its group `build`, as `f44` does: “f44 gives bash in group build already”.',
  mend: 'Take it out of the tag.',
  needs: [],
  *check(view) {
    for (const tag of view.tags()) {
      if (tag.inheritance.length === 0 || tag.extra.size + tag.groups.size === 0) continue
      for (const { at, what, from } of repetitions(view, tag))
        yield finding(redundantEntry, view, {
          kind: 'tag',
          name: tag.name,
          at,
          message: `${from} gives ${what} already`,
        })
    }
  },
}

interface Repetition {
  readonly at: readonly string[]
  readonly what: string
  readonly from: string
}

function* repetitions(view: AuditView, tag: LiveTag): Generator<Repetition> {
  const { tags } = view.live
  const certain = fullInheritance(tag.name, name => {
    const links = tags.get(name)?.inheritance ?? []
    return name === tag.name
      ? links.filter(
          link => !link.intransitive && !link.noconfig && link.maxdepth === null && link.pkg_filter === '',
        )
      : links
  })
  const ancestors = [...new Set(certain.map(({ parent }) => parent))]
  const given = new Map<string, ExtraValue & { readonly from: string }>()
  for (const { parent, link } of certain)
    if (!link.noconfig)
      for (const [key, value] of tags.get(parent)?.extra ?? [])
        if (!given.has(key)) given.set(key, { ...value, from: parent })
  for (const [key, own] of tag.extra) {
    const other = given.get(key)
    if (other === undefined || own.blocked || other.blocked || ownOnly.test(key)) continue
    if (jsonEqual(own.value, other.value)) yield { at: ['extra', key], what: key, from: other.from }
  }
  if (tag.groups.size === 0) return
  const inherited = effectiveGroups(ancestors, name => tags.get(name)?.groups ?? new Map())
  for (const [name, { packages }] of tag.groups)
    for (const [pkg, row] of packages) {
      const other = packageOf(inherited.get(name), pkg)
      if (other === undefined) continue
      const { from, ...options } = other
      if (jsonEqual({ ...row }, options))
        yield { at: ['groups', name, pkg], what: `${pkg} in group ${name}`, from }
    }
}

const ownOnly = /^(tag2distrepo\.|sidetag)/

function packageOf(group: EffectiveGroup | undefined, pkg: string) {
  return group?.config.blocked ? undefined : group?.packages.get(pkg)
}
