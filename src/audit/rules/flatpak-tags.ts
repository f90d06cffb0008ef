import { extraValue } from '../../koji/build-config.js'
import type { Json } from '../../koji/json.js'
import type { LiveTag } from '../../koji/live-state.js'
import { didYouMean } from '../../koji/names.js'
import type { AuditView } from '../audit-view.js'
import { type Fault, finding } from '../fault.js'
import type { Rule } from '../rule.js'

const tagKeys = ['flatpak.runtime_tag', 'flatpak.runtime_package_tag', 'flatpak.app_package_tag']

/** Whether the packages of a tag come as a dist-repo, and the key that names the tag. */
const repoKeys = new Map([
  ['flatpak.runtime_package_dist_repo', 'flatpak.runtime_package_tag'],
  ['flatpak.app_package_dist_repo', 'flatpak.app_package_tag'],
])

/** What flatpak-module-tools reads of the build tag of images. */
export const flatpakTags: Rule = {
  id: 'flatpak-tags',
  severity: 'error',
  title: 'the extra settings `flatpak.*` name tags that exist, and dist-repos that are made',
  reason:
    'flatpak-module-tools reads from the build tag of images where runtimes are (`flatpak.runtime_tag`), and where the ' +
    'packages come from (`flatpak.runtime_package_tag`, `flatpak.app_package_tag`). With `…_dist_repo: true` it takes ' +
    'the dist-repo of that tag, which is made where the tag has `tag2distrepo.enabled`. Koji checks none of this.',
  example:
    '`f44-flatpak-container-build` has `flatpak.app_package_dist_repo: true`, and `f44-flatpak-app` has no ' +
    '`tag2distrepo.enabled`: “no dist-repo is made of f44-flatpak-app: it has no tag2distrepo.enabled”.',
  mend: 'Name the right tag; have its dist-repo made: `extra: {tag2distrepo.enabled: true}` there.',
  needs: ['tags'],
  asks: view => ({
    tags: flatpakBuildTags(view)
      .flatMap(({ name }) => tagKeys.map(key => extraValue(view.config(name), key)))
      .filter(name => typeof name === 'string')
      .filter(name => view.tag(name) === undefined),
  }),
  *check(view) {
    for (const { name, extra } of flatpakBuildTags(view)) {
      for (const [key, own] of extra) {
        if (own.blocked || !key.startsWith('flatpak.')) continue
        const fault = faultOf(view, name, key, own.value)
        if (fault !== undefined)
          yield finding(flatpakTags, view, { kind: 'tag', name, at: ['extra', key], ...fault })
      }
    }
  },
}

function flatpakBuildTags(view: AuditView): LiveTag[] {
  return view.tags().filter(({ extra }) => [...extra.keys()].some(key => key.startsWith('flatpak.')))
}

type Said = Pick<Fault, 'message' | 'found' | 'expected'>

function faultOf(view: AuditView, name: string, key: string, value: Json): Said | undefined {
  if (tagKeys.includes(key)) {
    if (typeof value !== 'string') return { message: `${key} is no name of a tag`, found: value }
    return view.tag(value) === null
      ? { message: `${key} names ${value}, and there is no such tag`, found: value }
      : undefined
  }
  const tagKey = repoKeys.get(key)
  if (tagKey === undefined) {
    const known = [...tagKeys, ...repoKeys.keys()]
    return { message: `flatpak-module-tools knows no ${key}${didYouMean(key, known)}`, found: value }
  }
  if (typeof value !== 'boolean') return { message: `${key} is neither true nor false`, found: value }
  if (!value) return undefined
  const repo = extraValue(view.config(name), tagKey)
  const enabled = typeof repo === 'string' ? view.tag(repo)?.extra.get('tag2distrepo.enabled') : undefined
  if (typeof repo !== 'string') return { message: `no ${tagKey} says of which tag`, found: value }
  // A tag that is not there is the other key's fault; one that is not known is nobody's.
  if (!view.tag(repo) || (enabled && !enabled.blocked && enabled.value)) return undefined
  return { message: `no dist-repo is made of ${repo}: it has no tag2distrepo.enabled`, found: value }
}
