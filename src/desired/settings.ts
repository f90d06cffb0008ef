import { joinArches, knownArches, splitArches } from '../koji/arches.js'
import type { Settings } from '../koji/tag.js'
import { valuePath } from '../koji/value-path.js'
import { booleanOf, isNull, type Node, quote, textOf } from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import { entryOf, type Reading } from './reading.js'
import type { Place } from './source-file.js'
import { didYouMean } from './suggest.js'

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

/** Koji's own form: words in order; `''` for none, `null` to inherit them. */
function readArches(node: Node | undefined, path: Path, report: Report): string | null | undefined {
  if (node === undefined) return undefined
  if (isNull(node)) return null
  const words = archesIn(node, path)
  for (const { word, place, path } of words) checkArch(word, place, path, report)
  return joinArches(words.map(({ word }) => word))
}

interface Word {
  readonly word: string
  readonly place: Place
  readonly path: Path
}

function archesIn(node: Node, path: Path): Word[] {
  if (node.kind === 'list') {
    return node.items.flatMap((item, at) => {
      const word = textOf(item)
      return word === undefined ? [] : [{ word, place: item.place, path: [...path, at] }]
    })
  }
  return splitArches(textOf(node) ?? '').map(word => ({ word, place: node.place, path }))
}

function checkArch(word: string, place: Place, path: Path, report: Report): void {
  if (knownArches.has(word)) return
  const hint = didYouMean(word, knownArches, 'known are x86_64, aarch64, ppc64le, s390x, noarch and the like')
  report(place, path, `there is no architecture ${quote(word)}`, hint)
}

function textOrNull(node: Node | undefined): string | null | undefined {
  return node !== undefined && isNull(node) ? null : textOf(node)
}
