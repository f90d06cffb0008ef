import { constants } from 'node:fs'
import { access, open, readFile, realpath, stat } from 'node:fs/promises'
import { RelengError } from '../koji/error.js'
import { unwritable, writeWhole } from './whole-file.js'

const unchanged = 'nothing was changed; check who may write the file and its folder'
const mark = '\uFEFF'

/** The text of a file, as it was read: without a byte order mark, which `replaceText` puts back. */
export async function readText(file: string): Promise<string> {
  return unmarked(await readFile(file, 'utf8'))
}

/**
 * Throws for what `replaceText` could not or should not replace: a pipe, which can be read but once, and a file that
 * its owner has made read-only. What is not there is left to whoever reads it.
 */
export async function assertReplaceable(file: string): Promise<void> {
  try {
    if (!(await stat(file)).isFile()) throw notPlain(file)
    await access(file, constants.W_OK)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'))
      throw unwritable(file, cause, unchanged)
  }
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
    if (unmarked(now) !== before) throw changedMeanwhile(file)
    const kept = now.startsWith(mark) ? mark : ''
    await writeWhole(target, kept + after, { mode })
  } catch (cause) {
    throw unwritable(file, cause, unchanged)
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
    if (!exists) throw unwritable(file, cause, unchanged)
    throw new RelengError('there is a file of that name already, and it says something else', {
      where: file,
      next: 'choose another name, or move it out of the way',
    })
  }
}

function unmarked(text: string): string {
  return text.startsWith(mark) ? text.slice(mark.length) : text
}

function notPlain(file: string): RelengError {
  return new RelengError('it is no plain file, and cannot be edited', {
    where: file,
    next: 'name a desired-state file',
  })
}

function changedMeanwhile(file: string): RelengError {
  return new RelengError('somebody has changed the file meanwhile: it is left as it is', {
    where: file,
    next: 'look at it, and try again',
  })
}
