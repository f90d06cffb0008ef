import type { Change, ChangeOf } from '../plan/index.js'
import { changeRows, type Row } from './change-rows.js'
import { cleanLine } from './clean.js'
import { count, few } from './names-text.js'
import { linkText } from './value-text.js'

/** All that a new resource is, in short parts: of groups and package lists how much they hold, not what. */
export function newResourceParts(changes: readonly Change[]): string[] {
  const links = changes.flatMap(change => (change.kind === 'inheritance' ? [change] : []))
  const lists = changes.filter(({ kind }) => kind.startsWith('group') || kind === 'package')
  const others = changes.filter(change => ![...links, ...lists].includes(change))
  return [
    ...parentParts(links),
    ...byLabel(others.flatMap(valueRows)),
    ...groupParts(changes),
    ...packageParts(changes),
  ]
}

/** `inherits f44-override`; of several, or of one that is special, with what a link says */
function parentParts(changes: readonly ChangeOf<'inheritance'>[]): string[] {
  const links = changes.flatMap(({ after }) => after ?? [])
  if (links.length === 0) return []
  const texts = links.map(linkText)
  const [sole] = links
  if (links.length === 1 && sole !== undefined && texts[0] === linkText(plainly(sole)))
    return [`inherits ${cleanLine(sole.parent)}`]
  return [`inherits ${texts.join(', ')}`]
}

function plainly<Link extends { readonly priority: number }>(link: Link) {
  const defaults = { maxdepth: null, intransitive: false, noconfig: false, pkg_filter: '' }
  return { ...link, ...defaults, priority: 0 }
}

function valueRows(change: Change): Pick<Row, 'label' | 'text'>[] {
  if (change.kind === 'target' && change.after !== null) {
    const { build_tag, dest_tag } = change.after
    return [{ label: '', text: `${cleanLine(build_tag)} → ${cleanLine(dest_tag)}` }]
  }
  const rows = changeRows(change)
  return change.kind === 'external_repo' ? rows.map(({ text }) => ({ label: '', text })) : rows
}

/** A label said once stands for all its values: `extra a 1, b true`. */
function byLabel(rows: readonly Pick<Row, 'label' | 'text'>[]): string[] {
  const texts = new Map<string, string[]>()
  for (const { label, text } of rows) texts.set(label, [...(texts.get(label) ?? []), text])
  return [...texts].map(([label, all]) => [label, all.join(', ')].filter(Boolean).join(' '))
}

/** `groups build (22), srpm-build (8)`: how many packages are in each */
function groupParts(changes: readonly Change[]): string[] {
  const rows = changes.flatMap(change =>
    change.kind === 'group' || change.kind === 'group_package' || change.kind === 'group_requirement'
      ? [change]
      : [],
  )
  const names = [...new Set(rows.map(({ group }) => group))]
  const texts = names.map(name => {
    const own = rows.filter(({ group }) => group === name)
    const packages = own.filter(({ kind }) => kind === 'group_package').length
    const required = own.flatMap(row => (row.kind === 'group_requirement' ? [row.required] : []))
    const requires = required.length === 0 ? '' : `, requires ${few(required)}`
    return `${cleanLine(name)} (${packages}${requires})`
  })
  return texts.length === 0 ? [] : [`${names.length === 1 ? 'group' : 'groups'} ${texts.join(', ')}`]
}

/** `300 packages, 20 of them blocked` */
function packageParts(changes: readonly Change[]): string[] {
  const rows = changes.flatMap(change => (change.kind === 'package' ? [change] : []))
  const blocked = rows.filter(({ after }) => after?.blocked).length
  if (rows.length === 0) return []
  return [count(rows.length, 'package') + (blocked === 0 ? '' : `, ${blocked} of them blocked`)]
}
