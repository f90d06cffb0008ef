/** About how many characters are worth a piece: their bytes, mostly as many, fill the memory of one. */
export const pieceLength = 61_440
const memoryLength = 65_536

// Memory of pieces that were sent. The garbage collector does not see how much waits for it outside its heap: a
// server that left it there would take three times what it needs.
const spare: ArrayBufferLike[] = []

// What may be given to others: never memory of Node's own pool, which is as long on Node 24, and shared.
const ours = new WeakSet<ArrayBufferLike>()

/** A message in UTF-8. It is in pieces, since a long one would need its memory twice to be joined. */
export class MessageBytes {
  readonly length: number
  #pieces: readonly Buffer[]

  constructor(pieces: readonly Buffer[]) {
    this.length = pieces.reduce((length, piece) => length + piece.length, 0)
    this.#pieces = pieces
  }

  get pieces(): readonly Buffer[] {
    return this.#pieces
  }

  joined(): Buffer {
    return Buffer.concat(this.#pieces, this.length)
  }

  toString(): string {
    return this.joined().toString()
  }

  /** Lets other messages have its memory; nothing is left of it. */
  release(): void {
    for (const { buffer } of this.#pieces) if (ours.has(buffer)) spare.push(buffer)
    this.#pieces = []
  }
}

/** A piece of a message. A long one gets memory that another message has left, if there is any. */
export function pieceOf(text: string): Buffer {
  const length = Buffer.byteLength(text)
  if (length < pieceLength || length > memoryLength) return Buffer.from(text)
  const memory = spare.pop() ?? ownMemory()
  const piece = Buffer.from(memory, 0, length)
  piece.write(text)
  return piece
}

function ownMemory(): ArrayBufferLike {
  const { buffer } = Buffer.allocUnsafeSlow(memoryLength)
  ours.add(buffer)
  return buffer
}
