import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A command that is measured as a whole process. */
export interface Command {
  readonly name: string
  readonly argv: readonly [string, ...string[]]
  readonly env?: { readonly [name: string]: string }
  /** exit codes that are no failure; 0, if it is left out */
  readonly codes?: readonly number[]
  /** what is done once it has ended, and is not measured */
  readonly after?: () => Promise<void>
}

const folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

// Node tells its own peak when it ends. Linux carries `maxRSS` over from the process that spawned this one; its
// `VmHWM`, in kilobytes, starts anew.
const report = path.join(folder, 'peak')
const preload = path.join(folder, 'peak.cjs')
writeFileSync(
  preload,
  `const { readFileSync, writeFileSync } = require('node:fs')
process.on('exit', () => {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : ''
  const peak = /^VmHWM:\\s*(\\d+)/m.exec(status)?.[1] ?? String(process.resourceUsage().maxRSS)
  writeFileSync(${JSON.stringify(report)}, peak)
})
`,
)

/** What a command said, and the seconds from its start to its end. Throws where it fails. */
export async function run(command: Command): Promise<{ seconds: number; output: string }> {
  const { name, argv, env = {}, codes = [0] } = command
  const [program, ...args] = argv
  const start = performance.now()
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const [output, complaints]: [string[], string[]] = [[], []]
  child.stdout.setEncoding('utf8').on('data', text => output.push(text))
  child.stderr.setEncoding('utf8').on('data', text => complaints.push(text))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  const seconds = (performance.now() - start) / 1000
  if (code === null || !codes.includes(code))
    throw new Error(`${name} ended with ${code}: ${complaints.join('')}${output.join('').slice(-2000)}`)
  await command.after?.()
  return { seconds, output: output.join('') }
}

/** Its seconds, and the megabytes that it took at its peak; `null` for what does not run in Node. */
export async function runWithPeak(command: Command): Promise<{ seconds: number; peak: number | null }> {
  rmSync(report, { force: true })
  const env = { ...command.env, NODE_OPTIONS: `--require=${preload}` }
  const { seconds } = await run({ ...command, env })
  return { seconds, peak: existsSync(report) ? Number(readFileSync(report, 'utf8')) / 1024 : null }
}
