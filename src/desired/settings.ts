import type { Settings } from '../koji/tag.js'
import { valuePath } from '../koji/value-path.js'
import { readArches } from './arches.js'
import { booleanOf, isNull, type Node, textOf } from './node.js'
import { entryOf, type Reading } from './reading.js'

/** The settings that a tag names; each is managed on its own. */
export function readSettings(reading: Reading): Partial<Settings> {
  const field = (key: keyof Settings) => entryOf(reading, key, valuePath(key))?.value
  const flag = (key: 'locked' | 'maven_support' | 'maven_include_all') => {
    const value = booleanOf(field(key))
    return value === undefined ? {} : { [key]: value }
  }
  const arches = readArches(field('arches'), [...reading.path, 'arches'], reading.report)
  const perm = textOrNull(field('perm'))
  return {
    ...(arches === undefined ? {} : { arches }),
    ...(perm === undefined ? {} : { perm }),
    ...flag('locked'),
    ...flag('maven_support'),
    ...flag('maven_include_all'),
  }
}

function textOrNull(node: Node | undefined): string | null | undefined {
  return node !== undefined && isNull(node) ? null : textOf(node)
}
