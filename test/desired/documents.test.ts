import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { type DesiredIo, expandTemplate, loadDesired, nodeIo } from '../../src/desired/index.js'

const root = join(import.meta.dirname, '..', '..')

/** This machine's files, and one more. */
function withFile(text: string): DesiredIo {
  const io = nodeIo('/work')
  return { ...io, readFile: async path => (path === '/work/f.yaml' ? text : io.readFile(path)) }
}

// Sketches, which leave something out with …, are no files.
function examplesIn(document: string): string[] {
  const blocks = readFileSync(join(root, document), 'utf8').matchAll(/^```yaml\n(.*?)^```$/gms)
  return [...blocks].flatMap(([, text = '']) => (text.includes('…}') ? [] : [text]))
}

describe('examples in documents', () => {
  for (const document of ['README.md', 'docs/files.md']) {
    for (const [at, text] of examplesIn(document).entries()) {
      it(`${document}, example ${at + 1}`, async () => {
        const isTemplate = text.includes('parameters:')
        const file = text.startsWith('version:') ? text : `version: 1\n${text}`
        const state = isTemplate
          ? await expandTemplate('./f.yaml', { release: '44' }, withFile(text))
          : await loadDesired(['f.yaml'], withFile(file))
        expect(state.tags.size + state.targets.size).to.be.above(0)
      })
    }
  }
})
