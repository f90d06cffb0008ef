import { errorJson, planJson } from '../report/index.js'
import type { CommandEvent } from './command-event.js'

/** An event as a line of `--json-events` holds it; its shape is published as the schema `json-events`. */
export function eventJson(event: CommandEvent): { readonly [key: string]: unknown } {
  switch (event.event) {
    case 'warning':
      return { event: 'warning', message: event.message }
    case 'interrupted':
      return { event: 'interrupted' }
    case 'plan':
      return { event: 'plan', plan: planJson(event.plan) }
    case 'start': {
      const stages = event.plan.stages.map(({ stage, calls, requests }) => ({
        stage,
        calls: calls.length,
        requests,
      }))
      return { event: 'start', stages }
    }
    case 'refused':
    case 'lost':
    case 'retry':
    case 'error':
      return { ...event, ...errorJson(event.error) }
    case 'read-back': {
      const { stage, error, done, notDone, results } = event
      return { event: 'read-back', stage, ...errorJson(error), done, not_done: notDone, results }
    }
    case 'applied': {
      // The plan was an event of its own.
      const { plan: _told, ...document } = event.document
      return { event: 'applied', ...document }
    }
    case 'ready':
      return { event: 'ready', ...event.document }
    default:
      return { ...event }
  }
}
