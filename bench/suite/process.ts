import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A command that is measured as a whole process. */
export interface Command {
  readonly name: string
  readonly argv: readonly [string, ...string[]]
  readonly env?: { readonly [name: string]: string }
  /** exit codes that are no failure; 0, if it is left out */
  readonly codes?: readonly number[]
}

const folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

// Node tells its own peak when it ends.
const report = path.join(folder, 'peak')
const preload = path.join(folder, 'peak.cjs')
writeFileSync(
  preload,
  `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)))`,
)

/** Seconds from its start to its end. Throws where it fails. */
export async function secondsOf({ name, argv, env = {}, codes = [0] }: Command): Promise<number> {
  const [program, ...args] = argv
  const start = performance.now()
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', text => (complaints += text))
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  if (code === null || !codes.includes(code)) throw new Error(`${name} ended with ${code}: ${complaints}`)
  return (performance.now() - start) / 1000
}

/** Megabytes that a command of Node takes at its peak. */
export async function peakOf(command: Command): Promise<number> {
  await secondsOf({ ...command, env: { ...command.env, NODE_OPTIONS: `--require=${preload}` } })
  return Number(readFileSync(report, 'utf8')) / 1024
}
