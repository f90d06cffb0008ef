import { changedResources, findingText, flagOf, type Plan } from '../../plan/index.js'
import { consequenceLines } from '../consequence-text.js'
import { noteText } from '../note-text.js'
import { callSummary, changeSummary } from '../summary.js'
import { changeItems } from './change-items.js'
import type { Report, ReportLink } from './report.js'

/** A plan as a report: what it creates, changes and deletes, what builds will notice, and what an apply needs leave for. */
export function planReport(plan: Plan, links: readonly ReportLink[] = []): Report {
  const { hub, event, changes, consequences, notes, guards, stages } = plan
  const resources = changedResources(changes)
  const titles = { create: 'To create', update: 'To change', delete: 'To delete' } as const
  const text = (title: string, lines: readonly string[]) => ({ title, items: [], lines })
  const sections = (['delete', 'update', 'create'] as const).map(action => ({
    title: titles[action],
    items: changeItems(
      resources.filter(resource => resource.action === action).flatMap(resource => resource.changes),
      ({ origin }) => (origin === undefined ? [] : [origin]),
      ({ source }) => ({ source }),
    ),
    lines: [],
  }))
  return {
    kind: 'plan',
    title: `Plan for ${hub.profile}`,
    about: [hub.url, `Koji ${hub.version}`, `event ${event}`],
    summary:
      changes.length === 0
        ? 'Nothing to change: the hub is as the files say'
        : `${changeSummary(changes)}; ${callSummary(stages)}`,
    hub,
    halves: ['now', 'then'],
    sections: [
      text(
        'An apply needs leave',
        guards.map(guard => `${findingText(guard)}: ${flagOf(guard)}`),
      ),
      ...sections,
      text(
        'What builds will notice',
        consequenceLines(consequences, { width: 100 }).map(line => line.replace(/^ {2}/, '')),
      ),
      text('Notes', notes.filter(({ kind }) => kind !== 'redundant').map(noteText)),
    ].filter(({ items, lines }) => items.length + lines.length > 0),
    links,
  }
}
