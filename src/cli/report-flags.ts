import { Flags } from '@oclif/core'
import { formatOfFile, type ReportFormat } from '../report/reports/index.js'

/** How a result is told: the format of standard output, and files beside it. */
export interface ReportChoice {
  readonly format: 'text' | 'json' | ReportFormat
  readonly report?: readonly string[] | undefined
}

/** The flags of a command that makes reports in these formats. */
export function reportFlags<const Format extends ReportFormat>(formats: readonly Format[]) {
  return {
    format: Flags.option({
      description: 'how to tell it; json is --json',
      options: ['text', 'json', ...formats] as const,
      default: 'text',
    })(),
    report: Flags.string({
      description: 'also write a report, as the ending of the name says; an older one is replaced',
      helpValue: 'FILE',
      multiple: true,
      multipleNonGreedy: true,
    }),
  }
}

/** Whether `--format json` is among the arguments, which asks for the same as `--json`. */
export function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  const own = end === -1 ? argv : argv.slice(0, end)
  const last = own.findLastIndex(one => one === '--format' || one.startsWith('--format='))
  return last !== -1 && (own[last] === '--format=json' || own[last + 1] === 'json')
}

/** What files of reports are to be written. Throws at a name that tells no format, before any work is done. */
export function reportFiles(
  { report = [] }: Pick<ReportChoice, 'report'>,
  allowed: readonly ReportFormat[],
): [string, ReportFormat][] {
  return report.map(file => [file, formatOfFile(file, allowed)])
}
