import type { Origin } from './live-state.js'
import type {
  ExternalRepo,
  ExtraValue,
  GroupConfig,
  GroupPackage,
  GroupRequirement,
  Link,
  PackageEntry,
  RepoUse,
  Settings,
  TaggedBuild,
  Target,
} from './tag.js'

/**
 * A row as it was from one event to another. Koji never changes a row: who writes another value ends the version that
 * is in force and makes a new one, both at one event; who takes it away only ends it.
 */
export type RowVersion =
  | (Version<'tag', Settings> & OfTag)
  | (Version<'extra', ExtraValue> & OfTag & { readonly key: string })
  | (Version<'inheritance', Link> & OfTag & { readonly parent: string })
  | (Version<'group', GroupConfig> & OfTag & { readonly group: string })
  | (Version<'group_package', GroupPackage> & OfTag & { readonly group: string; readonly package: string })
  | (Version<'group_requirement', GroupRequirement> &
      OfTag & { readonly group: string; readonly required: string })
  | (Version<'package', PackageEntry> & OfTag & { readonly package: string })
  | (Version<'package_owner', string> & OfTag & { readonly package: string })
  | (Version<'build', TaggedBuild> & OfTag & { readonly build: string })
  | (Version<'external_repo_use', RepoUse> & OfTag & { readonly repo: string })
  | (Version<'target', Target> & { readonly target: string })
  | (Version<'external_repo', ExternalRepo> & { readonly external_repo: string })

export interface Version<Kind extends string, Value> {
  readonly kind: Kind
  readonly value: Value
  readonly origin: Origin
  /** who ended it; `null` where it is in force */
  readonly end: Origin | null
}

interface OfTag {
  readonly tag: string
}

export type RowVersionOf<Kind extends RowVersion['kind']> = Extract<RowVersion, { kind: Kind }>

/** Whether a version is in force after an event. */
export function isInForce({ origin, end }: Pick<RowVersion, 'origin' | 'end'>, event: number): boolean {
  return origin.event <= event && (end === null || end.event > event)
}
