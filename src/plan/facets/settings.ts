import type { Json } from '../../koji/json.js'
import { defaultSettings, type Settings } from '../../koji/tag.js'
import type { ChangeOf } from '../change.js'
import { type FacetResult, provenance, type TagComparison } from './facet.js'

export const settingFields = ['arches', 'perm', 'locked', 'maven_support', 'maven_include_all'] as const

/** Compares the named fields one by one; on a new tag an unnamed one has Koji's default. */
export function compareSettings(comparison: TagComparison): FacetResult<Settings> {
  const { desired, live, isNew, former } = comparison
  if (isNew || live === undefined) {
    const after = { ...defaultSettings, ...desired.settings }
    const { name: tag, source } = desired
    const past = former && { former }
    return { after, changes: [{ kind: 'tag', action: 'create', tag, before: null, after, source, ...past }] }
  }
  const changes = settingFields.flatMap((field): ChangeOf<'setting'>[] => {
    const wanted = desired.settings[field]
    const [before, after] = [live.settings[field], wanted === undefined ? live.settings[field] : wanted]
    if (before === after) return []
    const { source } = provenance(comparison, field)
    const { origin } = provenance(comparison, 'settings')
    return [
      {
        kind: 'setting',
        action: 'update',
        tag: desired.name,
        field,
        before,
        after,
        source,
        ...(origin && { origin }),
      },
    ]
  })
  return { after: changes.length === 0 ? live.settings : { ...live.settings, ...desired.settings }, changes }
}

/**
 * The arguments that make `createTag` store these settings. Maven's flags are sent only when on: a hub
 * without maven refuses them otherwise. `createTag` cannot store NULL arches: see `needsNullArches`.
 */
export function createArguments({ arches, perm, locked, maven_support, maven_include_all }: Settings): {
  [name: string]: Json
} {
  return {
    ...(arches !== null && arches !== '' && { arches }),
    ...(perm !== null && { perm }),
    ...(locked && { locked }),
    ...(maven_support && { maven_support }),
    ...(maven_include_all && { maven_include_all }),
  }
}
