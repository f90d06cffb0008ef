import { cleanLine } from '../koji/clean.js'
import { RelengError } from '../koji/error.js'
import type { HubIdentity } from '../koji/live-state.js'
import { type Moment, shortTime } from '../koji/moment.js'
import { didYouMean } from '../koji/names.js'
import type { Absence } from '../koji/settings-history.js'
import { type TagView, tagView } from '../koji/tag-view.js'
import { AsOf } from './as-of.js'
import type { HubClient } from './client.js'
import { findMoment } from './find-moment.js'
import { LiveReader } from './live-reader.js'
import { readSurroundings } from './tag-surroundings.js'

/** Tags as builds see them, on one hub at one moment. */
export interface TagViews {
  readonly hub: HubIdentity
  /** as of which they were read: the hub's last event, unless another was asked for */
  readonly event: number
  /** the moment, where one was asked for */
  readonly at: Moment | null
  readonly tags: readonly TagView[]
}

export interface ViewOptions {
  /** an event or a time, as a person writes it; now, if it is left out */
  readonly at?: string | undefined
  /** read the package lists by name; they may be large */
  readonly withPackages?: boolean
}

/**
 * Reads tags with all that they inherit and what is around them, anonymously, in as many requests as that has
 * layers, however many tags are asked for. Throws where one of them does not exist then, with what became of it.
 */
export async function readTagViews(
  client: HubClient,
  profile: string,
  names: readonly string[],
  { at, withPackages = false }: ViewOptions = {},
): Promise<TagViews> {
  const moment = at === undefined ? null : await findMoment(client, at)
  const asOf = new AsOf(moment?.event)
  const wanted = [...new Set(names)]
  const reader = new LiveReader(client, profile, { at: asOf.event })
  const [live, around] = await Promise.all([
    reader.read({ tags: wanted, targets: [], packages: withPackages ? wanted : [] }),
    readSurroundings(client, wanted, asOf, { withCounts: !withPackages }),
  ])
  const absent: [string, Absence][] = []
  const tags = wanted.flatMap(name => {
    const [tag, surroundings] = [live.tags.get(name), around.get(name)]
    const origins = surroundings?.history.at(asOf.event)
    if (tag !== undefined && surroundings !== undefined && origins !== undefined) {
      return [tagView(tag, live, { ...surroundings, ...origins })]
    }
    absent.push([name, surroundings?.history.absence(asOf.event) ?? { kind: 'unknown' }])
    return []
  })
  if (absent.length > 0) throw absentError(absent, moment, await reader.tagNames(), client.url)
  return { hub: live.hub, event: live.event, at: moment, tags }
}

function absentError(
  absent: readonly [string, Absence][],
  moment: Moment | null,
  tagNames: readonly string[],
  where: string,
): RelengError {
  const messages = absent.map(([name, absence]) => absenceText(name, absence, moment, tagNames))
  const then = absent.flatMap(([name, absence]) => {
    if (absence.kind === 'unknown') return []
    const event = absence.kind === 'deleted' ? absence.by.event - 1 : absence.by.event
    return [`to see ${name} as it was: --at ${event}`]
  })
  const next =
    then.length > 0 ? then.join('\n       ') : 'mend the names; koji-releng tags graph lists all tags'
  return new RelengError(messages.join('\n'), { where, next })
}

function absenceText(
  name: string,
  absence: Absence,
  moment: Moment | null,
  tagNames: readonly string[],
): string {
  if (absence.kind === 'unknown') return `there is no tag ${name}${didYouMean(name, tagNames)}`
  const { author, time, event } = absence.by
  const by = `by ${cleanLine(author)}, ${shortTime(time)}, event ${event}`
  if (absence.kind === 'later')
    return `there was no tag ${name} yet at event ${moment?.event}: it was made ${by}`
  return `there is no tag ${name}: it was deleted ${by}`
}
