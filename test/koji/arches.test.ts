import { expect } from 'chai'
import fc from 'fast-check'
import { joinArches, knownArches, splitArches } from '../../src/koji/arches.js'

describe('arches', () => {
  const cases: [string, string[]][] = [
    ['', []],
    [' \t\n', []],
    ['x86_64', ['x86_64']],
    [' x86_64  i686\taarch64\n', ['x86_64', 'i686', 'aarch64']],
    ['i686 i686', ['i686', 'i686']],
  ]
  for (const [text, words] of cases) {
    it(`${JSON.stringify(text)} is ${words.length} of them`, () =>
      expect(splitArches(text)).to.deep.equal(words))
  }

  it('come back as they were joined: order and duplicates kept', () => {
    const arch = fc.constantFrom(...knownArches)
    fc.assert(
      fc.property(fc.array(arch), arches => {
        expect(splitArches(joinArches(arches))).to.deep.equal(arches)
      }),
    )
  })

  it('that are known fit in a list of arches, and hold those that Fedora builds on', () => {
    for (const arch of knownArches) expect(arch).to.match(/^[a-zA-Z0-9_-]+$/)
    expect([...knownArches]).to.include.members(['x86_64', 'aarch64', 'ppc64le', 's390x', 'i686', 'noarch'])
  })
})
