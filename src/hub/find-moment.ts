import { RelengError } from '../koji/error.js'
import { type Moment, parseMoment } from '../koji/moment.js'
import { Batch } from './batch.js'
import type { HubClient } from './client.js'
import type { RpcValue } from './codec/value.js'
import { FaultCode } from './fault.js'
import { Row } from './row.js'

/**
 * Finds the event that a person means by its number or by a time: then it is the last one before. Throws where
 * it is neither, where nothing had happened yet, and where the event is still to come.
 *
 * @param beginning what a time is at which nothing had happened yet, where that is no mistake
 */
export async function findMoment(client: HubClient, text: string, beginning?: Moment): Promise<Moment> {
  const wanted = parseMoment(text)
  let found: Moment | undefined
  let last = 0
  const batch = new Batch()
  batch.add({ method: 'getLastEvent', params: [] }, value => {
    last = Row.from(value, 'getLastEvent').integer('id')
  })
  batch.add(
    'event' in wanted
      ? { method: 'getEvent', params: [wanted.event] }
      : { method: 'getLastEvent', params: [wanted.seconds] },
    value => {
      found = momentOf(value)
    },
    fault => fault.code === FaultCode.generic,
  )
  await batch.send(client)
  if (found !== undefined) return found
  if ('event' in wanted && wanted.event > 0 && wanted.event <= last)
    return { event: wanted.event, time: null }
  if ('seconds' in wanted && beginning !== undefined) return beginning
  const why = 'event' in wanted ? `there is no event ${wanted.event}` : `nothing had happened before ${text}`
  throw new RelengError(`${why} on the hub`, { where: client.url, next: `its last event is ${last}` })
}

function momentOf(value: RpcValue): Moment {
  const row = Row.from(value, 'getEvent')
  return { event: row.integer('id'), time: row.time('ts') }
}
