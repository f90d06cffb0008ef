import { formatSourceInUse } from '../../koji/source.js'
import { cleanLine } from '../clean.js'
import { count } from '../names-text.js'
import { originWords, shortened } from './item-text.js'
import { escaped } from './markup.js'
import type { Item, Report, Section } from './report.js'

/** A comment on GitHub takes 65,536 characters; a little is left for who adds something. */
const mostCharacters = 60_000
/** Of one text; a list of packages may be longer. */
const longest = 600

/**
 * A report for a ticket or a pull request: what matters first, the items of a section folded. All that comes from a
 * hub or a file stands in code, where neither `@name` nor `#7` nor HTML means anything. What does not fit is counted.
 */
export function reportMarkdown(report: Report, limit = mostCharacters): string {
  const { title, about, summary, sections } = report
  const head = [`## ${said(title)}`, about.map(said).join(' · '), `**${said(summary)}**`].join('\n\n')
  const parts: string[] = []
  let left = limit - head.length - frame
  for (const section of sections) {
    if (left < 2 * frame) break
    const text = sectionText(section, report, left)
    parts.push(text)
    left -= text.length + '\n\n'.length
  }
  const hidden = sections.slice(parts.length)
  const entries = hidden.reduce((sum, { items, lines }) => sum + items.length + lines.length, 0)
  const rest =
    entries === 0 ? [] : [`and ${count(entries, 'more entry', 'more entries')} under other headings`]
  return `${[head, ...parts, ...rest].join('\n\n')}\n`
}

/** What a section takes beside its entries: its tags, its heading, and how many are left out. */
const frame = 200

function sectionText(section: Section, report: Report, room: number): string {
  const { title, items, lines } = section
  const entries = [...items.map(item => itemText(item, report)), ...lines.map(line => `- ${code(line)}`)]
  const shown: string[] = []
  const heading = escaped(shortened(title, 100))
  let left = room - frame - heading.length
  for (const entry of entries) {
    left -= entry.length + 1
    if (left < 0) break
    shown.push(entry)
  }
  const hidden = entries.length - shown.length
  if (hidden > 0) shown.push(`- and ${hidden} more`)
  const number = items.length === 0 ? '' : ` (${count(items.length, 'entry', 'entries')})`
  const summary = `<summary><b>${heading}</b>${number}</summary>`
  return [`<details>${summary}`, '', ...shown, '', '</details>'].join('\n')
}

/** A line, and one below it with who, where and how to mend it. Messages of changes tell both halves already. */
function itemText(item: Item, report: Report): string {
  const { severity, action, resource, message, by, run, source, mend, waived, values } = item
  const sign = severity ?? { create: 'new', update: 'changed', delete: 'gone' }[action ?? 'update']
  const halves = report.kind === 'comparison' ? values : undefined
  const facts = [
    ...(halves ?? []).map(
      (value, index) => `${code(report.halves[index] ?? '')}: ${code(value ?? 'nothing')}`,
    ),
    ...by.map(origin => `by ${code(originWords(origin))}`),
    ...(run === undefined ? [] : [`run ${code(run)}`]),
    ...(source === undefined ? [] : [code(formatSourceInUse(source))]),
    ...(mend === undefined || item.rule === 'drift' ? [] : [`mend: ${code(mend)}`]),
    ...(waived === undefined ? [] : [`waived: ${code(waived)}`]),
  ]
  const line = `- **${sign}** ${code(`${resource.kind} ${resource.name}`)}: ${code(message)}`
  return facts.length === 0 ? line : `${line}  \n  ${facts.join('; ')}`
}

/** Text of our own as it is; with anything that Markdown might take for its own, in code. */
function said(text: string): string {
  return /^[A-Za-z0-9 ,.;:()/-]*$/.test(text) && !text.includes('://') ? text : code(text)
}

/** Text in code, whatever backticks it has: more of them surround it. */
function code(text: string): string {
  const clean = shortened(cleanLine(text), longest)
  const runs = clean.match(/`+/g) ?? []
  const fence = '`'.repeat(1 + runs.reduce((most, { length }) => Math.max(most, length), 0))
  // Code begins and ends with no backtick, and is not empty.
  const padded = /^`|`$|^ .* $|^$/.test(clean) ? ` ${clean} ` : clean
  return `${fence}${padded}${fence}`
}
