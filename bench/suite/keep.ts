import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { markdown, type Results } from './results.js'

const project = path.join(import.meta.dirname, '../..')

/** Adds what a run showed to bench/results, as JSON and as Markdown. */
export function keep(results: Results): void {
  const folder = path.join(project, 'bench', 'results')
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${results.date.slice(0, 10)}-${results.hub.replaceAll(/\W+/g, '-')}`)
  writeFileSync(`${file}.json`, `${JSON.stringify(results, null, 2)}\n`)
  writeFileSync(`${file}.md`, `${markdown(results)}\n`)
}

/** Puts the tables into docs/performance.md, between the two comments for this kind of hub. */
export function tellInDocs(results: Results, isReal: boolean): void {
  const file = path.join(project, 'docs', 'performance.md')
  const kind = isReal ? 'real hub' : 'sandbox'
  const [begin, end] = [`<!-- ${kind} -->\n`, `\n<!-- end of ${kind} -->`]
  const text = readFileSync(file, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${file} has no place for the ${kind}: ${begin.trim()}`)
  writeFileSync(file, `${text.slice(0, from + begin.length)}${markdown(results)}${text.slice(to)}`)
}
