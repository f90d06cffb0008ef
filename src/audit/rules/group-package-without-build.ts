import { packageNames } from '../../koji/groups.js'
import { isSideTag } from '../../release/index.js'
import type { AuditView } from '../audit-view.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'
import { isForContainers } from './build-tags.js'

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
  example: '`info` was retired in `f44`: “no build in reach has info”.',
  mend: 'Take the package out of the group, block it there, or tag a build of it.',
  needs: ['packages'],
  asks: view => ({
    packages: rootsOf(view).map(
      tag => [tag, new Set([...groupsOf(view, tag)].flatMap(([, packages]) => packages))] as const,
    ),
  }),
  *check(view) {
    for (const tag of rootsOf(view)) {
      const providers = view.facts.providers.get(tag) ?? new Map<string, string | null>()
      const isMissing = (pkg: string) => providers.get(pkg) === null
      const known = [...providers.keys()].length
      if (known > 0 && [...providers.keys()].every(isMissing)) {
        yield finding(groupPackageWithoutBuild, view, {
          kind: 'tag',
          name: tag,
          at: ['groups'],
          message: `no build in reach has any of the ${known} packages of its groups`,
        })
        continue
      }
      for (const [group, packages] of groupsOf(view, tag))
        for (const pkg of packages.filter(isMissing))
          yield finding(groupPackageWithoutBuild, view, {
            kind: 'tag',
            name: tag,
            at: ['groups', group, pkg],
            message: `no build in reach has ${pkg}`,
          })
    }
  },
}

/** The build tags whose build roots hold nothing but builds of the hub. */
function rootsOf(view: AuditView): string[] {
  const seesOthers = (tag: string) =>
    view.lookup(tag).some(name => (view.live.tags.get(name)?.external_repos.length ?? 0) > 0)
  return [...view.buildTags().keys()].filter(
    tag => !isSideTag(tag) && !isForContainers(tag) && !seesOthers(tag),
  )
}

function groupsOf(view: AuditView, tag: string): [string, string[]][] {
  return [...view.groups(tag)].map(([name, group]) => [name, packageNames(group)])
}
