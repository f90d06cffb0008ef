import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { RelengError } from '../koji/error.js'

export interface WholeFileOptions {
  /** as another file had it; by default what the umask leaves */
  readonly mode?: number
  /** the last thing before the text takes the name: it is left alone where this throws */
  readonly check?: () => Promise<void>
}

/** Writes a file whole or not at all: a new file beside it takes its name once it is on the disk. */
export async function writeWhole(
  file: string,
  text: string,
  { mode, check }: WholeFileOptions = {},
): Promise<void> {
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}`)
  try {
    const handle = await open(draft, 'wx', mode)
    try {
      // What the umask took from a new file, the old one had.
      if (mode !== undefined) await handle.chmod(mode)
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await check?.()
    await rename(draft, file)
  } catch (cause) {
    await rm(draft, { force: true })
    throw cause
  }
}

/** What a user is told of an error of the file system; other errors are left as they are. */
export function unwritable(file: string, cause: unknown, next: string): unknown {
  if (cause instanceof RelengError || !(cause instanceof Error)) return cause
  return new RelengError(`the file cannot be written: ${cause.message}`, { where: file, next, cause })
}
