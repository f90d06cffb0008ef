import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The built command in a folder of its own: a new user's home, without Koji's configuration. */
export class Cli {
  readonly home = mkdtempSync(path.join(tmpdir(), 'koji-releng-test-'))
  readonly env: { [name: string]: string } = {}

  /** Writes a file into the home, which is also where commands run. */
  file(name: string, content: string): string {
    writeFileSync(path.join(this.home, name), content)
    return name
  }

  run(...args: readonly string[]): Promise<Outcome> {
    return this.type('', ...args)
  }

  /** Runs a command with something on its standard input, which is no terminal. */
  type(input: string, ...args: readonly string[]): Promise<Outcome> {
    const child = this.start(args)
    child.stdin?.end(input)
    return outcomeOf(child)
  }

  /** Starts a command; its input and outputs are pipes, unless told otherwise. */
  start(args: readonly string[], stdio: StdioOptions = 'pipe'): ChildProcess {
    const { command, ...options } = this.commandLine(args)
    const [program = '', ...rest] = command
    return spawn(program, rest, { ...options, stdio })
  }

  /** What a command is run with. */
  commandLine(args: readonly string[]) {
    const env = {
      PATH: process.env.PATH,
      HOME: this.home,
      XDG_STATE_HOME: path.join(this.home, 'state'),
      // What is compiled once serves all tests.
      XDG_CACHE_HOME: path.join(root, 'node_modules/.cache'),
      ...this.env,
    }
    return { command: [process.execPath, path.join(root, 'bin/run.js'), ...args], cwd: this.home, env }
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true })
  }
}

/** Waits for the end of a command, and takes what it writes to pipes. */
export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const output = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', text => (output.stdout += text))
  child.stderr?.setEncoding('utf8').on('data', text => (output.stderr += text))
  return new Promise(resolve => child.on('close', code => resolve({ code, ...output })))
}

export function example(name: string): string {
  return path.join(root, 'examples', name)
}
