import { fullInheritance, type Inherited } from './inheritance.js'
import type { Json } from './json.js'
import type { ExtraValue, Link, Settings } from './tag.js'

/** What builds in a tag see of its arches and extra settings, each with the tag it comes from. */
export interface BuildConfig<Id = string> {
  readonly arches: { readonly value: string | null; readonly from: Id | null }
  /** blocked keys are kept, marked: a block in an ancestor hides the key from all that inherit it */
  readonly extra: ReadonlyMap<string, ExtraValue & { readonly from: Id }>
}

interface Configured<Id> {
  readonly settings: Pick<Settings, 'arches'>
  readonly extra: ReadonlyMap<string, ExtraValue>
  readonly inheritance: readonly Link<Id>[]
}

/**
 * The effective configuration of a tag, after Koji's `get_build_config`: arches come from the first ancestor
 * that has any (`''` counts as having), and only where the tag's own are `null`; each extra key from the
 * nearest tag that sets or blocks it. Links marked `noconfig` are passed over, their parents' parents are not.
 * Nothing else is inherited.
 */
export function buildConfig<Id>(
  root: Id,
  configOf: (tag: Id) => Configured<Id> | undefined,
  ancestors: readonly Inherited<Id>[] = fullInheritance(root, tag => configOf(tag)?.inheritance ?? []),
): BuildConfig<Id> {
  const own = configOf(root)
  let arches: BuildConfig<Id>['arches'] = { value: own?.settings.arches ?? null, from: null }
  if (arches.value !== null) arches = { value: arches.value, from: root }
  const extra = new Map<string, ExtraValue & { from: Id }>()
  const take = (tag: Id, values: ReadonlyMap<string, ExtraValue> = new Map()) => {
    for (const [key, row] of values) if (!extra.has(key)) extra.set(key, valueFrom(tag, row))
  }

  take(root, own?.extra)
  for (const { parent, link } of ancestors) {
    if (link.noconfig) continue
    const config = configOf(parent)
    const inherited = config?.settings.arches ?? null
    if (arches.value === null && inherited !== null) arches = { value: inherited, from: parent }
    take(parent, config?.extra)
  }
  return { arches, extra }
}

// Field by field: there are many, and a copy to which something is added costs engines several times as much.
function valueFrom<Id>(from: Id, row: ExtraValue): ExtraValue & { from: Id } {
  return row.blocked ? { blocked: true, from } : { blocked: false, value: row.value, from }
}

/** An extra setting that builds see, or `undefined` if it is not set, or blocked. */
export function extraValue(config: BuildConfig<unknown>, key: string): Json | undefined {
  const value = config.extra.get(key)
  return value === undefined || value.blocked ? undefined : value.value
}

/** A macro that an extra setting defines in build roots, and that decides over the dist tag. */
export interface DistMacro {
  readonly key: 'rpm.macro.dist' | 'rpm.macro.distcore'
  /** may hold macros of the build root, such as `%{fedora}` */
  readonly value: string
}

/**
 * What gives builds in a tag their dist tag: `rpm.macro.dist` replaces it whole; Fedora's `%dist` wraps
 * `rpm.macro.distcore`. `undefined` where the distribution's default rules.
 */
export function distMacro(config: BuildConfig<unknown>): DistMacro | undefined {
  for (const key of ['rpm.macro.dist', 'rpm.macro.distcore'] as const) {
    const value = extraValue(config, key)
    if (typeof value === 'string' || typeof value === 'number') return { key, value: String(value) }
  }
  return undefined
}

/** The dist tag that builds in a tag get from the tag's own macros, as far as these tell. */
export function distTag(config: BuildConfig<unknown>): string | undefined {
  return distMacro(config)?.value
}
