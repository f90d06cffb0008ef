import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'

/**
 * Compares a whole text with the one in `test/fixtures`. After a change that is meant, `UPDATE_FIXTURES=1 npm
 * test` writes what comes out now; review it with `git diff` before committing.
 */
export function expectGolden(name: string, text: string): void {
  const file = new URL(`fixtures/${name}`, import.meta.url)
  if (process.env.UPDATE_FIXTURES) writeFileSync(file, text)
  expect(text).to.equal(readFileSync(file, 'utf8'))
}
