import { createHash } from 'node:crypto'
import { count } from '../names-text.js'
import { filtersHtml } from './html-filters.js'
import { itemHtml, kindOf, kindWords } from './html-item.js'
import { script } from './html-script.js'
import { style } from './html-style.js'
import { timelineHtml } from './html-timeline.js'
import { escaped } from './markup.js'
import { pictureHtml } from './picture.js'
import { itemsOf, type Report, type Section } from './report.js'

/**
 * A report as one file for a browser: it asks for nothing from anywhere, and its policy forbids it to. It is whole
 * without JavaScript, which adds filters and the zoom; on paper it is what is shown.
 */
export function reportHtml(
  report: Report,
  tool: { readonly name: string; readonly version: string },
): string {
  const { title, about, summary, sections } = report
  const numbers = new Map(itemsOf(report).map((item, index) => [item, index + 1]))
  const timeline = timelineHtml(report, numbers)
  const picture = pictureHtml(report)
  const body = sections.map((section, index) => sectionHtml(section, index, report, numbers))
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the entries</a>
<header>
<h1>${escaped(title)}</h1>
<p class="about">${about.map(text => `<span>${escaped(text)}</span>`).join(' · ')}</p>
<p class="summary">${escaped(summary)}</p>
${tilesHtml(report)}
${contentsHtml(report, { timeline: timeline !== '', picture: picture !== '' })}
</header>
<main id="findings" tabindex="-1">
${filtersHtml(report)}
${body.join('\n')}
${sections.length === 0 ? '<p>There is nothing to tell.</p>' : ''}
${timeline}
${picture}
</main>
<footer><p>Made by ${escaped(tool.name)} ${escaped(tool.version)}. This page asks for nothing from the network.</p></footer>
<script>${script}</script>
</body>
</html>
`
}

const policy = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

/** How many entries there are of each kind. */
function tilesHtml(report: Report): string {
  const kinds = itemsOf(report).map(kindOf)
  const tiles = Object.entries(kindWords).flatMap(([kind, word]) => {
    const number = kinds.filter(one => one === kind).length
    return number === 0
      ? []
      : [`<li class="tile ${kind}"><strong>${number}</strong> ${wordFor(number, word)}</li>`]
  })
  return tiles.length === 0 ? '' : `<ul class="tiles" aria-label="Counts">${tiles.join('')}</ul>`
}

const countable: readonly string[] = ['error', 'warning', 'note']

function wordFor(number: number, word: string): string {
  return number !== 1 && countable.includes(word) ? `${word}s` : word
}

function contentsHtml(
  { sections }: Report,
  { timeline, picture }: { readonly timeline: boolean; readonly picture: boolean },
): string {
  // A history has a section an event: its timeline leads to them.
  const some = sections.length > 12 ? [] : sections
  const links = [
    ...some.map(({ title }, index) => [`section-${index + 1}`, title] as const),
    ...(timeline ? [['timeline', 'Timeline'] as const] : []),
    ...(picture ? [['inheritance', 'Inheritance'] as const] : []),
  ]
  const entries = links.map(([id, text]) => `<li><a href="#${id}">${escaped(text)}</a></li>`)
  return entries.length < 2 ? '' : `<nav aria-label="Contents"><ul>${entries.join('')}</ul></nav>`
}

function sectionHtml(
  { title, items, lines }: Section,
  index: number,
  report: Report,
  numbers: ReadonlyMap<unknown, number>,
): string {
  const id = `section-${index + 1}`
  const number = items.length === 0 ? '' : ` <small>${count(items.length, 'entry', 'entries')}</small>`
  const entries = items.map(item => itemHtml(item, numbers.get(item) ?? 0, report)).join('\n')
  const list = items.length === 0 ? '' : `<ol class="items">\n${entries}\n</ol>`
  const told = lines.map(line => `<li>${escaped(line)}</li>`).join('\n')
  const text = lines.length === 0 ? '' : `<ul class="lines">\n${told}\n</ul>`
  return `<section aria-labelledby="${id}"><h2 id="${id}">${escaped(title)}${number}</h2>\n${list}${text}\n</section>`
}
