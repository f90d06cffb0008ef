import type { Settings } from '../koji/tag.js'
import { valuePath } from '../koji/value-path.js'
import { readArches } from './arches.js'
import { booleanOf, isNull, type Node, nameOf, textOf, valueAt } from './node.js'
import { checkName, entryOf, type Reading } from './reading.js'

/** The settings that a tag names; each is managed on its own. */
export function readSettings(reading: Reading): Partial<Settings> {
  const field = (key: keyof Settings) => entryOf(reading, key, valuePath(key))?.value
  const flag = (key: 'locked' | 'maven_support' | 'maven_include_all') => {
    const value = booleanOf(field(key))
    return value === undefined ? {} : { [key]: value }
  }
  const said = field('arches')
  const arches =
    said?.kind === 'map' ? undefined : readArches(said, [...reading.path, 'arches'], reading.report)
  const perm = textOrNull(field('perm'))
  return {
    ...(arches === undefined ? {} : { arches }),
    ...(perm === undefined ? {} : { perm }),
    ...flag('locked'),
    ...flag('maven_support'),
    ...flag('maven_include_all'),
  }
}

/** The tag whose arches it shall have: `arches: {of: f44-build}`. */
export function readArchesOf({ body, path, report }: Reading): string | undefined {
  const of = valueAt(valueAt(body, 'arches'), 'of')
  const name = of && nameOf(of)
  if (of !== undefined && name !== undefined) checkName(name, of.place, [...path, 'arches', 'of'], report)
  return name
}

function textOrNull(node: Node | undefined): string | null | undefined {
  return node !== undefined && isNull(node) ? null : textOf(node)
}
