import { resourceWords } from '../../plan/index.js'
import type { Compared, Difference } from '../../release/index.js'
import { type ComparedSide, labelsOf, sideText, sumText } from '../release-comparison.js'
import { type Item, type Report, textOfValue } from './report.js'

/** Two releases as a report: what only one of them has, and what differs. */
export function comparisonReport(sides: readonly [ComparedSide, ComparedSide], compared: Compared): Report {
  const [a, b] = labelsOf(sides)
  const section = (title: string, only: Difference['only']) => ({
    title,
    items: compared.differences
      .filter(difference => difference.only === only)
      .flatMap(difference => itemsOf(difference)),
    lines: [],
  })
  return {
    kind: 'comparison',
    title: `${a} and ${b}`,
    about: sides.map(sideText),
    summary: sumText(compared),
    hub: null,
    halves: [a, b],
    sections: [section(`Only in ${a}`, 'a'), section(`Only in ${b}`, 'b'), section('Different', null)].filter(
      ({ items }) => items.length > 0,
    ),
  }
}

function itemsOf({ kind, a, b, only, entries }: Difference): Item[] {
  const name = only === 'b' ? b : a
  const base = {
    severity: null,
    action: ({ a: 'delete', b: 'create' } as const)[only ?? 'a'],
    resource: { kind: resourceWords[kind], name },
    by: [],
  }
  if (only !== null) {
    const held = entries.filter(({ isDefault }) => !isDefault)
    const told = held.map(
      ({ path, a, b }) => `${(path.a ?? path.b ?? []).join(' ')}: ${textOfValue(a ?? b) ?? ''}`,
    )
    const values = only === 'a' ? ([told.join('; '), null] as const) : ([null, told.join('; ')] as const)
    return [{ ...base, rule: 'missing', path: name, message: 'the other has none', values }]
  }
  return entries.map(entry => {
    const path = (entry.path.a ?? entry.path.b ?? []).join(' ')
    const both = a === b ? '' : ` (there ${b})`
    return {
      ...base,
      action: 'update' as const,
      rule: entry.facet ?? kind,
      path: `${name} ${path}`,
      message: `${path === '' ? kind : path} differs${both}`,
      values: [textOfValue(entry.a), textOfValue(entry.b)] as const,
    }
  })
}
