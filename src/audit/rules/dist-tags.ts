import { type DistMacro, distMacro } from '../../koji/build-config.js'
import { compareText } from '../../koji/json.js'
import { isSideTag, type Release, releaseIn } from '../../release/index.js'
import type { AuditView } from '../audit-view.js'

/** A build tag that gets its dist tag from a macro, and where that comes from. */
export interface DistTag {
  readonly tag: string
  readonly release: Release
  readonly macro: DistMacro
  /** the tag that sets it */
  readonly from: string
  /** its value with the release's number in place of the macros that stand for it */
  readonly value: string
}

/** The dist tags in scope, by the name of the build tag. Packagers may give their side tags what they like. */
export function distTags(view: AuditView): DistTag[] {
  return [...view.buildTags()]
    .filter(([tag]) => !isSideTag(tag))
    .flatMap(([tag]) => {
      const [release, config] = [releaseIn(tag), view.config(tag)]
      const macro = distMacro(config)
      if (release === undefined || macro === undefined) return []
      const from = config.extra.get(macro.key)?.from ?? tag
      const value = macro.value.replaceAll(
        /%\{\??(?:fedora|rhel|epel)\}|%(?:fedora|rhel|epel)\b/g,
        release.number,
      )
      return [{ tag, release, macro, from, value }]
    })
    .sort((a, b) => compareText(a.tag, b.tag))
}
