import { extname } from 'node:path'
import { RelengError } from '../../koji/error.js'
import type { Report } from './report.js'

/** What a report is made as, beside text and JSON, which each command makes of its own. */
export const reportFormats = ['markdown', 'html', 'csv', 'junit', 'sarif'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** What a file is by its name. */
const formatsByEnding: { readonly [ending: string]: ReportFormat } = {
  '.md': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.csv': 'csv',
  '.xml': 'junit',
  '.sarif': 'sarif',
}

/** The format of a file of this name. Throws where it has no ending of those that are `allowed`. */
export function formatOfFile(file: string, allowed: readonly ReportFormat[]): ReportFormat {
  const name = file.toLowerCase().replace(/\.sarif\.json$/, '.sarif')
  const format = formatsByEnding[extname(name)]
  if (format !== undefined && allowed.includes(format)) return format
  const endings = Object.entries(formatsByEnding).filter(([, one]) => allowed.includes(one))
  throw new RelengError('the name of a report tells its format, and this one tells none', {
    where: file,
    next: `let it end with ${endings.map(([ending, one]) => `${ending} (${one})`).join(', ')}`,
  })
}

/** Each format is loaded with what it needs when it is asked for. */
export async function renderReport(
  report: Report,
  format: ReportFormat,
  tool: { readonly name: string; readonly version: string },
): Promise<string> {
  switch (format) {
    case 'markdown':
      return (await import('./markdown.js')).reportMarkdown(report)
    case 'html':
      return (await import('./html.js')).reportHtml(report, tool)
    case 'csv':
      return (await import('./csv.js')).reportCsv(report)
    case 'junit':
      return (await import('./junit.js')).reportJunit(report)
    case 'sarif':
      return (await import('./sarif.js')).reportSarif(report, tool)
  }
}
