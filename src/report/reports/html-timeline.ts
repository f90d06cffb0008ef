import type { Origin } from '../../koji/live-state.js'
import { shortTime } from '../../koji/moment.js'
import { shortened } from './item-text.js'
import { attributes, escaped } from './markup.js'
import { type Item, itemsOf, type Report } from './report.js'

/** Of an event that made more, the first are linked. */
const most = 12

/** Who did what when, the oldest first: an entry an event, with links to what came of it. */
export function timelineHtml(report: Report, numbers: ReadonlyMap<Item, number>): string {
  const events = new Map<string, { readonly origin: Origin; readonly items: Item[] }>()
  for (const item of itemsOf(report))
    for (const origin of item.by) {
      const key = `${origin.event} ${origin.author}`
      const known = events.get(key)
      if (known === undefined) events.set(key, { origin, items: [item] })
      else known.items.push(item)
    }
  if (events.size === 0) return ''
  const entries = [...events.values()]
    .sort((a, b) => a.origin.event - b.origin.event)
    .map(({ origin, items }) => entry(origin, items, numbers))
  return `<section aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>
<ol class="timeline">
${entries.join('\n')}
</ol>
</section>`
}

function entry(
  { event, time, author }: Origin,
  items: readonly Item[],
  numbers: ReadonlyMap<Item, number>,
): string {
  const links = items.slice(0, most).map(item => {
    const { resource, message } = item
    return `<a href="#entry-${numbers.get(item) ?? 0}">${escaped(shortened(`${resource.name}: ${message}`, 100))}</a>`
  })
  const more = items.length > most ? ` and ${items.length - most} more` : ''
  const of = items.map(item => `entry-${numbers.get(item) ?? 0}`).join(' ')
  return `<li${attributes({ 'data-of': of })}><time${attributes({ datetime: time })}>${escaped(shortTime(time))}</time>
<strong>${escaped(author)}</strong> <span>event ${event}</span> <span>${links.join(' ')}${more}</span></li>`
}
