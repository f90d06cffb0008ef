import type { Severity } from '../../audit/index.js'
import { isJsonObject } from '../../koji/json.js'
import type { HubIdentity, Origin } from '../../koji/live-state.js'
import type { Source } from '../../koji/source.js'
import type { Action } from '../../plan/index.js'

/**
 * What a command found, made for people and for the programs of others: every format is made of this alone. Texts are
 * as the hub and the files have them; each format escapes them in its own way.
 */
export interface Report {
  readonly kind: 'audit' | 'plan' | 'history' | 'comparison'
  /** `Audit of koji` */
  readonly title: string
  /** where, and of which moment: short texts */
  readonly about: readonly string[]
  /** all of it in one sentence */
  readonly summary: string
  /** the hub that was asked, if any */
  readonly hub: HubIdentity | null
  /** what the two halves of an item are called: `before`, `after` */
  readonly halves: readonly [string, string]
  readonly sections: readonly Section[]
  /** the inheritance around what is told, where it is known */
  readonly links?: readonly ReportLink[]
}

/** Items that belong together, under a heading. */
export interface Section {
  readonly title: string
  readonly items: readonly Item[]
  /** what is told in lines of text, after the items */
  readonly lines: readonly string[]
  /** the items are no more: programs that count faults leave them out */
  readonly past?: true
}

/** One finding, change or difference. */
export interface Item {
  /** how bad it is; nothing of what is meant to be, such as a change */
  readonly severity: Severity | null
  /** what is done, or was */
  readonly action: Action | null
  /** what found it, or its kind: `dist-tag-unique`, `inheritance` */
  readonly rule: string
  readonly resource: ReportResource
  /** what of the resource, as waivers write it */
  readonly path: string
  /** one line, without the name of the resource */
  readonly message: string
  /** both halves as texts; `null` is one that does not exist. Left out where it is about no one value */
  readonly values?: readonly [string | null, string | null]
  /** who made it so, or did it, and when */
  readonly by: readonly Origin[]
  readonly run?: string
  readonly source?: Source
  /** how to mend it */
  readonly mend?: string
  /** who looks for it need not: why, and until which day */
  readonly waived?: string
}

export interface ReportResource {
  /** `tag`, `target`, `external repo` or `file` */
  readonly kind: string
  readonly name: string
}

/** That a tag inherits from another. */
export interface ReportLink {
  readonly child: string
  readonly parent: string
  readonly priority: number
}

export function itemsOf({ sections }: Report): Item[] {
  return sections.flatMap(({ items }) => items)
}

/** The release that a name seems to be of, and what is of none. */
export function releaseOf({ name }: ReportResource): string {
  const [, release = 'none'] = /(?:^|-)([a-z]+\d+(?:\.\d+)?)(?=-|$)/.exec(name) ?? []
  return release
}

/**
 * A value of either half as a text. Of a row's fields, those that say something: nulls are Koji's nothing. An extra
 * setting is shown as JSON, since `true` and `"true"` differ.
 */
export function textOfValue(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (!isJsonObject(value)) return JSON.stringify(value)
  if (value.blocked === true) return 'blocked'
  const { blocked: _, ...fields } = value
  if ('blocked' in value && 'value' in value) return JSON.stringify(value.value)
  const said = Object.entries(fields).filter(([, field]) => field !== null)
  const texts = said.map(
    ([name, field]) => `${name} ${typeof field === 'string' ? field : JSON.stringify(field)}`,
  )
  return texts.join(', ') || 'there'
}
