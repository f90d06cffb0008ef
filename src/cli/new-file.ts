import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { RelengError } from '../koji/error.js'
import { unwritable, writeWhole } from './whole-file.js'

const another = 'choose another name or folder'

/** Throws where there is a file of that name already, before any work is done for it. */
export async function refuseExisting(path: string, { force }: { readonly force: boolean }): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw unwritable(path, error, another)
  })
  if (found === undefined) return
  if (found.isDirectory())
    throw new RelengError('this is a folder', { where: path, next: `name a file: ${join(path, 'f45.yaml')}` })
  if (force) return
  throw new RelengError('there is a file of that name already', {
    where: path,
    next: 'choose another name, or say --force to replace it',
  })
}

/** Writes a file whole or not at all; one that came in the meantime is replaced by leave alone. */
export async function writeNewFile(
  path: string,
  text: string,
  { force }: { readonly force: boolean },
): Promise<void> {
  try {
    await writeWhole(path, text, { check: () => refuseExisting(path, { force }) })
  } catch (cause) {
    throw unwritable(path, cause, another)
  }
}
