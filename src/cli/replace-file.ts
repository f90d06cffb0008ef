import { randomBytes } from 'node:crypto'
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { RelengError } from '../koji/error.js'

const mark = '\uFEFF'

/** The text of a file, as it was read: without a byte order mark, which `replaceText` puts back. */
export async function readText(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).replace(mark, '')
}

/**
 * Gives a file another text, whole or not at all: a new file beside it, with the same mode, takes its name. What a
 * symbolic link leads to is replaced, not the link. Throws where the file is no longer as it was read.
 *
 * @param before the text that the new one was made from
 */
export async function replaceText(file: string, before: string, after: string): Promise<void> {
  try {
    const target = await realpath(file)
    const { mode } = await stat(target)
    const now = await readFile(target, 'utf8')
    if (now.replace(mark, '') !== before) throw changedMeanwhile(file)
    const kept = now.startsWith(mark) ? mark : ''
    await writeBeside(target, kept + after, mode)
  } catch (cause) {
    throw unwritable(file, cause)
  }
}

/** Writes a file that must not be there yet, unless with this very text. */
export async function writeNew(file: string, text: string): Promise<void> {
  try {
    const handle = await open(file, 'wx')
    try {
      await handle.writeFile(text)
    } finally {
      await handle.close()
    }
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
    if (exists && (await readText(file)) === text) return
    if (!exists) throw unwritable(file, cause)
    throw new RelengError('there is a file of that name already, and it says something else', {
      where: file,
      next: 'choose another name, or move it out of the way',
    })
  }
}

async function writeBeside(target: string, text: string, mode: number): Promise<void> {
  const draft = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}`)
  try {
    const handle = await open(draft, 'wx', mode)
    try {
      // What the umask took from a new file, the old one had.
      await handle.chmod(mode)
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, target)
  } catch (cause) {
    await rm(draft, { force: true })
    throw cause
  }
}

function changedMeanwhile(file: string): RelengError {
  return new RelengError('somebody has changed the file meanwhile: it is left as it is', {
    where: file,
    next: 'look at it, and try again',
  })
}

function unwritable(file: string, cause: unknown): unknown {
  if (cause instanceof RelengError || !(cause instanceof Error)) return cause
  return new RelengError(`the file cannot be written: ${cause.message}`, {
    where: file,
    next: 'nothing was changed; check who may write the file and its folder',
    cause,
  })
}
