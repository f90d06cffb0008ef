import type { Json } from '../koji/json.js'
import type { Origin } from '../koji/live-state.js'
import type { Source } from '../koji/source.js'
import { valuePath } from '../koji/value-path.js'
import type { ResourceKind } from '../plan/index.js'
import type { AuditView } from './audit-view.js'
import type { Finding } from './finding.js'
import { findingPath } from './path.js'
import type { Rule } from './rule.js'

/** What a rule says of one resource; who made it so, and where the files have it, is looked up. */
export interface Fault {
  readonly kind: ResourceKind
  readonly name: string
  /** what of it, as `valuePath` has it: `['extra', 'rpm.macro.dist']`; the whole of it, if left out */
  readonly at?: readonly string[]
  readonly message: string
  readonly expected?: Json
  readonly found?: Json
  /** how to mend this very one; unless named, as the rule says */
  readonly mend?: string
}

export function finding(
  { id, severity, mend }: Rule,
  view: AuditView,
  { kind, name, at = [], ...said }: Fault,
): Finding {
  const source = sourceOf(view, kind, name, at)
  return {
    rule: id,
    severity,
    resource: { kind, name },
    path: findingPath(kind, name, ...at),
    by: originsOf(view, kind, name, at),
    ...(source && { source }),
    mend,
    ...said,
  }
}

// A tag's settings are one row, and who wrote it last may have changed another field: of these nobody is named.
function originsOf(
  { live }: AuditView,
  kind: ResourceKind,
  name: string,
  at: readonly string[],
): readonly Origin[] {
  const tag = live.tags.get(name) ?? live.leftovers.get(name)
  const origin = {
    tag: tag?.origins.get(valuePath(at[0] ?? '', ...at.slice(1))),
    target: live.targets.get(name)?.origin,
    external_repo: live.external_repos.get(name)?.origin,
  }[kind]
  return origin === undefined ? [] : [origin]
}

/** The nearest place: of the value, else of what it is in. */
function sourceOf(
  { desired }: AuditView,
  kind: ResourceKind,
  name: string,
  at: readonly string[],
): Source | undefined {
  if (kind === 'target') return desired?.targets.get(name)?.source
  if (kind === 'external_repo') return desired?.external_repos.get(name)?.source
  const tag = desired?.tags.get(name)
  for (let steps = at.length; steps > 0; steps -= 1) {
    const source = tag?.sources.get(valuePath(at[0] ?? '', ...at.slice(1, steps)))
    if (source !== undefined) return source
  }
  return tag?.source
}
