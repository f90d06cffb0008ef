import type { Duplex, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip, createInflate } from 'node:zlib'
import { HubError } from './transport.js'

/**
 * What an answer may hold decompressed, in bytes. Package lists are the largest there are: 55 MB for a tag of
 * 25,000 packages, and several such tags may come in one answer.
 */
export const largestAnswer = 500_000_000

export interface BodyOptions {
  /** the header `Content-Encoding` */
  readonly coding?: string | undefined
  /** the hub's name in messages */
  readonly where: string
  /** takes what comes, and tells whether it wants more */
  readonly text: TextSink
  readonly limit?: number
}

export interface TextSink {
  write(piece: string): boolean
  end(): void
}

const decoders: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
}

/**
 * Reads an answer, decompressed, to its end or as far as it is wanted; of one that is not read to its end, the
 * connection is closed. Throws `HubError` where it grows too large (a few kB of gzip may stand for gigabytes), is
 * compressed in another way, or is no valid gzip.
 */
export async function readBody(
  incoming: Readable,
  { coding, where, text, limit = largestAnswer }: BodyOptions,
): Promise<void> {
  const characters = new StringDecoder('utf8')
  let size = 0
  let isEnough = false
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      size += chunk.length
      isEnough = size > limit || !text.write(characters.write(chunk))
      if (isEnough) return
    }
    text.write(characters.end())
    text.end()
  }
  const decoder = decoderOf(coding, where)
  try {
    if (decoder === undefined) await pipeline(incoming, collect)
    else await pipeline(incoming, decoder, collect)
  } catch (error) {
    // Where reading stops early, the streams behind it fail in ways of their own.
    if (!isEnough) throw isZlibError(error) ? broken(error, where) : error
  }
  if (size > limit) throw tooLarge(limit, where)
}

function decoderOf(header: string | undefined, where: string): Duplex | undefined {
  const coding = header?.trim().toLowerCase() ?? 'identity'
  if (['', 'identity'].includes(coding)) return undefined
  const decoder = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined
  if (decoder !== undefined) return decoder()
  throw new HubError(`the answer is encoded in a way that was not asked for: ${coding}`, {
    where,
    next: 'the hub, or a proxy before it, must send it plain or with gzip',
  })
}

function isZlibError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}

function broken(cause: Error, where: string): HubError {
  const next = 'try again later; the hub, or a proxy before it, compresses wrongly'
  return new HubError(`the answer is broken: ${cause.message}`, { where, next, cause, outlook: 'doubtful' })
}

function tooLarge(limit: number, where: string): HubError {
  return new HubError(`the answer is larger than ${limit / 1e6} MB`, {
    where,
    next: 'ask for less at a time, or check `server` in the profile',
  })
}
