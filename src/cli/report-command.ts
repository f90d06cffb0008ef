import type { Report, ReportFormat } from '../report/reports/index.js'
import { renderReport } from '../report/reports/index.js'
import { HubCommand } from './hub-command.js'
import { asksForJson, type ReportChoice, reportFiles, writeReports } from './report-flags.js'

/** A command that tells its result as a report, too. */
export abstract class ReportCommand extends HubCommand {
  /** `--format json` is `--json`. */
  override jsonEnabled(): boolean {
    return super.jsonEnabled() || ('format' in this.ctor.flags && asksForJson(this.argv))
  }

  /**
   * Prints the result as it is asked for, and writes the files of reports.
   *
   * @param text the result as text; nothing where it was told otherwise already
   */
  protected async printReport(
    choice: ReportChoice,
    formats: readonly ReportFormat[],
    { text, report }: { readonly text: (() => string) | null; readonly report: () => Report },
  ): Promise<void> {
    const { name, version } = this.config
    const files = reportFiles(choice, formats)
    if (files.length > 0) await writeReports(files, report(), { name, version })
    const { format } = choice
    if (text === null || this.jsonEnabled()) return
    if (format === 'text' || format === 'json') this.print(text())
    else this.print(await renderReport(report(), format, { name, version }))
  }
}
