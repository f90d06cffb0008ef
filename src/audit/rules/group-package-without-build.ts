import { packageNames } from '../../koji/groups.js'
import { valuePath } from '../../koji/value-path.js'
import { isSideTag } from '../../release/index.js'
import type { AuditView } from '../audit-view.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'
import { isForContainers } from './build-tags.js'
import { someOf } from './words.js'

/** A group may name what is not there. */
export const groupPackageWithoutBuild: Rule = {
  id: 'group-package-without-build',
  severity: 'warning',
  title: 'a build in reach has each package of the groups of a build tag',
  reason:
    'A group names packages; they come from builds in the tag and its ancestors. One that is not there, because it was ' +
    'retired or misspelt, is passed over or makes every build root fail, as the group is installed. Looked for is a ' +
    'build of the same name, and then one with a shorter name (`glibc-minimal-langpack` of `glibc`) that holds such an ' +
    'RPM; a package whose source has another name altogether is not found: waive it. Tags that see an external repo are ' +
    'left out, and so are side tags.',
  example:
    '`info` was retired in `f44`: “no build in reach of f44-build and f44-infra-build has info”, once, at the tag that lists it.',
  mend: 'Take the package out of the group, block it there, or tag a build of it.',
  needs: ['packages'],
  asks: view => ({ packages: rootsOf(view).flatMap(tag => packagesOf(view, tag)) }),
  *check(view) {
    const missing = new Map<string, Missing>()
    for (const tag of rootsOf(view)) {
      const packages = new Set(packagesOf(view, tag))
      const lacking = new Set([...packages].filter(pkg => view.buildOf(tag, pkg) === null))
      if (lacking.size > 1 && lacking.size === packages.size) {
        yield finding(groupPackageWithoutBuild, view, {
          kind: 'tag',
          name: tag,
          at: ['groups'],
          message: `no build in reach has any of the ${packages.size} packages of its groups`,
        })
        continue
      }
      for (const { from, group, pkg } of entriesOf(view, tag)) {
        if (!lacking.has(pkg)) continue
        const known = missing.get(valuePath(from, group, pkg)) ?? { from, group, pkg, tags: [] }
        missing.set(valuePath(from, group, pkg), known)
        known.tags.push(tag)
      }
    }
    for (const { from, group, pkg, tags } of missing.values())
      yield finding(groupPackageWithoutBuild, view, {
        kind: 'tag',
        name: from,
        at: ['groups', group, pkg],
        message: `no build in reach of ${someOf(tags)} has ${pkg}`,
      })
  },
}

interface Entry {
  /** the tag that lists it */
  readonly from: string
  readonly group: string
  readonly pkg: string
}

/** An entry, and the build tags that have it in vain. */
interface Missing extends Entry {
  readonly tags: string[]
}

/** The build tags whose build roots hold nothing but builds of the hub. */
function rootsOf(view: AuditView): string[] {
  const seesOthers = (tag: string) =>
    view.lookup(tag).some(name => (view.live.tags.get(name)?.external_repos.length ?? 0) > 0)
  return [...view.buildTags().keys()].filter(
    tag => !isSideTag(tag) && !isForContainers(tag) && !seesOthers(tag),
  )
}

function entriesOf(view: AuditView, tag: string): Entry[] {
  return [...view.groups(tag)].flatMap(([group, effective]) =>
    packageNames(effective).map(pkg => ({ from: effective.packages.get(pkg)?.from ?? tag, group, pkg })),
  )
}

function packagesOf(view: AuditView, tag: string): string[] {
  return entriesOf(view, tag).map(({ pkg }) => pkg)
}
