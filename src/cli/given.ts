import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import {
  isWaiversFile,
  type LoadedFiles,
  loadFiles,
  loadTemplate,
  nodeIo,
  withFiles,
} from '../desired/index.js'
import { RelengError } from '../koji/error.js'
import { isPlanFile, type PlanFile, readPlanFile } from '../plan-file/index.js'
import { namedTemplate, type TemplateChoice } from './template-flags.js'

/** What a command was given: desired-state files, which make one state, a template in their place, or a plan file. */
export type Given = LoadedFiles | { readonly saved: PlanFile }

/**
 * Reads what was given, each file once. Throws where plan files stand beside others: which of them shall be done
 * first, nobody has said; or files beside a template. A file of waivers, which `*.yaml` names as well, is passed over.
 */
export async function readGiven(given: readonly string[], choice: TemplateChoice = {}): Promise<Given> {
  const names = given.filter(name => !isWaiversFile(name))
  const template = namedTemplate(choice)
  if (template !== undefined) {
    refuseFiles(names, template.name)
    return loadTemplate(template)
  }
  const io = nodeIo()
  const known = new Map<string, Uint8Array>()
  const plans: { readonly name: string; readonly bytes: Uint8Array }[] = []
  for (const name of names) {
    const path = resolve(io.cwd, name)
    const bytes = known.get(path) ?? (await bytesOf(path))
    if (bytes === undefined) continue
    known.set(path, bytes)
    if (isPlanFile(name, bytes)) plans.push({ name, bytes })
  }
  const [plan] = plans
  if (plan === undefined) return loadFiles(names, withFiles(io, known))
  if (names.length === 1) return { saved: readPlanFile(plan.bytes, plan.name) }
  throw new RelengError('a plan file is applied alone: it says all that shall be done', {
    where: plan.name,
    next: 'apply one after the other',
  })
}

/** The plan of a file that must hold one. */
export async function readSaved(name: string): Promise<PlanFile> {
  try {
    return readPlanFile(await readFile(name), name)
  } catch (cause) {
    if (cause instanceof RelengError || !(cause instanceof Error)) throw cause
    throw new RelengError(`cannot read ${name}: ${cause.message}`, { next: 'check the name', cause })
  }
}

/** For commands that take desired-state files alone. */
export async function readDesired(
  names: readonly string[],
  choice: TemplateChoice = {},
): Promise<LoadedFiles> {
  const given = await readGiven(names, choice)
  if ('desired' in given) return given
  throw new RelengError('this is a plan file already', {
    where: names[0],
    next: `look at it: koji-releng tags plan --show ${names[0]}; or do it: koji-releng tags apply ${names[0]}`,
  })
}

// What cannot be read is for the loader to tell, with all else that is wrong.
async function bytesOf(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

function refuseFiles([first]: readonly string[], template: string): void {
  if (first === undefined) return
  throw new RelengError('--template stands in the place of files', {
    where: first,
    next: `take one of them away; or have a file use the template: use: [{template: ${template}, with: {…}}]`,
  })
}
