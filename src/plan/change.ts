import type { Origin } from '../koji/live-state.js'
import type { Source } from '../koji/source.js'
import type {
  ExtraValue,
  GroupConfig,
  GroupPackage,
  GroupRequirement,
  Link,
  Settings,
  Target,
} from '../koji/tag.js'

/**
 * One difference between desired and live state, as data. `before` is the live half, `after` the desired
 * one; the half that does not exist is `null`, and `action` says the same in a word.
 */
export type Change =
  | (Of<'tag', Settings> & OfTag)
  | (Of<'setting', SettingValue> & OfTag & { readonly field: keyof Settings })
  | (Of<'extra', ExtraValue> & OfTag & { readonly key: string })
  | (Of<'inheritance', Link> & OfTag & { readonly parent: string })
  | (Of<'group', GroupConfig> & OfTag & { readonly group: string; readonly inherited: GroupConfig | null })
  | (Of<'group_package', GroupPackage> & OfTag & { readonly group: string; readonly package: string })
  | (Of<'group_requirement', GroupRequirement> &
      OfTag & { readonly group: string; readonly required: string })
  | (Of<'target', Target> & { readonly target: string })

export type ChangeKind = Change['kind']
export type ChangeOf<Kind extends ChangeKind> = Extract<Change, { kind: Kind }>
export type TagChange = Exclude<Change, { kind: 'target' }>
export type Action = 'create' | 'update' | 'delete'
export type SettingValue = Settings[keyof Settings]

interface Of<Kind extends string, Value> {
  readonly kind: Kind
  readonly action: Action
  readonly before: Value | null
  readonly after: Value | null
  /** where the desired value is written, or, for what goes, the facet that does not name it */
  readonly source: Source
  /** who made the live value, where the hub told */
  readonly origin?: Origin
}

interface OfTag {
  readonly tag: string
}

/** The action that leads from one half to the other. */
export function actionOf(before: unknown, after: unknown): Action {
  if (before === null) return 'create'
  return after === null ? 'delete' : 'update'
}
