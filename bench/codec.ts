// How fast, and in how much memory, a large answer is read, and a usual one; in turns with Koji's own client.
// npm run build && KOJI_SRC=/path/to/koji npx tsx bench/codec.ts [ENTRIES] [ROUNDS] [--json]
// Koji's client runs in `python3`, or what PYTHON names: it must have the packages that Koji imports.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { packageList } from './codec/answer.js'
import { type Part, partsJson } from './suite/part.js'

/** What a client prints of one reading. */
interface Reading {
  readonly seconds: number
  /** of the values read, so that it shows whether both clients read the same */
  readonly digest: string
}

interface OurReading extends Reading {
  /** the most bytes the whole process took */
  readonly peak: number
  /** what of it came after the start, with the answer's own bytes */
  readonly added: number
}

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const [count, rounds] = [Number(positionals[0] ?? 25_000), Number(positionals[1] ?? 7)]
const parts: Part[] = []
const say = (line: string) => (values.json ? undefined : console.log(line))
const { KOJI_SRC: kojiSource, PYTHON: python = 'python3' } = process.env

/** `decode`: bytes in memory to values. `call`: all of the call, over HTTP. */
type Job = readonly ['decode', file: string] | readonly ['call', url: string]

async function measure(id: string, job: Job, bytes: number): Promise<void> {
  const ours: OurReading[] = []
  const kojis: Reading[] = []
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await read(process.execPath, 'our-client.js', job))
    if (kojiSource !== undefined) kojis.push(await read(python, 'koji-client.py', job))
  }
  if (new Set([...ours, ...kojis].map(({ digest }) => digest)).size > 1) {
    throw new Error('the clients read different values')
  }
  say(`${job[0]} of ${megabytes(bytes)}: ${[...ourFigures(ours), ...kojiFigures(ours, kojis)].join(', ')}`)
  const seconds = (readings: readonly Reading[]) => readings.map(reading => reading.seconds)
  parts.push({
    id,
    name: `${job[0]} of an answer of ${megabytes(bytes)}`,
    seconds: seconds(ours),
    peak: Math.max(...ours.map(({ peak }) => peak)) / 2 ** 20,
    ...(kojis.length > 0 && { theirs: { name: "Koji's client", seconds: seconds(kojis) } }),
  })
}

/** Each reading has a process of its own: none finds the code warm or the memory grown. */
async function read(program: string, script: string, job: Job) {
  const file = fileURLToPath(new URL(`codec/${script}`, import.meta.url))
  const env = { ...process.env, PYTHONPATH: kojiSource }
  const { stdout } = await promisify(execFile)(program, [file, ...job], { env })
  return JSON.parse(stdout)
}

function ourFigures(ours: readonly OurReading[]): string[] {
  const peak = Math.max(...ours.map(reading => reading.peak))
  const added = Math.max(...ours.map(reading => reading.added))
  return [`${medianSeconds(ours)} s`, `peak ${megabytes(peak)}`, `${megabytes(added)} of it after the start`]
}

function kojiFigures(ours: readonly Reading[], kojis: readonly Reading[]): string[] {
  if (kojis.length === 0) return []
  // The two of a round meet the same load of the machine.
  const ratios = kojis.map(({ seconds }, round) => (ours[round]?.seconds ?? Number.NaN) / seconds)
  return [`Koji's client ${medianSeconds(kojis)} s`, `ratio ${median(ratios).toFixed(2)}`]
}

function medianSeconds(readings: readonly Reading[]): string {
  return median(readings.map(({ seconds }) => seconds)).toFixed(3)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
}

async function serve(body: Buffer): Promise<{ server: http.Server; url: string }> {
  const server = http.createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('Content-Type', 'text/xml').end(body))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return { server, url: `http://127.0.0.1:${port}/kojihub` }
}

const folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-bench-'))
const body = Buffer.from(packageList(count))
// As long as what a plan of a release reads. It is read before V8 has compiled much.
const usual = Buffer.from(packageList(Math.ceil(count / 33)))
const { server, url } = await serve(body)
try {
  const [file, usualFile] = [path.join(folder, 'answer.xml'), path.join(folder, 'usual.xml')]
  writeFileSync(file, body)
  writeFileSync(usualFile, usual)
  say(`${count} entries of listPackages, ${megabytes(body.length)}, median of ${rounds} rounds`)
  if (kojiSource === undefined) say("ours only: KOJI_SRC does not name Koji's source")
  await measure('decode.usual', ['decode', usualFile], usual.length)
  await measure('decode.decode', ['decode', file], body.length)
  await measure('decode.call', ['call', url], body.length)
  if (values.json) console.log(partsJson(parts))
} finally {
  server.close()
  rmSync(folder, { recursive: true, force: true })
}
