import { Command, Errors, Flags } from '@oclif/core'
import { cleanJson } from '../koji/clean.js'
import { ExitCode, RelengError } from '../koji/error.js'
import { errorJson, errorText, plainStyle, type Style, terminalStyle } from '../report/index.js'

/**
 * What every command shares: `--json`, `--debug`, `--no-color`, and the one place where errors become text
 * and exit codes (DESIGN's table, the same with and without `--json`; oclif's own differ).
 */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true

  static override baseFlags = {
    debug: Flags.boolean({ description: 'show each request and the details of errors', helpGroup: 'GLOBAL' }),
    'no-color': Flags.boolean({ description: 'no colours, as with NO_COLOR set', helpGroup: 'GLOBAL' }),
  }

  protected get debugging(): boolean {
    return this.argv.includes('--debug')
  }

  /** A result, for standard output; silent under `--json`. */
  protected print(text: string): void {
    if (!this.jsonEnabled()) process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  }

  /** The one document of `--json`. */
  override logJson(value: unknown): void {
    process.stdout.write(`${cleanJson(value, 2)}\n`)
  }

  /** Progress and remarks, for standard error; silent under `--json`. */
  protected remark(text: string): void {
    if (!this.jsonEnabled()) process.stderr.write(`${text}\n`)
  }

  /** Colours where the stream is a terminal and nobody asked for none. */
  protected styleFor(stream: NodeJS.WriteStream): Style {
    const wanted = stream.isTTY && !process.env.NO_COLOR && !this.argv.includes('--no-color')
    return wanted && process.env.TERM !== 'dumb' ? terminalStyle : plainStyle
  }

  /** A terminal that does not know its size tells 0. */
  protected get columns(): number {
    return Math.min(process.stdout.columns || 100, 120)
  }

  protected override async catch(error: Error): Promise<void> {
    if (error instanceof Errors.ExitError) throw error
    const shown = asUsageError(error, this.id)
    process.exitCode = shown instanceof RelengError ? shown.exitCode : ExitCode.error
    this.fail(shown)
  }

  /** Tells how the command ended. */
  protected fail(error: Error): void {
    if (this.jsonEnabled()) this.logJson(errorJson(error))
    else
      process.stderr.write(errorText(error, { style: this.styleFor(process.stderr), debug: this.debugging }))
  }
}

// oclif's messages end in "See more help with --help", and may list flags over several lines.
function asUsageError(error: Error, command: string | undefined): Error {
  if (!(error instanceof Errors.CLIError)) return error
  const message = error.message.replace(/\n?See more help with --help$/, '')
  const isForLooking = /^Nonexistent flag: --(dry-run|check|test)$/.test(message) && command === 'tags:apply'
  return new RelengError(message, {
    next: isForLooking
      ? 'koji-releng tags plan, with the same files, shows what an apply would do, and writes nothing'
      : `koji-releng ${(command ?? '').replaceAll(':', ' ')} --help`,
    cause: error,
  })
}
