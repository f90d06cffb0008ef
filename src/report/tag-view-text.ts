import { type Moment, shortTime } from '../koji/moment.js'
import type { TagView } from '../koji/tag-view.js'
import { cleanLine } from './clean.js'
import { hubHeading } from './hub-heading.js'
import { type Line, layOut, originText } from './layout.js'
import { plainStyle, type Style } from './style.js'
import type { TagViewsDocument } from './tag-view.js'
import { type Row, tagViewRows } from './tag-view-rows.js'

export interface TagViewOptions {
  readonly style?: Style
  /** columns */
  readonly width?: number
  /** name the packages of groups */
  readonly withGroups?: boolean
}

/** Tags as a person reads them: a row per value, with the tag it comes from, or who set it. */
export function tagViewsText(
  { hub, event, time, tags }: TagViewsDocument,
  { style = plainStyle, width = 100, withGroups = false }: TagViewOptions = {},
): string {
  const heading = hubHeading(`Tags on ${hub.profile}`, hub, momentText({ event, time }))
  const blocks = tags.map(tag => {
    const rows = tagViewRows(tag, withGroups ? width : undefined)
    return layOut(
      titleLine(tag, style),
      rows.map(row => rowLine(row, tag, style)),
      { style, width },
    ).join('\n')
  })
  return `${[style.heading(heading), ...blocks].join('\n\n')}\n`
}

/** `event 47`, or `event 47, 2026-11-22 07:10 UTC` */
function momentText({ event, time }: Moment): string {
  return time === null ? `event ${event}` : `event ${event}, ${shortTime(time)}`
}

function titleLine({ name, made }: TagView, style: Style): Line {
  const [title, who] = [`tag ${cleanLine(name)}`, `  ${originText(made)}`]
  return { plain: title + who, shown: style.heading(title) + style.faint(who), right: '' }
}

// What came with the tag itself needs no word of its own.
function rowLine({ label, text, from, origin }: Row, { name, made }: TagView, style: Style): Line {
  const isInherited = from !== undefined && from !== null && from !== name
  const isLater = origin !== undefined && origin.event !== made.event
  const source = isInherited ? `  (from ${cleanLine(from)})` : isLater ? `  ${originText(origin)}` : ''
  return { label, plain: text + source, shown: text + style.faint(source), right: '' }
}
