import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { InputError, loadDesired } from '../../src/desired/index.js'
import { plain, testIo } from './helpers.js'

/*
 * One folder a case: its *.yaml are given together (or those that args.txt names, one a line); files they use
 * lie in subfolders. Beside them is what must come of it: expected.json, a state with its sources, or
 * expected.txt, the complete error. After an intended change write them anew, and read the difference:
 *
 *     UPDATE_FIXTURES=1 npx mocha -g "desired-state files"
 */
const root = join(import.meta.dirname, '..', 'fixtures', 'desired')

describe('desired-state files', () => {
  for (const name of readdirSync(root).sort()) {
    it(name.replaceAll('-', ' '), async () => {
      const folder = join(root, name)
      const { file, text } = await outcome(folder)
      const expected = join(folder, file)
      if (process.env.UPDATE_FIXTURES === '1') writeFileSync(expected, text)
      expect(existsSync(expected), `${file} exists: this case came to\n${text}`).to.equal(true)
      expect(text).to.equal(readFileSync(expected, 'utf8'))
      expect(readdirSync(folder).filter(name => name.startsWith('expected'))).to.deep.equal([file])
    })
  }
})

async function outcome(folder: string): Promise<{ file: string; text: string }> {
  try {
    const state = await loadDesired(filesIn(folder), testIo(folder))
    return { file: 'expected.json', text: `${JSON.stringify(plain(state), null, 2)}\n` }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { file: 'expected.txt', text: `${error.message}\n` }
  }
}

function filesIn(folder: string): string[] {
  const args = join(folder, 'args.txt')
  if (existsSync(args)) return readFileSync(args, 'utf8').trim().split('\n')
  return readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    .sort()
}
