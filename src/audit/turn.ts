import { jsonEqual } from '../koji/json.js'
import type { Origin } from '../koji/live-state.js'
import { isInForce } from '../koji/row-version.js'
import type { Source } from '../koji/source.js'
import { type Action, actionOf } from '../plan/index.js'

/** A version of a row, of whatever kind: what it says, and from when to when. */
export interface Valued {
  readonly value: unknown
  readonly origin: Origin
  readonly end: Origin | null
}

/** Where a row became another, came or went. */
export interface Turn<Row extends Valued> {
  readonly at: Origin
  /** one of both halves: it has the row's names */
  readonly row: Row
  readonly before: Row | null
  readonly after: Row | null
}

/** What a change says of both halves. Its source is the event, as in an undo of events. */
export interface Halves<Value> {
  readonly action: Action
  readonly before: Value | null
  readonly after: Value | null
  readonly source: Source
  /** who had made the old value */
  readonly origin?: Origin
}

/** The turns of all rows that these are versions of. */
export function turnsOf<Row extends Valued>(versions: readonly Row[]): Turn<Row>[] {
  const rows = new Map<string, Row[]>()
  for (const version of versions) {
    const { value: _, origin: __, end: ___, ...names } = version
    const key = JSON.stringify(Object.values(names))
    const row = rows.get(key)
    if (row === undefined) rows.set(key, [version])
    else row.push(version)
  }
  return [...rows.values()].flatMap(row => turnsOfRow(row))
}

/** The turns of one row. */
export function turnsOfRow<Row extends Valued>(versions: readonly Row[]): Turn<Row>[] {
  return momentsOf(versions).flatMap((at): Turn<Row>[] => {
    const [before, after] = [at.event - 1, at.event].map(
      event => versions.find(version => isInForce(version, event)) ?? null,
    )
    const row = after ?? before
    if (row === undefined || row === null || jsonEqual(before?.value, after?.value)) return []
    return [{ at, row, before: before ?? null, after: after ?? null }]
  })
}

/** Whenever something was made or ended, oldest first. */
export function momentsOf(versions: readonly Pick<Valued, 'origin' | 'end'>[]): Origin[] {
  const moments = versions.flatMap(({ origin, end }) => [origin, ...(end === null ? [] : [end])])
  const byEvent = new Map(moments.map(moment => [moment.event, moment]))
  return [...byEvent.values()].sort((a, b) => a.event - b.event)
}

export function halvesOf<Row extends Valued>({ at, before, after }: Turn<Row>): Halves<Row['value']> {
  return {
    action: actionOf(before, after),
    before: before === null ? null : before.value,
    after: after === null ? null : after.value,
    source: { file: 'event', line: at.event, column: 1 },
    ...(before !== null && { origin: before.origin }),
  }
}
