import { cleanLine } from '../clean.js'
import { itemFacts } from './item-text.js'
import { attributes, escaped } from './markup.js'
import { type Item, type Report, releaseOf } from './report.js'

/** What an entry is marked as, and filtered by: how bad it is, or what becomes of it. */
export const kindWords = {
  error: 'error',
  warning: 'warning',
  note: 'note',
  waived: 'waived',
  delete: 'gone',
  update: 'changed',
  create: 'new',
} as const
export type ItemKind = keyof typeof kindWords

export function kindOf({ waived, severity, action }: Item): ItemKind {
  return waived === undefined ? (severity ?? action ?? 'update') : 'waived'
}

/** An entry with all that is known of it; its halves side by side. */
export function itemHtml(item: Item, number: number, report: Report): string {
  const { resource, message, values, by } = item
  const kind = kindOf(item)
  const data = attributes({
    id: `entry-${number}`,
    'data-kind': kind,
    'data-release': releaseOf(resource),
    // As the filter names them.
    'data-people': JSON.stringify([...new Set(by.map(({ author }) => cleanLine(author)))]),
  })
  const facts = itemFacts(item, report)
  const halves = values === undefined ? 0 : 2
  const first = facts.slice(0, halves).map(([label, text]) => pair(label, `<code>${escaped(text)}</code>`))
  const others = facts.slice(halves).map(([label, text]) => pair(label, escaped(text)))
  const compared = first.length === 0 ? '' : `<dl class="values">${first.join('')}</dl>`
  return `<li class="item ${kind}"${data}>
<h3><span class="badge ${kind}">${kindWords[kind]}</span> ${escaped(resource.kind)} <code>${escaped(resource.name)}</code></h3>
<p>${escaped(message)}</p>
${compared}<dl class="facts">${others.join('')}</dl>
</li>`
}

function pair(label: string, html: string): string {
  return `<div><dt>${escaped(label)}</dt><dd>${html}</dd></div>`
}
