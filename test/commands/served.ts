import type { ChildProcess } from 'node:child_process'
import type { Cli, Outcome } from './cli.js'

/** A `sandbox serve` under way. */
export class Served {
  readonly url: string
  readonly #child: ChildProcess
  readonly #closed: Promise<Outcome>

  private constructor(url: string, child: ChildProcess, closed: Promise<Outcome>) {
    this.url = url
    this.#child = child
    this.#closed = closed
  }

  /** Waits until it listens. */
  static async start(cli: Cli, ...args: readonly string[]): Promise<Served> {
    const child = cli.start(['sandbox', 'serve', ...args])
    const output = { stdout: '', stderr: '' }
    child.stdout?.setEncoding('utf8').on('data', text => (output.stdout += text))
    child.stderr?.setEncoding('utf8').on('data', text => (output.stderr += text))
    const closed = new Promise<Outcome>(resolve => child.on('close', code => resolve({ code, ...output })))
    for (;;) {
      const [url] = /http:[^\s";]+kojihub/.exec(output.stdout) ?? []
      if (url !== undefined) return new Served(url, child, closed)
      await Promise.race([closed, new Promise(resolve => child.stdout?.once('data', resolve))])
      if (child.exitCode !== null) throw new Error(`sandbox serve ended: ${output.stderr}`)
    }
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Interrupts it. */
  stop(): Promise<Outcome> {
    this.#child.kill('SIGINT')
    return this.#closed
  }
}
