import { type Plan, resourceOf, type Stage } from '../plan/index.js'
import { count, namesText } from '../report/index.js'
import type { CommandEvent } from './command-event.js'

/** Where a run is, from what it tells: the lines that a terminal shows at its end while it goes on. */
export class RunProgress {
  #plan: Plan | undefined
  /** what is being done, and since when; nothing before a run and after it */
  #now: { readonly what: string; readonly since: number; readonly detail: string } | undefined
  #toCome: readonly Stage[] = []
  #answered = 0

  /** @param time in seconds, from any beginning */
  observe(event: CommandEvent, time: number): void {
    switch (event.event) {
      case 'start':
        this.#plan = event.plan
        this.#toCome = event.plan.stages
        this.#begin('checking', time)
        break
      case 'stage':
        this.#toCome = this.#toCome.filter(({ stage }) => stage !== event.stage)
        this.#answered = 0
        this.#begin(event.stage, time)
        break
      case 'sending':
        this.#tell(this.#requestText(event))
        break
      case 'answered':
        this.#answered += 1
        break
      case 'lost':
        this.#tell('no answer; reading the hub back')
        break
      case 'stage-done':
        if (this.#toCome.length === 0) this.#begin('reading back', time)
        break
      case 'repos':
      case 'applied':
      case 'error':
        this.#now = undefined
        break
    }
  }

  /** `fill (3 s): request 1 of 2, 20 of 41 calls: f44, f44-build and 8 more`, and what comes after it */
  lines(time: number): string[] {
    if (this.#now === undefined) return []
    const { what, since, detail } = this.#now
    const toCome = this.#toCome.map(({ stage, calls }) => `${stage} (${count(calls.length, 'call')})`)
    return [
      `${what} (${duration(time - since)})${detail === '' ? '' : `: ${detail}`}`,
      ...(toCome.length === 0 ? [] : [`to come: ${toCome.join(', ')}`]),
    ]
  }

  #begin(what: string, since: number): void {
    this.#now = { what, since, detail: '' }
  }

  #tell(detail: string): void {
    if (this.#now !== undefined) this.#now = { ...this.#now, detail }
  }

  #requestText({ stage, calls: positions }: CommandEvent & { event: 'sending' }): string {
    const planned = this.#plan?.stages.find(one => one.stage === stage)
    const request = this.#answered + 1
    const changes = positions.flatMap(position => planned?.calls[position]?.changes ?? [])
    const names = changes.flatMap(index => {
      const change = this.#plan?.changes[index]
      return change === undefined ? [] : [resourceOf(change).name]
    })
    const of = Math.max(request, planned?.requests ?? 1)
    const calls = `${positions.length} of ${count(planned?.calls.length ?? positions.length, 'call')}`
    return `request ${request} of ${of}, ${calls}: ${namesText([...new Set(names)], 3)}`
  }
}

/** `3 s`, `2 min 3 s` */
export function duration(seconds: number): string {
  const whole = Math.floor(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
