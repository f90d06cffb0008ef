import { compareText } from '../../koji/json.js'
import { kindOf, kindWords } from './html-item.js'
import { attributes, escaped } from './markup.js'
import { itemsOf, type Report, releaseOf } from './report.js'

/** Ways to see less; the script shows them, since it makes them work. */
export function filtersHtml(report: Report): string {
  const items = itemsOf(report)
  if (items.length < 2) return ''
  const sorted = (names: readonly string[]) => [...new Set(names)].sort(compareText)
  const releases = sorted(items.map(({ resource }) => releaseOf(resource)))
  const people = sorted(items.flatMap(({ by }) => by.map(({ author }) => author)))
  const kinds = Object.keys(kindWords).filter(kind => items.some(item => kindOf(item) === kind))
  const words: { readonly [kind: string]: string } = kindWords
  const kindLabel = report.kind === 'audit' ? 'Severity' : 'Kind'
  return `<form id="filters" role="search" aria-label="Filters" hidden>
${select('release', 'Release', releases)}
${select('kind', kindLabel, kinds, kind => words[kind] ?? kind)}
${select('person', 'Person', people)}
<label for="filter-text">Text <input id="filter-text" type="search"></label>
<button type="reset">Show all</button>
<p id="shown" role="status"></p>
</form>`
}

function select(
  id: string,
  label: string,
  values: readonly string[],
  wordOf: (value: string) => string = value => value,
): string {
  const options = values.map(value => `<option${attributes({ value })}>${escaped(wordOf(value))}</option>`)
  return `<label for="filter-${id}">${label} <select id="filter-${id}"><option value="">all</option>${options.join('')}</select></label>`
}
