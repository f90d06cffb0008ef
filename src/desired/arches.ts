import { joinArches, knownArches, splitArches } from '../koji/arches.js'
import { isNull, type Node, quote, textOf } from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import type { Place } from './source-file.js'
import { didYouMean } from './suggest.js'

/** Koji's own form: words in order; `''` for none, `null` for what stands elsewhere (an ancestor's, the tag's). */
export function readArches(node: Node | undefined, path: Path, report: Report): string | null | undefined {
  if (node === undefined) return undefined
  return isNull(node) ? null : readOwnArches(node, path, report)
}

/** The same where `null` has no meaning. */
export function readOwnArches(node: Node, path: Path, report: Report): string {
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
