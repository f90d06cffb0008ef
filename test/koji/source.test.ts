import { expect } from 'chai'
import { sourceOf } from '../../src/koji/desired-state.js'
import { formatSource } from '../../src/koji/source.js'
import { valuePath } from '../../src/koji/value-path.js'
import { here, wanted } from '../builders.js'

describe('sources', () => {
  const source = { file: 'f44.yaml', line: 12, column: 5 }
  it('read file:line:column', () => expect(formatSource(source)).to.equal('f44.yaml:12:5'))
  it('or file:line', () => expect(formatSource(source, { column: false })).to.equal('f44.yaml:12'))

  const tag = { ...wanted('a'), sources: new Map([[valuePath('groups', 'build'), source]]) }
  const nearest: [string, string[], unknown][] = [
    [
      'of the first path that is known',
      [valuePath('groups', 'build', 'x'), valuePath('groups', 'build')],
      source,
    ],
    ["else the tag's own", [valuePath('extra', 'k')], here],
    ["the tag's own without a path", [], here],
  ]
  for (const [what, paths, expected] of nearest) {
    it(`${what}`, () => expect(sourceOf(tag, ...paths)).to.deep.equal(expected))
  }
})
