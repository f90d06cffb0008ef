import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Cli } from './cli.js'
import { screenOf } from './screen.js'

const script = fileURLToPath(new URL('terminal.py', import.meta.url))

/** Whether this machine can make terminals. */
export function hasTerminals(): boolean {
  return spawnSync('python3', ['-c', 'import pty, fcntl, termios']).status === 0
}

/** The built command on a terminal of its own. */
export class Terminal {
  output = ''
  /** `exit 0`, `signal 2` */
  readonly ended: Promise<string>
  readonly #child: ChildProcess
  readonly #columns: number
  #onOutput: () => void = () => undefined

  constructor(cli: Cli, args: readonly string[], { columns = 100, rows = 30 } = {}) {
    this.#columns = columns
    const { command, cwd, env } = cli.commandLine(args)
    const size = [String(columns), String(rows)]
    this.#child = spawn('python3', [script, ...size, ...command], { cwd, env: { TERM: 'xterm', ...env } })
    let ending = ''
    this.#child.stderr?.setEncoding('utf8').on('data', text => (ending += text))
    this.#child.stdout?.setEncoding('utf8').on('data', text => {
      this.output += text
      this.#onOutput()
    })
    this.ended = new Promise(resolve => this.#child.on('close', () => resolve(ending.trim())))
  }

  type(text: string): void {
    this.#child.stdin?.write(text)
  }

  /** As if its window were closed. */
  hangUp(): void {
    this.#child.stdin?.end()
  }

  /** What it shows. */
  get screen(): string[] {
    return screenOf(this.output, this.#columns)
  }

  /** Waits until it shows something; tells the whole screen then. */
  shows(pattern: RegExp): Promise<string> {
    return this.#until(pattern, () => this.screen.join('\n'))
  }

  /** As `shows`, of text that may be wrapped anywhere. */
  asks(pattern: RegExp): Promise<string> {
    return this.#until(pattern, () => this.screen.join(''))
  }

  async #until(pattern: RegExp, look: () => string): Promise<string> {
    let over = false
    void this.ended.then(() => {
      over = true
      this.#onOutput()
    })
    for (;;) {
      const text = look()
      if (pattern.test(text)) return text
      if (over) throw new Error(`it never showed ${pattern}, but\n${text}`)
      await new Promise<void>(resolve => {
        this.#onOutput = resolve
      })
    }
  }
}
