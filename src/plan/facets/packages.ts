import {
  type DesiredPackage,
  type DesiredState,
  type DesiredTag,
  sourceOf,
} from '../../koji/desired-state.js'
import { RelengError } from '../../koji/error.js'
import type { From } from '../../koji/groups.js'
import { inOrder } from '../../koji/in-order.js'
import { fullInheritance, type Inherited } from '../../koji/inheritance.js'
import { compareText, jsonEqual } from '../../koji/json.js'
import { inheritedPackage } from '../../koji/packages.js'
import type { Source } from '../../koji/source.js'
import type { OwnPackage, Tag } from '../../koji/tag.js'
import { valuePath } from '../../koji/value-path.js'
import { actionOf, type ChangeOf } from '../change.js'
import type { TagNote } from '../note.js'
import type { FacetResult, TagComparison } from './facet.js'
import { hasOwner, previousOf, sameArches } from './package-calls.js'
import { packageOrigin } from './package-origin.js'

type Packages = ReadonlyMap<string, OwnPackage>
type Above = From<OwnPackage> | undefined

/** Whether a file says anything about a tag's package list: only then it is read. */
export function managesPackages({ packages, blocked_packages, removed }: DesiredTag): boolean {
  return packages !== undefined || blocked_packages !== undefined || removed.packages.size > 0
}

/**
 * The tags whose package lists a plan depends on: those that the file manages, and their ancestors after the
 * plan, as far as the file tells their parents, or `live` does.
 *
 * @param others tags that are looked at besides
 */
export function tagsWithPackages(
  { tags }: DesiredState,
  live: ReadonlyMap<string, Pick<Tag, 'inheritance'>> = new Map(),
  others: readonly string[] = [],
): string[] {
  const linksOf = (name: string) => tags.get(name)?.inheritance ?? live.get(name)?.inheritance ?? []
  const managed = new Set<string>()
  for (const tag of tags.values()) if (managesPackages(tag)) managed.add(tag.name)
  for (const name of others) managed.add(name)
  // Where all parents are among them, no ancestor is not.
  if ([...managed].every(name => linksOf(name).every(({ parent }) => managed.has(parent))))
    return [...managed]
  const all = new Set(managed)
  for (const name of managed) for (const { parent } of fullInheritance(name, linksOf)) all.add(parent)
  return [...all]
}

/**
 * Compares a tag's own package list: listings and blocks, each with an owner and extra arches. Terms: a row is
 * *own* or *inherited*; what is inherited after the plan counts as much as an own row, for the hub ignores an
 * addition that repeats it.
 *
 *  - listed, with an own listing: it stays, with the owner and the arches that are named;
 *  - listed, with none, and an ancestor lists it with fitting arches: nothing to do, and an own block goes. The
 *    owner is then the ancestor's: Koji would take another one for the tag and show it nowhere, so that is
 *    a note and no change;
 *  - listed otherwise (an ancestor gives other arches, a block, or nothing): an own listing;
 *  - blocked, with an own row: it becomes a block;
 *  - blocked, with none, and an ancestor blocks it: nothing to do; otherwise an own block;
 *  - not named: see `isTakenAway`.
 *
 * Arches are compared as sets: Koji stores "none" as NULL or as `''`, and takes both alike.
 *
 * @param ancestors the tag's ancestors as they will be, in Koji's order
 * @param packagesOf the own list of an ancestor as it will be
 */
export function comparePackages(
  comparison: TagComparison,
  ancestors: readonly Inherited[],
  packagesOf: (tag: string) => Packages,
): FacetResult<Packages> {
  const { desired, live } = comparison
  const before: Packages = live?.packages ?? new Map()
  if (!managesPackages(desired)) return { after: before, changes: [] }
  const inherited = lookUp(desired.name, ancestors, packagesOf)
  const changes: ChangeOf<'package'>[] = []
  const notes: TagNote[] = []
  for (const name of namesOf(before, desired)) {
    const own = before.get(name) ?? null
    const wish = wishOf(desired, name)
    if (wish === undefined && (own === null || !isTakenAway(desired, name, own))) continue
    const above = inherited(name)
    const row = rowAfter(own, above, wish)
    if (!jsonEqual(own, row)) changes.push(packageChange(comparison, name, own, row, above))
    if (wish !== undefined) notes.push(...packageNotes(desired, name, row, above, wish))
  }
  return { after: withChanges(before, changes), changes, notes }
}

function withChanges(before: Packages, changes: readonly ChangeOf<'package'>[]): Packages {
  if (changes.length === 0) return before
  const rows = new Map(before)
  for (const { package: name, after } of changes) {
    if (after === null) rows.delete(name)
    else rows.set(name, after)
  }
  return rows
}

type Wish = { readonly blocked: false; readonly listed: DesiredPackage } | { readonly blocked: true }

// A package that is named as both is blocked.
function wishOf({ packages, blocked_packages }: DesiredTag, name: string): Wish | undefined {
  if (blocked_packages?.has(name)) return { blocked: true }
  const listed = packages?.get(name)
  return listed && { blocked: false, listed }
}

/** Packages that are not named: those listed go if the list is exact, blocks if the blocks are. */
function isTakenAway(desired: DesiredTag, name: string, { blocked }: OwnPackage): boolean {
  if (desired.removed.packages.has(name)) return true
  const named = blocked ? desired.blocked_packages : desired.packages
  return named !== undefined && !desired.additive.has('packages')
}

function rowAfter(own: OwnPackage | null, above: Above, wish: Wish | undefined): OwnPackage | null {
  if (wish === undefined) return null
  return wish.blocked ? blockAfter(own, above) : listingAfter(own, above, wish.listed)
}

function listingAfter(
  own: OwnPackage | null,
  above: Above,
  { owner, extra_arches }: DesiredPackage,
): OwnPackage | null {
  const fits = (arches: string | null) => extra_arches === undefined || sameArches(arches, extra_arches)
  const isListed = own !== null && hasOwner(own) && !own.blocked
  const listedAbove = isListed || above?.blocked ? undefined : above
  if (listedAbove !== undefined && fits(listedAbove.extra_arches)) return null
  const arches = (listedAbove ?? previousOf(own, above) ?? own)?.extra_arches ?? null
  return { blocked: false, extra_arches: fits(arches) ? arches : (extra_arches ?? null), owner }
}

function blockAfter(own: OwnPackage | null, above: Above): OwnPackage | null {
  if (above?.blocked && !hasOwner(own)) return null
  const { extra_arches, owner } = previousOf(own, above) ?? { extra_arches: own?.extra_arches, owner: null }
  return { blocked: true, extra_arches: extra_arches ?? null, owner: owner ?? null }
}

function packageChange(
  { desired, live }: TagComparison,
  name: string,
  before: OwnPackage | null,
  after: OwnPackage | null,
  inherited: Above,
): ChangeOf<'package'> {
  const origin = live && packageOrigin(live, name, { before, after })
  return {
    kind: 'package',
    action: actionOf(before, after),
    tag: desired.name,
    package: name,
    before,
    after,
    inherited: inherited ?? null,
    source: placeOf(desired, name, (after ?? before)?.blocked === true),
    ...(origin && { origin }),
  }
}

function placeOf(desired: DesiredTag, name: string, isBlock: boolean): Source {
  const [facet, other] = isBlock ? ['blocked_packages', 'packages'] : ['packages', 'blocked_packages']
  return desired.sources.get(valuePath('packages', name)) ?? sourceOf(desired, facet, other)
}

function packageNotes(
  desired: DesiredTag,
  name: string,
  row: OwnPackage | null,
  above: Above,
  wish: Wish,
): TagNote[] {
  if (above === undefined || above.blocked !== wish.blocked) return []
  const source = placeOf(desired, name, wish.blocked)
  const about = { tag: desired.name, facet: 'packages', name, from: above.from, source } as const
  if (wish.blocked) return [{ kind: 'redundant', ...about }]
  const { owner, extra_arches } = wish.listed
  if (extra_arches !== undefined && !sameArches(above.extra_arches, extra_arches)) return []
  if (above.owner === owner) return [{ kind: 'redundant', ...about }]
  if (row !== null) return []
  return [{ kind: 'owner-inherited', ...about, wanted: owner, inherited: above.owner }]
}

function namesOf(before: Packages, { packages, blocked_packages, removed }: DesiredTag): readonly string[] {
  const all = [before.keys(), packages?.keys(), blocked_packages, removed.packages]
  const names = new Set<string>()
  for (const some of all) for (const name of some ?? []) names.add(name)
  return inOrder([...names], compareText)
}

function lookUp(
  tag: string,
  ancestors: readonly Inherited[],
  packagesOf: (tag: string) => Packages,
): (name: string) => Above {
  try {
    return inheritedPackage(ancestors, packagesOf)
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw new RelengError(`the hub cannot tell a package list: ${cause.message}`, {
      where: `a pkg_filter between tag ${tag} and its ancestors`,
      next: 'mend the pkg_filter: koji edit-tag-inheritance',
      cause,
    })
  }
}
