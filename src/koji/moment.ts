import { RelengError } from './error.js'

/** A moment in the past of a hub, as a person says it: Koji's event number, or a time. */
export type WantedMoment =
  | { readonly event: number }
  /** seconds since 1970, UTC */
  | { readonly seconds: number }

/** A moment in the past of a hub: all that happened up to an event. */
export interface Moment {
  readonly event: number
  /** ISO 8601, UTC; `null` for a number that no event has (Koji leaves gaps) */
  readonly time: string | null
}

const time = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|UTC|[+-]\d\d:\d\d)?)?$/

/**
 * Reads an event number, or an ISO date or time: `2026-11-01` is its beginning, and what names no zone is UTC.
 * Throws where it is neither.
 */
export function parseMoment(text: string): WantedMoment {
  if (/^\d{1,15}$/.test(text)) return { event: Number(text) }
  const [, date = '', clock = '00:00', zone = 'Z'] = time.exec(text) ?? []
  const milliseconds = Date.parse(`${date}T${clock}${zone === 'UTC' ? 'Z' : zone}`)
  if (Number.isNaN(milliseconds) || !isDate(date)) {
    throw new RelengError(`${text} is neither an event nor a time`, {
      next: 'write a number such as 12345, or 2026-11-01, or 2026-11-01T12:00Z',
    })
  }
  return { seconds: milliseconds / 1000 }
}

// JavaScript takes February 30 for March 2.
function isDate(date: string): boolean {
  return new Date(`${date}T00:00Z`).toISOString().startsWith(date)
}

/** `2026-11-22 07:10 UTC` */
export function shortTime(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}
