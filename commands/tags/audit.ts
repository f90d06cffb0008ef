import { existsSync } from 'node:fs'
import path from 'node:path'
import { Args, Flags } from '@oclif/core'
import { compareAudits, type Finding, failing, rules } from '../../src/audit/index.js'
import { type Connection, hubFlags } from '../../src/cli/connection.js'
import { readDesired } from '../../src/cli/given.js'
import { journalFlags, journalFolder } from '../../src/cli/journal-flags.js'
import { ReportCommand } from '../../src/cli/report-command.js'
import { type ReportChoice, reportFiles, reportFlags } from '../../src/cli/report-flags.js'
import { type TemplateChoice, templateFlags } from '../../src/cli/template-flags.js'
import { isWaiversFile, loadWaivers, waiversFile } from '../../src/desired/index.js'
import { findMoment } from '../../src/hub/index.js'
import type { DesiredState } from '../../src/koji/desired-state.js'
import { ExitCode, RelengError } from '../../src/koji/error.js'
import type { Moment } from '../../src/koji/moment.js'
import { type AuditSubject, auditHub } from '../../src/pipeline.js'
import {
  type AuditDocument,
  auditJson,
  auditText,
  type RulesDocument,
  rulesJson,
  rulesText,
} from '../../src/report/index.js'
import { auditReport, reportFormats } from '../../src/report/reports/index.js'

interface AuditChoice extends TemplateChoice {
  readonly tags?: readonly string[] | undefined
  readonly waivers?: readonly string[] | undefined
  readonly journal?: string | undefined
}

export default class TagsAudit extends ReportCommand {
  static override summary = 'tell whether a hub is as files say, and who changed what when it is not'
  static override description =
    'Reads the hub anonymously, never logs in, writes nothing. Of each difference it tells who made it, when and at ' +
    'which event, and the run of this tool that last wrote it. Tags and targets that no file names, although their ' +
    'names are those of a release that the files manage, are told as well; side tags are not. Findings that are ' +
    `known are waived in a file ${waiversFile} beside the files.`
  static override strict = false
  static override args = {
    file: Args.string({ description: 'desired-state files; several make one state' }),
  }
  static override flags = {
    ...hubFlags,
    ...templateFlags,
    ...journalFlags,
    ...reportFlags(reportFormats),
    tags: Flags.string({
      description:
        'without files: the tags to audit, names or globs; with files: only findings about such names',
      helpValue: 'PATTERN',
      multiple: true,
      multipleNonGreedy: true,
    }),
    at: Flags.string({
      description:
        'audit the hub as it was at an event, or at a time such as 2026-11-01 or 2026-11-01T12:00Z',
      helpValue: 'EVENT|TIME',
    }),
    since: Flags.string({
      description:
        'tell what came and went since then, until now or until --at; what is new decides the exit code',
      helpValue: 'EVENT|TIME',
    }),
    waivers: Flags.string({
      description: `a file of waivers, in place of ${waiversFile} beside the files`,
      helpValue: 'FILE',
      multiple: true,
      multipleNonGreedy: true,
    }),
    rules: Flags.boolean({
      description: 'list the rules, each with why, and how to mend what it finds; asks no hub',
    }),
    'detailed-exitcode': Flags.boolean({
      description:
        'exit with 2 if there are errors or warnings that are not waived; --fail-on error leaves out warnings',
    }),
    'fail-on': Flags.string({
      description: 'exit with 2 if something so bad is found, or worse, and not waived',
      options: ['warning', 'error'],
    }),
  }
  static override examples = [
    {
      description: 'Is Fedora’s hub as the files say? If not, who changed it?',
      command: '<%= config.bin %> <%= command.id %> *.yaml --profile koji',
    },
    {
      description: 'What is wrong with tags that no file describes?',
      command: "<%= config.bin %> <%= command.id %> --tags 'f43-*' --profile koji",
    },
    {
      description: 'In a nightly job: 0 is in order, 2 is not, 1 is an error of the audit itself',
      command: '<%= config.bin %> <%= command.id %> *.yaml --profile koji --detailed-exitcode',
    },
    {
      description: 'What was wrong on the day of the branching?',
      command: '<%= config.bin %> <%= command.id %> f44.yaml --profile koji --at 2026-08-11T18:00Z',
    },
    {
      description: 'What has come and gone in a month?',
      command: '<%= config.bin %> <%= command.id %> f44.yaml --profile koji --since 2026-10-22',
    },
    {
      description: 'A report for a ticket, one to look at, and one for the machine that runs the job',
      command:
        '<%= config.bin %> <%= command.id %> f44.yaml --profile koji --format markdown --report audit.html --report audit.xml',
    },
    {
      description: 'What does it look for?',
      command: '<%= config.bin %> <%= command.id %> --rules',
    },
    {
      description: 'Who made the differences? (jq reads JSON)',
      command:
        '<%= config.bin %> <%= command.id %> f44.yaml --profile koji --json | jq -r ".findings[].by[].author" | sort | uniq -c',
    },
  ]

  async run(): Promise<AuditDocument | RulesDocument> {
    const { argv, flags } = await this.parse(TagsAudit)
    if (flags.rules) {
      refuseReport(flags)
      this.print(rulesText(rules, { style: this.styleFor(process.stdout), width: this.columns }))
      return rulesJson(rules)
    }
    const subject = await subjectOf(argv.map(String), flags)
    reportFiles(flags, reportFormats)
    const { at, since } = flags
    const { audited, before } = await this.withHub(flags, async connection => {
      this.#cautionProfile(subject.desired, connection.profile)
      const moment = (text: string | undefined) =>
        text === undefined ? null : findMoment(connection.client, text)
      const [to, from] = await Promise.all([moment(at), moment(since)])
      refuseBackwards(from, to)
      const audited = await this.#audit(connection, subject, to)
      return { audited, before: from && (await this.#audit(connection, subject, from)).audit }
    })
    const { audit, links } = audited
    const comparison = before && compareAudits(before, audit)
    this.#decide(comparison?.new ?? audit.findings, flags)
    const style = this.styleFor(process.stdout)
    await this.printReport(flags, reportFormats, {
      text: () => auditText(audit, comparison, { style, width: this.columns }),
      report: () => auditReport(audit, comparison, links),
    })
    return auditJson(audit, { comparison, warnings: this.warnings })
  }

  async #audit({ client, profile }: Connection, subject: AuditSubject, at: Moment | null) {
    const { damaged, ...audited } = await auditHub(client, profile, subject, at)
    for (const { message, where } of damaged) {
      const warning = `${message} (${where}): a run that wrote something may be missing here`
      if (!this.warnings.includes(warning)) this.caution(warning)
    }
    return audited
  }

  #cautionProfile(desired: DesiredState | undefined, profile: string): void {
    const others = (desired?.profiles ?? []).filter(({ name }) => name !== profile)
    for (const { name, source } of others)
      this.caution(`${source.file} is for the profile ${name}, and ${profile} is audited`)
  }

  #decide(
    findings: readonly Finding[],
    flags: { readonly 'detailed-exitcode': boolean; readonly 'fail-on'?: string | undefined },
  ): void {
    const threshold = flags['fail-on'] ?? (flags['detailed-exitcode'] ? 'warning' : undefined)
    if (threshold !== undefined && failing(findings, threshold === 'error' ? 'error' : 'warning').length > 0)
      process.exitCode = ExitCode.pending
  }
}

/** Reads all that is given. Throws where that is nothing to audit. */
async function subjectOf(given: readonly string[], choice: AuditChoice): Promise<AuditSubject> {
  const names = given.filter(name => !isWaiversFile(name))
  const { template, tags: patterns = [] } = choice
  if (names.length === 0 && template === undefined && patterns.length === 0)
    throw new RelengError('nothing was named that could be audited', {
      next: "name desired-state files, for how the hub differs from them; or tags, for what is wrong with them: --tags 'f44-*'",
    })
  const isDesired = names.length > 0 || template !== undefined
  const desired = isDesired ? (await readDesired(names, choice)).desired : undefined
  const beside = (names.length > 0 ? names : ['']).map(name => path.join(path.dirname(name), waiversFile))
  const lying = [
    ...given.filter(isWaiversFile).map(path.normalize),
    ...beside.filter(file => existsSync(file)),
  ]
  const files = choice.waivers ?? [...new Set(lying)]
  return {
    desired,
    patterns,
    waivers: await loadWaivers(files),
    journals: journalFolder(choice),
    today: new Date().toISOString().slice(0, '2026-12-31'.length),
  }
}

/** The list of rules is text, or data. */
function refuseReport({ format, report = [] }: ReportChoice): void {
  if ((format === 'text' || format === 'json') && report.length === 0) return
  throw new RelengError('--rules lists the rules as text, or with --json: there is no report of them', {
    next: 'leave out --format and --report',
  })
}

function refuseBackwards(since: Moment | null, at: Moment | null): void {
  if (since === null || at === null || since.event <= at.event) return
  throw new RelengError(`--since is event ${since.event}, and that is after --at, event ${at.event}`, {
    next: 'turn them round',
  })
}
