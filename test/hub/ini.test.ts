import { expect } from 'chai'
import fc from 'fast-check'
import { decodeIni, type IniValue, interpolate, readIni } from '../../src/hub/ini.js'
import { RelengError } from '../../src/koji/error.js'

/** Sections as objects, values without their places. */
function read(...lines: string[]): unknown {
  const sections = readIni(lines.join('\n'), 'koji.conf')
  return Object.fromEntries(
    [...sections].map(([name, { values }]) => [
      name,
      Object.fromEntries([...values].map(([key, { text }]) => [key, text])),
    ]),
  )
}

// Every case was compared with Python's configparser; ini-python.test.ts compares random ones.
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
  [
    'empty lines inside a value, but none behind it',
    ['[koji]', 'a = 1', '', '  2', '', 'b = 3'],
    { koji: { a: '1\n\n2', b: '3' } },
  ],
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
  ['a bracket in the name of a section', ['[a]b] c', 'd = 1'], { 'a]b': { d: '1' } }],
  [
    'DEFAULT as often as it stands',
    ['[DEFAULT]', 'a = 1', '[DEFAULT]', 'b = 2'],
    { DEFAULT: { a: '1', b: '2' } },
  ],
  ['brackets in a value', ['[koji]', 'a = 1', '  [x]', 'b = [y]'], { koji: { a: '1\n[x]', b: '[y]' } }],
  ['Windows line ends', ['[koji]\r', 'a = 1\r', ''], { koji: { a: '1' } }],
  ['line ends of old Macs', ['[koji]\ra = 1\rb = 2'], { koji: { a: '1', b: '2' } }],
  ["Python's spaces", ['[koji]', 'a =\x1c1\x85'], { koji: { a: '1' } }],
  ['a section called __proto__', ['[__proto__]', '__proto__ = 1'], { ['__proto__']: { ['__proto__']: '1' } }],
]

const neither = /neither a \[section\] nor a key = value/
const broken: [string, string[], RegExp, string][] = [
  ['a key before any section', ['# x', 'a = 1'], /before the first \[section\]/, 'koji.conf:2'],
  ['a line that is neither', ['[koji]', 'a = 1', 'words'], neither, 'koji.conf:3'],
  ['a value without a key', ['[koji]', '= 1'], neither, 'koji.conf:2'],
  ['a continuation of nothing', ['[koji]', '  words'], neither, 'koji.conf:2'],
  ['a section twice', ['[koji]', '[x]', '[koji]'], /the section \[koji\] stands twice/, 'koji.conf:3'],
  ['a key twice', ['[koji]', 'a = 1', 'A: 2'], /the key a stands twice in \[koji\]/, 'koji.conf:3'],
  [
    'a key twice in DEFAULT, wherever',
    ['[DEFAULT]', 'a = 1', '[x]', '[DEFAULT]', 'a = 2'],
    /stands twice in \[DEFAULT\]/,
    'koji.conf:5',
  ],
]

describe('readIni', () => {
  for (const [what, lines, expected] of cases) {
    it(`reads ${what}`, () => expect(read(...lines)).to.deep.equal(expected))
  }

  for (const [what, lines, why, where] of broken) {
    it(`refuses ${what}, and names the line`, () => {
      expect(() => read(...lines))
        .to.throw(RelengError, why)
        .and.include({ where })
    })
  }

  it('names the other place of what stands twice', () => {
    expect(() => read('[koji]', 'a = 1', 'a = 2'))
      .to.throw(RelengError)
      .with.property('next')
      .that.contains('the other stands in line 2')
  })

  it('keeps file and line of every value, of a longer one those of its key', () => {
    const values = readIni('[koji]\n\na = 1\n  2\nb = 3\n', 'koji.conf').get('koji')?.values
    expect(values?.get('a')).to.deep.equal({ key: 'a', text: '1\n2', file: 'koji.conf', line: 3 })
    expect(values?.get('b')).to.deep.equal({ key: 'b', text: '3', file: 'koji.conf', line: 5 })
  })

  it('lets a later file replace values, and keeps where a section stands in each', () => {
    const sections = readIni('[koji]\na = 1\nb = 2\n', 'one')
    readIni('# x\n[koji]\na = 3\n', 'two', sections)
    const { places, values } = sections.get('koji') ?? {}
    expect(places).to.deep.equal([
      { file: 'one', line: 1 },
      { file: 'two', line: 2 },
    ])
    expect(values && [...values.values()].map(({ text, file }) => `${text} ${file}`)).to.deep.equal([
      '3 two',
      '2 one',
    ])
  })
})

describe('decodeIni', () => {
  const decoded = (...bytes: (string | number)[]) => {
    const parts = bytes.map(part => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part])))
    return decodeIni(Buffer.concat(parts), 'koji.conf')
  }

  it('reads UTF-8', () => expect(decoded('[kòji]')).to.equal('[kòji]'))

  const wrong: [string, (string | number)[], RegExp, string][] = [
    ['Latin 1', ['[koji]\na = ', 0xe9, '\n'], /not UTF-8/, 'koji.conf:2'],
    [
      'half a character at the end of a line',
      ['# x\r[koji]\r\n# ', 0xc3, '\nb = é'],
      /not UTF-8/,
      'koji.conf:3',
    ],
    ['UTF-16', [0xff, 0xfe, '[', 0], /not UTF-8/, 'koji.conf:1'],
    ['a byte order mark', ['\uFEFF[koji]'], /byte order mark/, 'koji.conf:1'],
  ]
  for (const [what, bytes, why, where] of wrong) {
    it(`refuses ${what}`, () => {
      expect(() => decoded(...bytes))
        .to.throw(RelengError, why)
        .and.include({ where })
    })
  }
})

describe('interpolate', () => {
  const value = (text: string): IniValue => ({ key: 'k', text, file: 'koji.conf', line: 7 })
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
