import type { ToldHistory } from '../history-json.js'
import { rangeText, summaryText } from '../history-text.js'
import { changeItems } from './change-items.js'
import type { Report } from './report.js'

/** What happened on a hub as a report: an event after the other. */
export function historyReport(history: ToldHistory): Report {
  const { hub, events } = history
  return {
    kind: 'history',
    title: `History of ${hub.profile}`,
    about: [hub.url, `Koji ${hub.version}`, rangeText(history)],
    summary: events.length === 0 ? 'Nothing happened there that this tool manages' : summaryText(events),
    hub,
    halves: ['before', 'after'],
    sections: events.map(({ event, time, author, run, changes }) => ({
      title: `Event ${event}${run?.reason ? ` (${run.reason})` : ''}`,
      items: changeItems(
        changes,
        () => [{ event, time, author }],
        () => (run === null ? {} : { run: run.run }),
      ),
      lines: [],
    })),
  }
}
