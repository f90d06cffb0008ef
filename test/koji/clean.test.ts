import { expect } from 'chai'
import fc from 'fast-check'
import { cleanJson, cleanLine, cleanText } from '../../src/koji/clean.js'

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u
const any = fc.string({ unit: 'binary' })

describe('a text from a hub', () => {
  // What a terminal obeys, or nobody sees; what is shown for it.
  const cases: [string, string, string][] = [
    ['an escape sequence', '\u001b[2J', '\\u{1b}[2J'],
    ['the same in one character (C1)', '\u009b2J', '\\u{9b}2J'],
    ['a line end', 'a\nnext:  run this', 'a\\u{a}next:  run this'],
    ['a return to the beginning of the line', 'a\rb', 'a\\u{d}b'],
    ['a mark of Arabic', 'a\u061cb', 'a\\u{61c}b'],
    ['a mark of direction', 'a\u202eb', 'a\\u{202e}b'],
    ['a space of no width', 'a\u200bb', 'a\\u{200b}b'],
    ['a byte order mark', '\ufeffa', '\\u{feff}a'],
    ['a tag that nobody sees', 'a\u{e0041}', 'a\\u{e0041}'],
    ['half a pair', 'a\ud800', 'a\\u{d800}'],
    ['letters of all kinds, and a penguin', 'äÄλ漢 🐧 é', 'äÄλ漢 🐧 é'],
  ]
  for (const [what, text, shown] of cases) {
    it(`is shown in one line, without what is unseen: ${what}`, () => expect(cleanLine(text)).to.equal(shown))
  }

  it('never holds what is unseen', () => {
    fc.assert(fc.property(any, text => !unseen.test(cleanLine(text))))
  })

  it('keeps its lines where it may have several', () =>
    expect(cleanText('a\nb\u001b\r\nc')).to.equal('a\nb\\u{1b}\\u{d}\nc'))
})

describe('a value as JSON', () => {
  it('means the same, and holds nothing that is unseen', () => {
    const value = fc.dictionary(any, any)
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (some, indent) => {
        const text = cleanJson(some, indent)
        expect(JSON.parse(text)).to.deep.equal(some)
        expect(unseen.test(text.replaceAll('\n', ''))).to.equal(false)
      }),
    )
  })

  it('is laid out as ever', () => {
    const value = { a: [1, 'b'], 'c\u009b': null }
    expect(cleanJson(value, 2)).to.equal(JSON.stringify(value, null, 2).replace('\u009b', '\\u009b'))
  })
})
