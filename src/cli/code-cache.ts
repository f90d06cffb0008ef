import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Script } from 'node:vm'

// V8 compiles a function when it is first called. To run a command takes some thousand of them, which is more than half
// of the time until it begins. What was compiled can be kept: for each command a file of its own, since each calls other
// functions. Node does the same for modules since version 22; but there the first command to run decides what is kept.

/** Where compiled code is kept, and what it was compiled from. */
export interface CodeCache {
  readonly file: string
  /** of the program: a cache of another one is not used */
  readonly build: string
}

/** A cache is made anew once a day: the first run of a command may have ended before most of it was called. */
const lifetime = 24 * 60 * 60 * 1000

/**
 * Where a command's code is kept: in a folder of the user's own, since code is read from there.
 *
 * @param command the words that name it; `undefined` keeps nothing
 * @returns `undefined` where there is no such folder, or NODE_DISABLE_COMPILE_CACHE is set
 */
export function cacheFile(command: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  const { HOME, XDG_CACHE_HOME, NODE_DISABLE_COMPILE_CACHE } = env
  const caches = XDG_CACHE_HOME || (HOME && path.join(HOME, '.cache'))
  if (!command || !caches || !path.isAbsolute(caches) || NODE_DISABLE_COMPILE_CACHE) return undefined
  const node = `node-${process.version}-${process.arch}`
  return path.join(caches, 'koji-releng', node, `${command.replaceAll(' ', '-')}.code`)
}

/**
 * Runs a CommonJS module of ASCII as `require` does, with what was compiled of it before, and keeps that when the process ends
 * well. Nothing depends on the cache: one that cannot be read or written, or that V8 does not take, is passed over.
 *
 * @returns what the module exports
 */
export function requireCached(file: string, cache: CodeCache | undefined): unknown {
  const load = createRequire(file)
  if (cache === undefined) return load(file)
  const kept = read(cache)
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`
  const script = new Script(source, { filename: file, ...(kept && { cachedData: kept.code }) })
  const module: { exports: unknown } = { exports: {} }
  script.runInThisContext()(module.exports, load, module, file, path.dirname(file))
  if (kept === undefined || script.cachedDataRejected || Date.now() - kept.madeAt > lifetime)
    keepAtEnd(cache, script)
  return module.exports
}

const toKeep = new Map<CodeCache, Script>()

function keepAtEnd(cache: CodeCache, script: Script): void {
  toKeep.set(cache, script)
  if (toKeep.size > 1) return
  process.once('exit', code => {
    if (code !== 0 && code !== 2) return
    for (const [one, its] of toKeep) write(one, its.createCachedData())
  })
}

interface Kept {
  readonly code: Buffer
  readonly madeAt: number
}

/** Only what the user has written: who runs as another one, with this one's folders, must not run this one's code. */
function read({ file, build }: CodeCache): Kept | undefined {
  try {
    const descriptor = openSync(file, 'r')
    try {
      const { uid, mtimeMs } = fstatSync(descriptor)
      if (uid !== process.getuid?.()) return undefined
      const content = readFileSync(descriptor)
      const head = Buffer.byteLength(build)
      if (content.toString('utf8', 0, head) !== build) return undefined
      return { code: content.subarray(head), madeAt: mtimeMs }
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return undefined
  }
}

/** Whole or not at all, even if the machine stops: V8 does not look whether all of it is there. */
function write({ file, build }: CodeCache, code: Buffer): void {
  const draft = `${file}.${process.pid}`
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    try {
      writeFileSync(draft, Buffer.concat([Buffer.from(build), code]), {
        flag: 'wx',
        mode: 0o600,
        flush: true,
      })
      renameSync(draft, file)
    } catch (error) {
      rmSync(draft, { force: true })
      throw error
    }
  } catch {
    // A full disk, a folder of somebody else: the next run compiles again, and is slower.
  }
}
