import type { DesiredTarget } from '../koji/desired-state.js'
import { isAbsent } from './absent.js'
import { type Entry, type MapNode, nameOf } from './node.js'
import type { Report } from './problem.js'
import { checkName } from './reading.js'
import { toSource } from './source-file.js'

/**
 * Reads a merged build target; `undefined` if it lacks a tag, which is reported unless a template is missing
 * that may have named it.
 */
export function readTarget(
  name: string,
  { place, value }: Entry,
  incomplete: boolean,
  report: Report,
): DesiredTarget | undefined {
  const path = ['targets', name]
  checkName(name, place, path, report)
  const body: MapNode = value.kind === 'map' ? value : { kind: 'map', entries: new Map(), place }
  const source = toSource(place)
  if (isAbsent(body, path, report)) return { name, source, absent: true }

  const tagOf = (key: string) => {
    const tag = body.entries.get(key)?.value
    const named = nameOf(tag)
    if (tag !== undefined && named !== undefined) checkName(named, tag.place, [...path, key], report)
    return named
  }
  const build_tag = tagOf('build_tag')
  const dest_tag = tagOf('dest_tag')
  const missing = ['build_tag', 'dest_tag'].filter(key => !body.entries.has(key))
  if (missing.length > 0 && value.kind === 'map' && !incomplete) {
    const example = 'a build target is {build_tag: …, dest_tag: …}, or {absent: true}'
    report(place, path, `${missing.map(key => `\`${key}\``).join(' and ')} missing`, example)
  }
  if (build_tag === undefined || dest_tag === undefined) return undefined
  return { name, source, absent: false, build_tag, dest_tag }
}
