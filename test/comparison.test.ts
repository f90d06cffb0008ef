import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** The last cell of each row of the tables: a file, and words of it. */
const shown = [...read('docs/comparison.md').matchAll(/\| `(test\/[^`]+)`: (.+) \|$/gm)]

describe('docs/comparison.md', () => {
  it('names a test in every row', () => {
    const rows = read('docs/comparison.md').match(/^\| (?!there |---)/gm) ?? []
    expect(shown).to.have.length(rows.length)
  })

  for (const [, file = '', words = ''] of shown) {
    it(`${file} has: ${words}`, () => expect(read(file)).to.contain(words))
  }
})
