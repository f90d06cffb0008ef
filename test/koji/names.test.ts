import { expect } from 'chai'
import fc from 'fast-check'
import { groupNameProblem, matchesGlob, nameProblem, nearest } from '../../src/koji/names.js'

describe('nameProblem', () => {
  const good = ['f44', 'a', '.', '123', 'a/b', 'a+b', 'A_b-c.d', 'x'.repeat(256), '__proto__']
  for (const name of good)
    it(`allows ${name.slice(0, 20)}`, () => expect(nameProblem(name)).to.equal(undefined))

  const bad: [string, string, RegExp][] = [
    ['no name', '', /must not be empty/],
    ['a space', 'a b', /Koji allows letters/],
    ['a colon', 'a:b', /Koji allows letters/],
    ['a letter beyond ASCII', 'tägli', /Koji allows letters/],
    ["a trailing newline, which a hub's own check lets through", 'f44\n', /Koji allows letters/],
    ['257 characters', 'x'.repeat(257), /at most 256 characters, this one 257/],
  ]
  for (const [what, name, why] of bad) it(`refuses ${what}`, () => expect(nameProblem(name)).to.match(why))
})

describe('groupNameProblem', () => {
  const good = ['build', 'any text: ä', 'x'.repeat(50), '🐧'.repeat(50)]
  for (const name of good) it(`allows ${name}`, () => expect(groupNameProblem(name)).to.equal(undefined))

  const bad: [string, RegExp][] = [
    ['', /needs a name/],
    ['x'.repeat(51), /at most 50 characters, this one 51/],
    ['🐧'.repeat(51), /at most 50 characters, this one 51/],
  ]
  for (const [name, why] of bad)
    it(`refuses ${name || 'no name'}`, () => expect(groupNameProblem(name)).to.match(why))
})

describe('nearest', () => {
  const cases: [string, string, string[], string | undefined][] = [
    ['a letter too many', 'archess', ['arch', 'arches'], 'arches'],
    ['letters exchanged', 'inheritacne', ['inheritance', 'extra'], 'inheritance'],
    ['one of three letters wrong', 'f34', ['f44', 'rawhide'], 'f44'],
    ['nothing near', 'f44', ['rawhide', 'epel9'], undefined],
    ['nothing at all', 'f44', [], undefined],
    ['a short word needs a nearer one', 'ab', ['cd'], undefined],
    ['of two as near, the first by name', 'f4', ['f5', 'f3'], 'f3'],
  ]
  for (const [what, word, candidates, expected] of cases) {
    it(what, () => expect(nearest(word, candidates)).to.equal(expected))
  }

  it('names one of the candidates, the word itself if it is there, in whatever order they come', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 })
    fc.assert(
      fc.property(word, fc.array(word), (wanted, candidates) => {
        const found = nearest(wanted, candidates)
        expect(nearest(wanted, [...candidates].reverse())).to.equal(found)
        if (found !== undefined) expect(candidates).to.include(found)
        if (candidates.includes(wanted)) expect(found).to.equal(wanted)
      }),
    )
  })
})

describe('matchesGlob', () => {
  const cases: [string, string[], string[]][] = [
    ['f44', ['f44'], ['f44-build', 'xf44', 'F44', '']],
    ['f44-*', ['f44-', 'f44-build'], ['f44', 'af44-build']],
    ['*-build', ['f44-build', '-build'], ['f44-build-x', 'build']],
    ['*', ['', 'f44'], []],
    ['f*-*d', ['f44-build', 'f-d'], ['f44-builds', 'fd']],
    ['f4?', ['f44', 'f4x'], ['f4', 'f444']],
    ['f[345]', ['f3', 'f5'], ['f6', 'f[345]', 'f']],
    ['f[3-5]', ['f3', 'f4'], ['f6', 'f-']],
    ['f[!3-5]', ['f6', 'f!'], ['f4', 'f']],
    ['f[^4]', ['f^', 'f4'], ['f5']],
    ['a.b+c', ['a.b+c'], ['axb+c', 'a.bbc']],
    ['(a|b)$', ['(a|b)$'], ['a', 'b']],
    ['a[', ['a['], ['a']],
    ['a]', ['a]'], ['a']],
    ['a\\*', ['a\\', 'a\\b'], ['a*']],
    ['[\\d]', ['d', '\\'], ['5']],
    ['[5-3]', [], ['4', '5', '[5-3]']],
    ['', [''], ['a']],
  ]
  for (const [glob, yes, no] of cases) {
    it(`${glob || 'an empty glob'} fits ${yes.join(' ') || 'nothing'}, not ${no.join(' ')}`, () => {
      expect(yes.filter(name => !matchesGlob(name, glob))).to.deep.equal([])
      expect(no.filter(name => matchesGlob(name, glob))).to.deep.equal([])
    })
  }

  it('takes a text without signs for itself alone, and never fails', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab[]!^-\\*?.') })
    fc.assert(
      fc.property(text, text, (name, glob) => {
        expect(matchesGlob(name, glob)).to.be.a('boolean')
        expect(matchesGlob(name, `${name.replace(/[*?[]/g, '?')}*`)).to.equal(true)
        if (!/[*?[]/.test(glob)) expect(matchesGlob(name, glob)).to.equal(name === glob)
      }),
    )
  })

  it('does not go through all ways to divide a name among many stars', () => {
    expect(matchesGlob('a'.repeat(256), `${'*a'.repeat(60)}b`)).to.equal(false)
  })
})
