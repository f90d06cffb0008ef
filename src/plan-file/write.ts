import { randomBytes } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { RelengError } from '../koji/error.js'
import { type PlanFile, planFileText } from './plan-file.js'
import { isPlanFile } from './read.js'

/**
 * Writes a plan file whole or not at all: into a new file beside it, which then takes its name. An older plan file is
 * replaced; anything else of that name is refused. Who may read it is for the umask to say.
 */
export async function writePlanFile(path: string, file: PlanFile): Promise<void> {
  await refuseOther(path)
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`)
  try {
    const handle = await open(draft, 'wx')
    try {
      await handle.writeFile(planFileText(file))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, path)
  } catch (cause) {
    await rm(draft, { force: true })
    throw unwritable(path, cause)
  }
}

async function refuseOther(path: string): Promise<void> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw unwritable(path, cause)
  })
  if (bytes === undefined || isPlanFile('', bytes)) return
  throw new RelengError('there is a file of that name already, and it is no plan file', {
    where: path,
    next: 'choose another name, or move it out of the way',
  })
}

function unwritable(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause
  return new RelengError(`the plan cannot be saved: ${cause.message}`, {
    where: path,
    next: 'choose another name or folder',
    cause,
  })
}
