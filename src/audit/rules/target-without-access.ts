import type { AuditView } from '../audit-view.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'

/** Builds are tagged in the name of who started them. */
export const targetWithoutAccess: Rule = {
  id: 'target-without-access',
  severity: 'warning',
  title: 'users who are no administrators can build for a target',
  reason:
    "A finished build is tagged into the target's destination in the name of who started it, who needs the " +
    "destination's `perm`. `koji lock-tag` sets `perm: admin` on a tag, and so closes its targets to packagers. Counted are " +
    "users who may log in; what a hub's policy says beside is not known.",
  example:
    'Target `f44-infra` delivers into `f44-infra-candidate`, `perm: admin`: ' +
    '“only administrators may tag builds into f44-infra-candidate, which asks for admin”.',
  mend: 'Give the destination another `perm`, or `null`; grant the permission; or remove the target.',
  needs: ['permissions'],
  asks: view => {
    const permissions = view.targets().flatMap(({ dest_tag }) => permOf(view, dest_tag) ?? [])
    return permissions.length === 0 ? {} : { permissions: [...permissions, 'admin'] }
  },
  *check(view) {
    const administrators = new Set(view.facts.holders.get('admin'))
    for (const { name, dest_tag } of view.targets()) {
      const perm = permOf(view, dest_tag)
      const holders = perm === undefined ? undefined : view.facts.holders.get(perm)
      if (holders?.every(user => administrators.has(user)) !== true) continue
      const who = holders.length === 0 ? 'nobody' : 'only administrators'
      yield finding(targetWithoutAccess, view, {
        kind: 'target',
        name,
        at: ['dest_tag'],
        message: `${who} may tag builds into ${dest_tag}, which asks for ${perm}`,
        found: dest_tag,
      })
    }
  },
}

function permOf({ live }: AuditView, tag: string): string | undefined {
  return live.tags.get(tag)?.settings.perm ?? undefined
}
