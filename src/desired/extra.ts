import { byKey } from '../koji/json.js'
import { formatSource } from '../koji/source.js'
import type { ExtraValue } from '../koji/tag.js'
import { valuePath } from '../koji/value-path.js'
import { wireProblem } from '../koji/wire-text.js'
import { checkRemoval } from './manage.js'
import { type Entry, entriesOf, itemsOf, type Node, nameOf, textOf, toJson, valueAt } from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import { entryOf, type Reading } from './reading.js'
import { type Place, toSource } from './source-file.js'

/** What a tag says of its extra settings: `values` where it names the facet. */
export interface ExtraFacet {
  readonly values?: ReadonlyMap<string, ExtraValue>
  readonly removed: ReadonlySet<string>
}

/** The extra settings of a tag: `extra`, `dist_tag`, `block_extra` and `remove_extra`; any names the facet. */
export function readExtra(reading: Reading): ExtraFacet {
  const facet = valuePath('extra')
  const absent = entryOf(reading, 'remove_extra', facet)
  const blocked = entryOf(reading, 'block_extra', facet)
  const distTag = entryOf(reading, 'dist_tag', facet)
  const set = entryOf(reading, 'extra', facet)
  if ((set ?? distTag ?? blocked ?? absent) === undefined) return { removed: new Set() }

  const extra = new Map<string, Placed>()
  for (const [key, { place, value }] of entriesOf(set?.value)) {
    if (key === 'tag2distrepo.keys') checkKeys(value, [...reading.path, 'extra', key], reading.report)
    const problem = wireProblem(key)
    if (problem !== undefined)
      reading.report(place, [...reading.path, 'extra', key], `no hub can be told this key: ${problem}`)
    extra.set(key, { place, value: { blocked: false, value: toJson(value) } })
  }
  if (distTag !== undefined) addDistTag(extra, distTag, reading)
  if (blocked !== undefined) addBlocks(extra, blocked.value, reading)

  for (const [key, { place }] of extra) reading.places.set(valuePath('extra', key), place)
  return {
    values: new Map([...extra].sort(byKey).map(([key, { value }]) => [key, value])),
    removed: absent === undefined ? new Set() : removedKeys(absent, extra, reading),
  }
}

interface Placed {
  readonly place: Place
  readonly value: ExtraValue
}

function addDistTag(extra: Map<string, Placed>, { place, value }: Entry, { path, report }: Reading): void {
  const key = `rpm.macro.${textOf(valueAt(value, 'macro')) ?? 'dist'}`
  const dist = textOf(value) ?? textOf(valueAt(value, 'value'))
  const other = extra.get(key)
  if (other !== undefined) {
    const hint = 'keep one; `dist_tag: null` takes away a template’s'
    report(
      place,
      [...path, 'dist_tag'],
      `\`extra\` sets ${key} as well, at ${formatSource(toSource(other.place))}`,
      hint,
    )
  } else if (dist !== undefined) extra.set(key, { place, value: { blocked: false, value: dist } })
}

function addBlocks(extra: Map<string, Placed>, keys: Node, { path, report }: Reading): void {
  for (const [at, item] of itemsOf(keys).entries()) {
    const key = nameOf(item)
    if (key === undefined) continue
    const other = extra.get(key)
    if (other?.value.blocked === false) {
      const where = formatSource(toSource(other.place))
      report(
        item.place,
        [...path, 'block_extra', at],
        `${key} is both blocked and set, at ${where}`,
        'keep one',
      )
    } else extra.set(key, { place: item.place, value: { blocked: true } })
  }
}

function removedKeys(
  { place, value }: Entry,
  extra: ReadonlyMap<string, Placed>,
  reading: Reading,
): ReadonlySet<string> {
  const path = [...reading.path, 'remove_extra']
  checkRemoval(reading, 'extra', place, path)
  const keys = new Set<string>()
  for (const [at, item] of itemsOf(value).entries()) {
    const key = nameOf(item)
    if (key === undefined) continue
    const other = extra.get(key)
    const how = other?.value.blocked ? 'blocked' : 'set'
    if (other !== undefined) {
      const where = formatSource(toSource(other.place))
      reading.report(
        item.place,
        [...path, at],
        `${key} is both taken away and ${how}, at ${where}`,
        'keep one',
      )
    }
    keys.add(key)
    reading.places.set(valuePath('extra', key), item.place)
  }
  return keys
}

// YAML takes a key's id such as 12944e09 for a number, and 47000001 for another.
function checkKeys(node: Node, path: Path, report: Report): void {
  for (const [at, item] of itemsOf(node).entries()) checkKeys(item, [...path, at], report)
  if (node.kind === 'scalar' && typeof node.value === 'number') {
    report(
      node.place,
      path,
      `the key id ${node.written} is read as a number, ${node.value}`,
      `write it quoted: "${node.written}"`,
    )
  }
}
