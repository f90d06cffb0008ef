import { basename, resolve } from 'node:path'
import type { Waiver } from '../koji/waiver.js'
import { checkTree } from './check.js'
import { type DesiredIo, nodeIo } from './io.js'
import { itemsOf, type Node, textOf, valueAt } from './node.js'
import { Problems, type Report } from './problem.js'
import { readTree } from './read.js'
import { SourceFile, toSource } from './source-file.js'
import { unreadable } from './unreadable.js'

/** What a file of waivers is called that lies beside desired-state files. */
export const waiversFile = 'audit-waivers.yaml'

/** Whether a name is that of such a file: `*.yaml` names it, too, and it is no desired state. */
export function isWaiversFile(name: string): boolean {
  return basename(name) === waiversFile
}

/**
 * Reads files of waivers.
 *
 * @param files as the user names them, relative to `io.cwd`
 * @throws {InputError} with all that is wrong in them
 */
export async function loadWaivers(files: readonly string[], io: DesiredIo = nodeIo()): Promise<Waiver[]> {
  const problems = new Problems()
  const waivers: Waiver[] = []
  for (const name of files) waivers.push(...(await loadFile(name, io, problems)))
  problems.throwIfAny()
  return waivers
}

async function loadFile(name: string, io: DesiredIo, problems: Problems): Promise<Waiver[]> {
  const path = resolve(io.cwd, name)
  const text = await readText(name, path, io, problems)
  if (text === undefined) return []
  const file = new SourceFile(name, path, text)
  const root = problems.pass(report => readTree(file, report))
  if (root === undefined) return []
  problems.pass(report => checkTree(root, 'waivers', report))
  return problems.pass(report =>
    itemsOf(valueAt(root, 'waivers')).flatMap((item, index) => readWaiver(item, index, report)),
  )
}

async function readText(
  name: string,
  path: string,
  io: DesiredIo,
  problems: Problems,
): Promise<string | undefined> {
  try {
    return await io.readFile(path)
  } catch (error) {
    const message = `cannot read ${name}: ${unreadable(error)}`
    const place = { file: new SourceFile(name, path, ''), offset: 0 }
    problems.pass(report => report(place, [], message))
    return undefined
  }
}

// What the schema does not allow was told by it.
function readWaiver(item: Node, index: number, report: Report): Waiver[] {
  const [rule, path, reason, until] = ['rule', 'path', 'reason', 'until'].map(key =>
    textOf(valueAt(item, key)),
  )
  if (rule === undefined || path === undefined || reason === undefined) return []
  const day = valueAt(item, 'until')
  if (until !== undefined && day !== undefined && !isDay(until))
    report(day.place, ['waivers', index, 'until'], `${JSON.stringify(until)} is no day of the calendar`)
  return [{ rule, path, reason, ...(until !== undefined && { until }), source: toSource(item.place) }]
}

// JavaScript takes February 30 for March 2.
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
