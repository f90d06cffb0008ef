import { compareText, type Json } from '../koji/json.js'
import type { HubIdentity, Origin } from '../koji/live-state.js'
import type { Moment } from '../koji/moment.js'
import type { Source } from '../koji/source.js'
import type { Waiver } from '../koji/waiver.js'
import type { ResourceKind } from '../plan/index.js'

/** How bad a finding is. A note asks for nothing. */
export const severities = ['error', 'warning', 'note'] as const
export type Severity = (typeof severities)[number]

/** Something that is not as it should be, on a hub or in files. */
export interface Finding {
  /** the id of the rule that found it, such as `drift` or `dist-tag-unique` */
  readonly rule: string
  readonly severity: Severity
  /** a file, where the finding is about waivers */
  readonly resource: { readonly kind: ResourceKind | 'file'; readonly name: string }
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

/** Those of the findings that are so bad or worse, and not waived: for who must decide whether all is well. */
export function failing(findings: readonly Finding[], threshold: Severity): Finding[] {
  const bad = severities.slice(0, severities.indexOf(threshold) + 1)
  return findings.filter(({ severity, waiver }) => waiver === undefined && bad.includes(severity))
}

/** By severity, then by resource and path: the same order whatever they were found in. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      compareText(a.resource.kind, b.resource.kind) ||
      compareText(a.resource.name, b.resource.name) ||
      compareText(a.path, b.path) ||
      compareText(a.rule, b.rule),
  )
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
