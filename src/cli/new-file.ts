import { randomBytes } from 'node:crypto'
import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { RelengError } from '../koji/error.js'

/** Throws where there is a file of that name already, before any work is done for it. */
export async function refuseExisting(path: string, { force }: { readonly force: boolean }): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw unwritable(path, error)
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
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`)
  try {
    const handle = await open(draft, 'wx')
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await refuseExisting(path, { force })
    await rename(draft, path)
  } catch (cause) {
    await rm(draft, { force: true })
    throw cause instanceof RelengError ? cause : unwritable(path, cause)
  }
}

function unwritable(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause
  return new RelengError(`the file cannot be written: ${cause.message}`, {
    where: path,
    next: 'choose another name or folder',
    cause,
  })
}
