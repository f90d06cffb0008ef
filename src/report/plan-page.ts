import { compareText } from '../koji/json.js'
import type { Source } from '../koji/source.js'
import { type Change, type ChangedResource, type ChangeOf, changedResources } from '../plan/index.js'
import { changeRows } from './change-rows.js'
import { cleanLine } from './clean.js'
import { few, wrapped } from './names-text.js'
import { newResourceParts } from './new-resource.js'
import { painter, resourceLines, resourceName, signs, type TextOptions, usersText } from './resource-text.js'
import { plainStyle } from './style.js'
import { linkText } from './value-text.js'

/** So many resources fit a page with all their values. */
const most = 12
/** Longer names push what is said of them to the right. */
const widestTitle = 44

/**
 * Whether a plan is told as a page: with all its values it would fill several. What is told in full anyway counts for
 * nothing: a page would say no less of it.
 */
export function isLong(changes: readonly Change[]): boolean {
  return changedResources(changes).filter(isOneLine).length > most
}

/** What stands below one heading: the resources of a template, of a file, or of all that are alike. */
interface Section {
  readonly heading: string
  /** at the right margin of the heading */
  readonly right: string
  readonly resources: readonly ChangedResource[]
}

/**
 * The changes of a long plan as a page that a person can review. First all that is new, by the template (a family of
 * tags) that makes it, a line a resource; what changes otherwise or goes stands there with all its values. Then what
 * moves: tags that get other parents, and targets that get other tags. Last what is done once.
 */
export function pageText(
  changes: readonly Change[],
  { style = plainStyle, width = 100 }: TextOptions = {},
): string {
  const resources = changedResources(changes.filter(change => !isDoneOnce(change)))
  const moves = resources.filter(isMove)
  // They only ever add something.
  const onces = changedResources(changes.filter(isDoneOnce)).map(once => ({
    ...once,
    action: 'create' as const,
  }))
  const sections = [
    ...families(resources.filter(resource => !isMove(resource))),
    { heading: 'Moves', right: '', resources: moves },
    { heading: 'Once', right: '', resources: onces },
  ].filter(section => section.resources.length > 0)
  const blocks = sections.map(section => sectionText(section, { style, width }))
  return [...blocks, style.faint('--full shows each value, and where it is written')].join('\n\n')
}

/** Seeds and builds are made when their tag is, and never compared again: a later plan does not hold them. */
function isDoneOnce(change: Change): boolean {
  if (change.kind === 'build') return true
  return 'seeded' in change && change.seeded !== undefined && !change.seeded.changed
}

/** A tag of which only the parents change, or a target that stays. */
function isMove({ kind, action, changes }: ChangedResource): boolean {
  if (action !== 'update') return false
  return kind === 'target' || changes.every(change => change.kind === 'inheritance')
}

function isOneLine(resource: ChangedResource): boolean {
  return resource.action === 'create' || isMove(resource)
}

/** By where the template is used, as a person reads the files; the files themselves stand last. */
function families(resources: readonly ChangedResource[]): Section[] {
  const sources = new Map<string, Source>()
  const members = new Map<string, ChangedResource[]>()
  for (const resource of resources) {
    const source = familyOf(resource)
    const key = JSON.stringify([source.file, source.used_by ?? null])
    sources.set(key, sources.get(key) ?? source)
    members.set(key, [...(members.get(key) ?? []), resource])
  }
  return [...sources]
    .sort(([, a], [, b]) => compareUses(a, b))
    .map(([key, source]) => ({
      heading: cleanLine(source.file),
      right: usersText(source),
      resources: members.get(key) ?? [],
    }))
}

/** The place in a template that makes the resource; a file may say more about it. */
function familyOf({ changes }: ChangedResource): Source {
  const [first] = changes
  return (changes.find(({ source }) => source.used_by !== undefined) ?? first).source
}

function compareUses(a: Source, b: Source): number {
  const [left, right] = [usesOf(a), usesOf(b)]
  for (const [index, one] of left.entries()) {
    const other = right[index]
    if (other === undefined) return -1
    const order = compareText(one.file, other.file) || one.line - other.line
    if (order !== 0) return order
  }
  return left.length - right.length || compareText(a.file, b.file)
}

/** Where the template is used, the outermost place first; a file that nobody uses comes after all that it uses. */
function usesOf({ file, used_by }: Source): Source[] {
  if (used_by === undefined) return [{ file, line: Number.POSITIVE_INFINITY, column: 1 }]
  return [...(used_by.used_by === undefined ? [] : usesOf(used_by)), used_by]
}

function sectionText(
  { heading, right, resources }: Section,
  options: Required<Pick<TextOptions, 'style' | 'width'>>,
): string {
  const { style, width } = options
  const gap = Math.max(2, width - heading.length - right.length)
  const title = style.heading(heading) + (right === '' ? '' : ' '.repeat(gap) + style.faint(right))
  const names = resources.filter(isOneLine).map(resource => titleOf(resource).length)
  const column =
    Math.min(
      names.reduce((most, length) => Math.max(most, length), 0),
      widestTitle,
    ) + 2
  return [title, ...resources.flatMap(resource => lines(resource, column, options))].join('\n')
}

/** `+ tag f44-build` */
function titleOf({ action, changes: [first] }: ChangedResource): string {
  return `${signs[action]} ${resourceName(first)}`
}

function lines(
  resource: ChangedResource,
  column: number,
  options: Required<Pick<TextOptions, 'style' | 'width'>>,
): string[] {
  const { action, changes } = resource
  if (changes.every(isDoneOnce)) return line(resource, onceParts(changes), column, options)
  if (isMove(resource)) return line(resource, moveParts(changes), column, options)
  if (action === 'create') return line(resource, newResourceParts(changes), column, options)
  return resourceLines(changes, options)
}

/** `+ tag f44-build  inherits f44-override; permission admin` */
function line(
  resource: ChangedResource,
  parts: readonly string[],
  column: number,
  { style, width }: Required<Pick<TextOptions, 'style' | 'width'>>,
): string[] {
  const title = titleOf(resource)
  const start = title.length < column ? title.padEnd(column) : `${title}  `
  const [top = '', ...rest] = wrapped(`${start}${parts.join('; ')}`, width, column)
  return [painter(resource.action, style)(title) + top.slice(title.length).trimEnd(), ...rest]
}

/** From what to what. */
function moveParts(changes: readonly Change[]): string[] {
  const links = changes.flatMap(change => (change.kind === 'inheritance' ? [change] : []))
  return links.length > 0 ? linksText(links) : changes.flatMap(changeRows).map(({ text }) => text)
}

function linksText(links: readonly ChangeOf<'inheritance'>[]): string[] {
  const [gone, come] = [
    links.flatMap(({ before, after }) => (before !== null && after === null ? [linkText(before)] : [])),
    links.flatMap(({ before, after }) => (before === null && after !== null ? [linkText(after)] : [])),
  ]
  const changed = links.filter(({ action }) => action === 'update').flatMap(changeRows)
  const moved = `${gone.join(', ') || 'nothing'} → ${come.join(', ') || 'nothing'}`
  return [...(gone.length + come.length === 0 ? [] : [moved]), ...changed.map(({ text }) => text)]
}

/** All of a kind in one part: `packages a, b, c and 40 more`. */
function onceParts(changes: readonly Change[]): string[] {
  const texts = new Map<string, string[]>()
  for (const { label, text } of changes.flatMap(changeRows))
    texts.set(label, [...(texts.get(label) ?? []), text])
  return [...texts].map(([label, all]) => `${label} ${few(all)}`)
}
