import type { Call } from '../koji/call.js'
import type { LiveBuild, LiveState } from '../koji/live-state.js'
import { type ChangeOf, copiedRows, type Plan, type ServerCopy } from '../plan/index.js'

/** What a rehearsal is of, with what it needs for copies of the past; and which call it sends for one of the plan. */
export interface WithPastCopies {
  readonly live: LiveState
  readonly ids: ReadonlyMap<string, number>
  readonly sent: (call: Call) => Call
}

/**
 * A saved plan has the hub copy what a tag held when the plan was made. If anything was written since, that tag may hold
 * other rows by now, and these alone were read. The plan says row by row what the copy leaves. So a tag with these rows
 * stands in for the other one, under a name that the hub does not know: Koji takes no name with a space.
 */
export function withPastCopies(
  plan: Plan,
  live: LiveState,
  ids: ReadonlyMap<string, number>,
): WithPastCopies {
  const past = plan.changes.filter(
    (change): change is CopyingChange =>
      change.kind === 'tag' && change.copy !== undefined && change.copy.event < live.event,
  )
  if (past.length === 0) return { live, ids, sent: call => call }
  const next = Math.max(0, ...ids.values()) + 1
  const standIns = past.map(({ tag, copy }, index) => {
    const name = nameFor(tag)
    const rows = copiedRows(tag, plan.changes, copy)
    const settings = live.tags.get(copy.from)?.settings ?? rows.tag.settings
    return {
      id: next + index,
      name,
      tag: { ...rows.tag, name, settings, origins: new Map() },
      builds: rows.builds,
    }
  })
  const origin = { event: live.event, time: new Date(0).toISOString(), author: 'the rehearsal' }
  const tagged = standIns.map(({ name, builds }): [string, ReadonlyMap<string, LiveBuild>] => [
    name,
    new Map([...builds].map(([nvr, pkg]) => [nvr, { package: pkg, origin }])),
  ])
  const names = new Set(standIns.map(({ name }) => name))
  return {
    live: {
      ...live,
      tags: new Map([...live.tags, ...standIns.map(({ name, tag }) => [name, tag] as const)]),
      builds: new Map([...live.builds, ...tagged]),
    },
    ids: new Map([...ids, ...standIns.map(({ name, id }) => [name, id] as const)]),
    sent: call => {
      const [, tag] = call.params
      const name = nameFor(String(tag))
      if (call.method !== 'snapshotTag' || !names.has(name)) return call
      const { event: _, ...named } = call.named ?? {}
      return { ...call, params: [name, ...call.params.slice(1)], named }
    },
  }
}

type CopyingChange = ChangeOf<'tag'> & { readonly copy: ServerCopy }

function nameFor(tag: string): string {
  return `what ${tag} is copied from`
}
