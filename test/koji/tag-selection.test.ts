import { expect } from 'chai'
import { RelengError } from '../../src/koji/error.js'
import { selectTags } from '../../src/koji/tag-selection.js'

const tags = ['f44', 'f44-app', 'f44-build', 'rawhide', '__proto__']
const select = (...patterns: string[]) => selectTags(patterns, tags, 'http://hub.test/kojihub')

describe('selectTags', () => {
  const cases: [string, string[], string[], string[]][] = [
    ['everything where nothing is said', [], [], ['__proto__', 'f44', 'f44-app', 'f44-build', 'rawhide']],
    ['names in their order', ['rawhide', 'f44'], ['rawhide', 'f44'], []],
    ['globs, sorted', ['r*', 'f44-*'], [], ['f44-app', 'f44-build', 'rawhide']],
    ['a name that a glob matches, too, once', ['f44*', 'f44', 'f44'], ['f44'], ['f44-app', 'f44-build']],
    ['names of objects', ['__proto__'], ['__proto__'], []],
  ]
  for (const [what, patterns, named, matched] of cases) {
    it(`finds ${what}`, () => expect(select(...patterns)).to.deep.equal({ named, matched }))
  }

  it('takes a tag with such a name for that tag', () => {
    expect(selectTags(['a*'], ['a*', 'ab'], '')).to.deep.equal({ named: ['a*'], matched: [] })
  })

  it('tells all that means nothing, with the nearest name', () => {
    expect(() => select('f44-ap', 'f44', 'zzz', 'x*'))
      .to.throw(RelengError)
      .with.property(
        'message',
        'there is no tag f44-ap; did you mean f44-app?\nthere is no tag zzz\nno tag matches x*',
      )
  })
})
