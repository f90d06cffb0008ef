import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { checkTree } from '../../src/desired/check.js'
import { readParameters } from '../../src/desired/parameters.js'
import type { Report } from '../../src/desired/problem.js'
import { readTree } from '../../src/desired/read.js'
import { SourceFile } from '../../src/desired/source-file.js'

const folder = join(import.meta.dirname, '..', '..', 'templates')

// Whoever uses them need not wait for that.
describe('the templates that come with the tool', () => {
  for (const name of readdirSync(folder)) {
    it(`fit the grammar: ${name}`, () => {
      const problems: string[] = []
      const report: Report = (_, path, message) => problems.push(`${path.join('.')}: ${message}`)
      const text = readFileSync(join(folder, name), 'utf8')
      const root = readTree(new SourceFile(name, join(folder, name), text), report)
      expect(root).to.not.equal(undefined)
      if (root === undefined) return
      checkTree(root, 'template', report)
      expect(readParameters(root, report).size).to.be.greaterThan(0)
      expect(problems).to.deep.equal([])
    })
  }
})
