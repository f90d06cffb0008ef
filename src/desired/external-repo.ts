import type { DesiredExternalRepo } from '../koji/desired-state.js'
import { internalRepo, isRepoUrl, storedUrl } from '../koji/external-repos.js'
import { isAbsent } from './absent.js'
import { type Entry, type MapNode, quote, textOf } from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import { checkName } from './reading.js'
import { type Place, toSource } from './source-file.js'

/**
 * Reads a merged external repo; `undefined` if it lacks its URL, which is reported unless a template is missing
 * that may have named it.
 */
export function readExternalRepo(
  name: string,
  { place, value }: Entry,
  incomplete: boolean,
  report: Report,
): DesiredExternalRepo | undefined {
  const path = ['external_repos', name]
  checkName(name, place, path, report)
  if (name === internalRepo) report(place, path, 'INTERNAL is a repo of Koji’s own', 'choose another name')
  const body: MapNode = value.kind === 'map' ? value : { kind: 'map', entries: new Map(), place }
  const source = toSource(place)
  if (isAbsent(body, path, report)) return { name, source, absent: true }

  const url = body.entries.get('url')
  const text = textOf(url?.value)
  if (url !== undefined && text !== undefined) checkUrl(text, url.value.place, [...path, 'url'], report)
  else if (url === undefined && value.kind === 'map' && !incomplete)
    report(place, path, '`url` missing', 'an external repo is {url: …}, or {absent: true}')
  return text === undefined ? undefined : { name, source, absent: false, url: storedUrl(text) }
}

function checkUrl(url: string, place: Place, path: Path, report: Report): void {
  if (isRepoUrl(url)) return
  const hint = 'a URL begins with https://, http://, ftp:// or file://, and has no spaces'
  report(place, path, `${quote(url)} is not the URL of a repo`, hint)
}
