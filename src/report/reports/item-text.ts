import type { Origin } from '../../koji/live-state.js'
import { shortTime } from '../../koji/moment.js'
import { formatSourceInUse } from '../../koji/source.js'
import type { Item, Report } from './report.js'

/** `ralph, 2026-11-22 07:10 UTC, event 42` */
export function originWords({ author, time, event }: Origin): string {
  return `${author}, ${shortTime(time)}, event ${event}`
}

/** All that is known of an item beside its message, as labels and texts; a format needs only to escape them. */
export function itemFacts(item: Item, { halves: [before, after] }: Report): [label: string, text: string][] {
  const { rule, path, values, by, run, source, mend, waived } = item
  return [
    ...(values === undefined
      ? []
      : ([
          [before, values[0] ?? 'nothing'],
          [after, values[1] ?? 'nothing'],
        ] as [string, string][])),
    ...by.map((origin): [string, string] => ['by', originWords(origin)]),
    ['what', path],
    ['rule', rule],
    ...(run === undefined ? [] : ([['run', run]] as [string, string][])),
    ...(source === undefined ? [] : ([['written in', formatSourceInUse(source)]] as [string, string][])),
    ...(mend === undefined ? [] : ([['mend', mend]] as [string, string][])),
    ...(waived === undefined ? [] : ([['waived', waived]] as [string, string][])),
  ]
}

/** Of a longer text the first characters. */
export function shortened(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}
