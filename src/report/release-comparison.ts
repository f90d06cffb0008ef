import type { HubIdentity } from '../koji/live-state.js'
import { facets } from '../koji/tag.js'
import { type ResourceKind, resourceWords } from '../plan/index.js'
import { type Compared, type Difference, type Release, releaseName } from '../release/index.js'
import { cleanLine } from './clean.js'
import { entryRows } from './entry-rows.js'
import { layOut } from './layout.js'
import { count, namesText } from './names-text.js'
import type { Style } from './style.js'

/** One of two releases, and where it was looked up. */
export interface ComparedSide {
  readonly release: Release
  readonly source:
    | { readonly kind: 'hub'; readonly hub: HubIdentity; readonly event: number }
    | { readonly kind: 'file'; readonly file: string }
}

/** What `tags compare --json` prints. */
export interface ComparisonDocument {
  readonly a: SideDocument
  readonly b: SideDocument
  readonly equal: boolean
  readonly differences: readonly Difference[]
  /** how many resources both have, whether they differ or not */
  readonly shared: Compared['shared']
  readonly warnings: readonly string[]
}

interface SideDocument {
  /** `f44` */
  readonly release: string
  readonly source: ComparedSide['source']
}

export function comparisonJson(
  [a, b]: readonly [ComparedSide, ComparedSide],
  { differences, shared }: Compared,
  warnings: readonly string[] = [],
): ComparisonDocument {
  const side = ({ release, source }: ComparedSide) => ({ release: releaseName(release), source })
  return { a: side(a), b: side(b), equal: differences.length === 0, differences, shared, warnings }
}

/** What `tags compare` prints. */
export function comparisonText(
  sides: readonly [ComparedSide, ComparedSide],
  compared: Compared,
  options: { readonly style: Style; readonly width: number },
): string {
  const { style } = options
  const [a, b] = labelsOf(sides)
  const title = style.heading(`${sideText(sides[0])}  and  ${sideText(sides[1])}`)
  const parts = compared.differences.map(difference =>
    differenceLines(difference, { a, b }, options).join('\n'),
  )
  return `${[title, ...parts, sumText(compared)].join('\n\n')}\n`
}

/** `f44 on koji · https://koji.example.org/kojihub · event 47` */
export function sideText({ release, source }: ComparedSide): string {
  const name = releaseName(release)
  return source.kind === 'file'
    ? `${name} in ${cleanLine(source.file)}`
    : `${name} on ${cleanLine(source.hub.profile)} · ${cleanLine(source.hub.url)} · event ${source.event}`
}

/** What tells the sides apart: their releases, or, of one release, where it is looked up. */
export function labelsOf([a, b]: readonly [ComparedSide, ComparedSide]): [string, string] {
  const [left, right] = [releaseName(a.release), releaseName(b.release)]
  if (left !== right) return [left, right]
  const name = ({ source }: ComparedSide) => (source.kind === 'file' ? source.file : source.hub.profile)
  return [cleanLine(name(a)), cleanLine(name(b))]
}

/** One resource that differs: its name, and below it what of it does. */
export function differenceLines(
  { kind, a, b, only, entries }: Difference,
  labels: { readonly a: string; readonly b: string },
  { style, width }: { readonly style: Style; readonly width: number },
): string[] {
  const noun = resourceWords[kind]
  const ordered = [...entries].sort((x, y) => rank(x.facet) - rank(y.facet))
  if (only === null) {
    const plain = `~ ${noun} ${a === b ? cleanLine(a) : `${cleanLine(a)} and ${cleanLine(b)}`}`
    const shown = style.changed(plain)
    return layOut({ plain, shown, right: '' }, entryRows(ordered, labels, style), { style, width })
  }
  const [sign, paint] = only === 'a' ? (['-', style.removed] as const) : (['+', style.added] as const)
  const plain = `${sign} ${noun} ${cleanLine(only === 'a' ? a : b)}`
  const right = `only ${labels[only]} has it`
  const rows = entryRows(
    ordered.filter(({ isDefault }) => !isDefault),
    { a: '', b: '' },
    style,
  )
  return layOut({ plain, shown: paint(plain), right }, rows, { style, width })
}

function rank(facet: Difference['entries'][number]['facet']): number {
  return facet === null ? -1 : facets.indexOf(facet)
}

const kinds: readonly ResourceKind[] = ['tag', 'target', 'external_repo']

/** `2 tags differ; the same but for the number: 40 tags and 6 targets` */
export function sumText({ differences, shared }: Compared): string {
  const differing = kinds.flatMap(kind => {
    const number = differences.filter(one => one.kind === kind).length
    return number === 0 ? [] : [count(number, resourceWords[kind])]
  })
  const equal = kinds.flatMap(kind => {
    const both = differences.filter(one => one.kind === kind && one.only === null).length
    const number = shared[kind] - both
    return number === 0 ? [] : [count(number, resourceWords[kind])]
  })
  const same = equal.length === 0 ? 'nothing is the same' : `the same but for the number: ${namesText(equal)}`
  const verb = differences.length === 1 ? 'differs' : 'differ'
  return `${differing.length === 0 ? 'No difference' : `${namesText(differing)} ${verb}`}; ${same}`
}
