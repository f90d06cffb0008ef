import { shortTime } from '../koji/moment.js'
import { type Change, resourceOf } from '../plan/index.js'
import { cleanLine } from './clean.js'
import type { ToldEvent, ToldHistory } from './history-json.js'
import { hubHeading } from './hub-heading.js'
import { count, namesText } from './names-text.js'
import { changesText, type TextOptions } from './resource-text.js'
import { plainStyle } from './style.js'

/** What happened on a hub, oldest first: an event each, or all that one run of this tool did at a stretch. */
export function historyText(history: ToldHistory, options: TextOptions = {}): string {
  const { style = plainStyle } = options
  const { hub, events } = history
  const heading = style.heading(hubHeading(`History of ${hub.profile}`, hub, rangeText(history)))
  if (events.length === 0) return `${heading}\n\nNothing happened there that this tool manages.\n`
  const blocks = stretches(events).map(stretch => stretchText(stretch, options))
  return `${[heading, ...blocks, summaryText(events)].join('\n\n')}\n`
}

/** `events 40 to 47` */
export function rangeText({ after, until, event }: ToldHistory): string {
  const first = (after ?? 0) + 1
  const last = Math.min(until ?? event, event)
  return first >= last ? `event ${last}` : `events ${first} to ${last}`
}

/** Events that follow each other in one run. */
function stretches(events: readonly ToldEvent[]): ToldEvent[][] {
  const all: ToldEvent[][] = []
  for (const event of events) {
    const last = all.at(-1)
    if (event.run !== null && last?.[0]?.run?.run === event.run.run) last.push(event)
    else all.push([event])
  }
  return all
}

function stretchText(events: readonly ToldEvent[], options: TextOptions): string {
  const { style = plainStyle } = options
  const [first, last] = [events[0], events.at(-1)]
  if (first === undefined || last === undefined) return ''
  const { run, event, time, author } = first
  const number = event === last.event ? `event ${event}` : `events ${event} to ${last.event}`
  const words = [number, shortTime(time), author, ...(run === null ? [] : [runText(run)])]
  const title = style.heading(words.map(cleanLine).join(' · '))
  // Of many events, each row tells its own.
  const without = { places: events.length === 1, origins: true }
  return `${title}\n${changesText(byResource(events), { ...options, without })}`
}

function runText({ run, reason }: NonNullable<ToldEvent['run']>): string {
  return `run ${run}${reason === null ? '' : ` (${reason})`}`
}

/** In the order in which resources were first touched. */
function byResource(events: readonly ToldEvent[]): Change[] {
  const resources = new Map<string, Change[]>()
  for (const change of events.flatMap(({ changes }) => changes)) {
    const { kind, name } = resourceOf(change)
    const key = `${kind} ${name}`
    const own = resources.get(key)
    if (own === undefined) resources.set(key, [change])
    else own.push(change)
  }
  return [...resources.values()].flat()
}

/** `3 changes in 2 events, by ralph and ann` */
export function summaryText(events: readonly ToldEvent[]): string {
  const changes = events.reduce((sum, event) => sum + event.changes.length, 0)
  const people = [...new Set(events.map(({ author }) => author))]
  return `${count(changes, 'change')} in ${count(events.length, 'event')}, by ${namesText(people, 8)}`
}
