import { expect } from 'chai'
import fc from 'fast-check'
import { type IniValue, interpolate, parseIni } from '../../src/hub/ini.js'
import { RelengError } from '../../src/koji/error.js'

/** Sections as objects, values without their places. */
function read(...lines: string[]): unknown {
  const sections = parseIni(lines.join('\n'), 'koji.conf')
  return Object.fromEntries(
    [...sections].map(([name, section]) => [
      name,
      Object.fromEntries([...section].map(([key, { text }]) => [key, text])),
    ]),
  )
}

// Every case was compared with Python's configparser.
const cases: [string, string[], unknown][] = [
  ['nothing', [], {}],
  ['an empty section', ['[koji]'], { koji: {} }],
  ['= and :', ['[koji]', 'a = 1', 'b: 2', 'c=3', 'd:4'], { koji: { a: '1', b: '2', c: '3', d: '4' } }],
  [
    'the first of them',
    ['[koji]', 'a = b = c', 'd: e: f', 'g = http://h'],
    {
      koji: { a: 'b = c', d: 'e: f', g: 'http://h' },
    },
  ],
  ['keys in any case', ['[koji]', 'ServerCA = x'], { koji: { serverca: 'x' } }],
  ['sections in one case', ['[koji]', 'a=1', '[Koji]', 'a=2'], { koji: { a: '1' }, Koji: { a: '2' } }],
  ['an empty value', ['[koji]', 'a =', 'b ='], { koji: { a: '', b: '' } }],
  [
    'comments on lines of their own',
    ['# x', '[koji]', '; y', 'a = 1', '  # z', 'b = 2'],
    {
      koji: { a: '1', b: '2' },
    },
  ],
  ['no comments behind a value', ['[koji]', 'a = 1 # x', 'b = 2 ; y'], { koji: { a: '1 # x', b: '2 ; y' } }],
  [
    'values over several lines',
    ['[koji]', 'a = 1', '  2', '\t3', 'b = 4'],
    { koji: { a: '1\n2\n3', b: '4' } },
  ],
  ['a value that begins on the next line', ['[koji]', 'a =', '  1'], { koji: { a: '\n1' } }],
  ['a comment inside a value', ['[koji]', 'a = 1', '  # x', '  2'], { koji: { a: '1\n2' } }],
  [
    'sections whose keys are all indented',
    ['[koji]', '  a = 1', '  b = 2', '    3', '[x]', '  c = 4'],
    {
      koji: { a: '1', b: '2\n3' },
      x: { c: '4' },
    },
  ],
  ['an indented section', ['  [koji]', '  a = 1'], { koji: { a: '1' } }],
  ['brackets in a value', ['[koji]', 'a = 1', '  [x]', 'b = [y]'], { koji: { a: '1\n[x]', b: '[y]' } }],
  ['Windows line ends', ['[koji]\r', 'a = 1\r', ''], { koji: { a: '1' } }],
  ['a section called __proto__', ['[__proto__]', '__proto__ = 1'], { ['__proto__']: { ['__proto__']: '1' } }],
]

const broken: [string, string[], string][] = [
  ['a key before any section', ['# x', 'a = 1'], 'koji.conf:2'],
  ['a line that is neither', ['[koji]', 'a = 1', 'words'], 'koji.conf:3'],
  ['a value without a key', ['[koji]', '= 1'], 'koji.conf:2'],
  ['a continuation of nothing', ['[koji]', '  words'], 'koji.conf:2'],
]

describe('parseIni', () => {
  for (const [what, lines, expected] of cases) {
    it(`reads ${what}`, () => expect(read(...lines)).to.deep.equal(expected))
  }

  for (const [what, lines, where] of broken) {
    it(`refuses ${what}, and names the line`, () => {
      const refused = expect(() => read(...lines)).to.throw(
        RelengError,
        /neither a \[section\] nor a key = value/,
      )
      refused.and.include({ where })
    })
  }

  it('keeps file and line of every value, of a longer one those of its key', () => {
    const section = parseIni('[koji]\n\na = 1\n  2\nb = 3\n', 'koji.conf').get('koji')
    expect(section?.get('a')).to.deep.equal({ text: '1\n2', file: 'koji.conf', line: 3 })
    expect(section?.get('b')).to.deep.equal({ text: '3', file: 'koji.conf', line: 5 })
  })
})

describe('interpolate', () => {
  const value = (text: string): IniValue => ({ text, file: 'koji.conf', line: 7 })
  const filled = (text: string, others: { [key: string]: string } = {}) => {
    const lookup = new Map(Object.entries(others))
    return interpolate(value(text), key => {
      const found = lookup.get(key)
      return found === undefined ? undefined : value(found)
    })
  }
  const good: [string, { [key: string]: string }, string][] = [
    ['plain', {}, 'plain'],
    ['100%%', {}, '100%'],
    ['%%(a)s', { a: 'x' }, '%(a)s'],
    ['%(a)s/%(a)s', { a: 'x' }, 'x/x'],
    ['%(A)s', { a: 'x' }, 'x'],
    ['%(a)s', { a: '%(b)s!', b: '50%%' }, '50%!'],
  ]
  for (const [text, others, expected] of good) {
    it(`${text} is ${expected}`, () => expect(filled(text, others)).to.equal(expected))
  }

  const bad: [string, { [key: string]: string }, RegExp][] = [
    ['100%', {}, /a percent sign is written %%/],
    ['%s', {}, /a percent sign is written %%/],
    ['%(a', {}, /a percent sign is written %%/],
    ['%(a)', { a: 'x' }, /a percent sign is written %%/],
    ['%(a)s', {}, /there is no key a/],
    ['%(a)s', { a: '%(a)s' }, /it refers to itself/],
    ['%(a)s', { a: '%(b)s', b: '%(a)s' }, /it refers to itself/],
  ]
  for (const [text, others, why] of bad) {
    it(`refuses ${text} with ${JSON.stringify(others)}`, () => {
      expect(() => filled(text, others))
        .to.throw(RelengError, why)
        .and.include({ where: 'koji.conf:7' })
    })
  }

  it('gives any text back whose percent signs are doubled', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(filled(text.replaceAll('%', '%%'))).to.equal(text)
      }),
    )
  })
})
