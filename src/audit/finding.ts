import type { Json } from '../koji/json.js'
import type { HubIdentity, Origin } from '../koji/live-state.js'
import type { Moment } from '../koji/moment.js'
import type { Source } from '../koji/source.js'
import type { ResourceKind } from '../plan/index.js'

/** How bad a finding is. A note asks for nothing. */
export const severities = ['error', 'warning', 'note'] as const
export type Severity = (typeof severities)[number]

/** Something that is not as it should be, on a hub or in files. */
export interface Finding {
  /** the id of the rule that found it, such as `drift` or `dist-tag-unique` */
  readonly rule: string
  readonly severity: Severity
  readonly resource: { readonly kind: ResourceKind; readonly name: string }
  /** what of it, as paths are written everywhere: `tags.f44-build.extra.k`; waivers name it */
  readonly path: string
  /** one line, without the name of the resource */
  readonly message: string
  /** what should be there and what is, where the finding is about one value; absent halves are `null` */
  readonly expected?: Json
  readonly found?: Json
  /** who made it so, and when: one entry for each event that did */
  readonly by: readonly Origin[]
  /** the run of this tool that last wrote it, by its journal */
  readonly run?: string
  /** where the files say otherwise */
  readonly source?: Source
  /** how to mend it: a command, or what to write */
  readonly mend?: string
  /** who looks for it need not, for now */
  readonly waiver?: Waiver
}

/** A finding that is known and let be. */
export interface Waiver {
  /** a rule's id, or `*` */
  readonly rule: string
  /** a glob of paths */
  readonly path: string
  readonly reason: string
  /** the last day on which it holds, `2026-12-31` */
  readonly until?: string
  readonly source: Source
}

/** What an audit found, waived findings included. */
export interface Audit {
  readonly hub: HubIdentity
  /** as of which event, and the moment where one was asked for */
  readonly event: number
  readonly at: Moment | null
  readonly resources: { readonly tags: number; readonly targets: number; readonly external_repos: number }
  readonly findings: readonly Finding[]
}
