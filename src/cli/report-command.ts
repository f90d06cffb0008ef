import type { Report, ReportFormat } from '../report/reports/index.js'
import { renderReport } from '../report/reports/index.js'
import { HubCommand } from './hub-command.js'
import { writeNewFile } from './new-file.js'
import { asksForJson, type ReportChoice, reportFiles } from './report-flags.js'

/** The ways to tell a result. */
interface Tellings {
  /** nothing where it was told otherwise already */
  readonly text: (() => string) | null
  readonly report: () => Report
  /** where the command has columns of its own */
  readonly csv?: () => string
}

/** A command that tells its result as a report, too. */
export abstract class ReportCommand extends HubCommand {
  /** `--format json` is `--json`. */
  override jsonEnabled(): boolean {
    return super.jsonEnabled() || ('format' in this.ctor.flags && asksForJson(this.argv))
  }

  /** Prints the result as it is asked for, and writes the files of reports. Each file is written whole or not at all. */
  protected async printReport(
    choice: ReportChoice,
    formats: readonly ReportFormat[],
    { text, report, csv }: Tellings,
  ): Promise<void> {
    const { name, version } = this.config
    const render = async (format: ReportFormat) =>
      format === 'csv' && csv !== undefined ? csv() : renderReport(report(), format, { name, version })
    for (const [file, format] of reportFiles(choice, formats))
      await writeNewFile(file, await render(format), { force: true })
    const { format } = choice
    if (text === null || this.jsonEnabled()) return
    if (format === 'text' || format === 'json') this.print(text())
    else this.print(await render(format))
  }
}
