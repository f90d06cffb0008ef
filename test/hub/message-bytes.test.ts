import { expect } from 'chai'
import { readResponse } from '../../src/hub/codec/reader.js'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { MessageWriter } from '../../src/hub/codec/writer.js'

describe('MessageBytes', () => {
  const poolSize = Buffer.poolSize
  afterEach(() => {
    Buffer.poolSize = poolSize
  })

  for (const size of [8192, 65_536, 131_072])
    it(`gives away its own memory only, and not that of others: pools of ${size} bytes`, () => {
      Buffer.poolSize = size
      const others = Array.from({ length: 100 }, (_, i) => Buffer.from(String(i).repeat(1000)))
      const short = Array.from({ length: 100 }, (_, i) => answer([`short ${i}`]))
      for (const bytes of short) bytes.release()
      const kept = Array.from({ length: 20 }, (_, i) => answer(entries(i)))
      for (const [i, bytes] of kept.entries())
        expect(readResponse(bytes.toString())).to.deep.equal({ value: entries(i) })
      for (const [i, other] of others.entries()) expect(other.toString()).to.equal(String(i).repeat(1000))
    })
})

function answer(content: RpcValue) {
  return new MessageWriter().response(content).bytes()
}

function entries(seed: number): string[] {
  return Array.from({ length: 10_000 }, (_, i) => `${seed}-${i}`)
}
