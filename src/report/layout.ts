import type { Origin } from '../koji/live-state.js'
import { shortTime } from '../koji/moment.js'
import { cleanLine } from './clean.js'
import type { Style } from './style.js'

/** A line in the making: `shown` is `plain` with colours, `right` goes to the margin. */
export interface Line {
  readonly label?: string
  /** begins something of its own: its label and place are told although the row above has the same */
  readonly begins?: boolean
  readonly plain: string
  readonly shown: string
  readonly right: string
}

/** A title, and indented rows below it: labels in a column, sources at the right margin. */
export function layOut(
  title: Line,
  rows: readonly Line[],
  { style, width }: { readonly style: Style; readonly width: number },
): string[] {
  const labelWidth = Math.max(12, ...rows.map(({ label = '' }) => label.length))
  return [
    laidOut(title, width, style),
    ...rows.map((row, index) => laidOut(indented(row, rows[index - 1], labelWidth), width, style)),
  ]
}

// A label said once stands for the rows below it, and so does a place.
function indented(
  { label = '', begins = false, plain, shown, right }: Line,
  above: Line | undefined,
  labelWidth: number,
): Line {
  const start = `    ${(!begins && above?.label === label ? '' : label).padEnd(labelWidth)}  `
  return { plain: start + plain, shown: start + shown, right: !begins && above?.right === right ? '' : right }
}

function laidOut({ plain, shown, right }: Line, width: number, style: Style): string {
  if (right === '') return shown.trimEnd()
  return shown + ' '.repeat(Math.max(2, width - plain.length - right.length)) + style.faint(right)
}

/** `(by kojiadmin, 2026-11-22 07:10 UTC, event 42)`: who made something, and when */
export function originText({ author, time, event }: Origin): string {
  return `(by ${cleanLine(author)}, ${shortTime(time)}, event ${event})`
}
