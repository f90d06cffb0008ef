import { expect } from 'chai'
import fc from 'fast-check'
import {
  decodeIni,
  defaultSection,
  type IniSections,
  type IniValue,
  interpolate,
  readIni,
} from '../../src/hub/ini.js'
import { RelengError } from '../../src/koji/error.js'
import { ConfigParser, type Parsed } from './configparser.js'

/** What this project makes of the same files. */
function parse(files: readonly Buffer[]): Parsed | null {
  const sections: IniSections = new Map()
  const isRead = orUndefined(() => {
    for (const file of files) readIni(decodeIni(file, 'file'), 'file', sections)
    return true
  })
  if (!isRead) return null
  const names = [...sections.keys()].filter(name => name !== defaultSection)
  return Object.fromEntries(names.map(name => [name, valuesOf(sections, name)]))
}

function valuesOf(sections: IniSections, name: string): Parsed[string] {
  const values = new Map<string, IniValue>()
  for (const section of [defaultSection, name]) {
    for (const [key, value] of sections.get(section)?.values ?? []) values.set(key, value)
  }
  const filled = (value: IniValue) => orUndefined(() => interpolate(value, key => values.get(key))) ?? null
  return Object.fromEntries([...values].map(([key, value]) => [key, filled(value)]))
}

function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof RelengError) return undefined
    throw error
  }
}

// Small words, so that they meet: sections and keys come again, in other letters, lines and files.
const word = fc.constantFrom('a', 'b', 'A', 'ß', 'İ', 'a b', 'a]', '__proto__', '')
const space = fc.constantFrom(
  '',
  ' ',
  '  ',
  '\t',
  '\v',
  '\f',
  '\x1c',
  '\x85',
  '\xa0',
  '\u2028',
  '\uFEFF',
  '\u200b',
)
const section = fc.constantFrom('[a]', '[b]', '[A]', '[DEFAULT]', '[a] x', '[a]]', '[]', '[', '[__proto__]')
const piece = fc.constantFrom(
  'x',
  '%%',
  '%(a)s',
  '%(B)s',
  '%(c)s',
  '%',
  '%(',
  '%()s',
  '=',
  ':',
  '#',
  ';',
  '[a]',
  '"',
  '\0',
)
const value = fc.array(fc.oneof(piece, word, space), { maxLength: 4 }).map(parts => parts.join(''))
const assignment = fc
  .tuple(word, space, fc.constantFrom('=', ':', ''), space, value)
  .map(parts => parts.join(''))
const comment = fc.tuple(fc.constantFrom('#', ';'), value).map(parts => parts.join(''))
const line = fc.tuple(
  space,
  fc.oneof({ weight: 3, arbitrary: section }, { weight: 6, arbitrary: assignment }, comment, value, space),
  space,
  fc.constantFrom('\n', '\n', '\n', '\r\n', '\r'),
)
const text = fc
  .array(
    line.map(parts => parts.join('')),
    { maxLength: 8 },
  )
  .map(lines => Buffer.from(lines.join('')))
const bytes = fc.tuple(text, fc.nat(), fc.uint8Array({ maxLength: 3 })).map(([file, at, some]) => {
  const cut = at % (file.length + 1)
  return Buffer.concat([file.subarray(0, cut), some, file.subarray(cut)])
})

/** Texts that both read: every key once a section and a file. */
const tidySection = fc
  .tuple(
    fc.constantFrom('[a]', '[b]', '[DEFAULT]'),
    fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'D'), space, value, space), {
      selector: ([key]) => key,
      maxLength: 4,
    }),
  )
  .map(([header, keys]) => ({
    header,
    text: [header, ...keys.map(([key, before, text, after]) => `${key}${before}= ${text}\n${after}`)].join(
      '\n',
    ),
  }))
const tidy = fc
  .uniqueArray(tidySection, { selector: ({ header }) => header, maxLength: 3 })
  .map(sections => Buffer.from(`${sections.map(({ text }) => text).join('\n')}\n`))

describe("ini files mean what Python's configparser makes of them", () => {
  let python: ConfigParser
  before(function () {
    if (!ConfigParser.isThere()) {
      process.stderr.write('    skipped: there is no python3 (3.10 or newer) here\n')
      this.skip()
    }
    python = new ConfigParser()
  })
  after(() => python?.close())

  async function agree(
    files: fc.Arbitrary<Buffer>,
    numRuns: number,
  ): Promise<{ read: number; refused: number }> {
    const seen = { read: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(files, { minLength: 1, maxLength: 3 }), async texts => {
        const expected = await python.parse(texts)
        expect(parse(texts)).to.deep.equal(expected)
        seen[expected === null ? 'refused' : 'read'] += 1
      }),
      { numRuns },
    )
    return seen
  }

  it('random lines', async () => {
    const { read, refused } = await agree(text, 2000)
    expect(read, 'texts that are read').to.be.greaterThan(50)
    expect(refused, 'texts that are refused').to.be.greaterThan(50)
  })

  it('tidy sections, with values that refer to each other', async () => {
    expect((await agree(tidy, 1000)).read).to.be.greaterThan(300)
  })

  it('bytes that are no text', async () => {
    expect((await agree(bytes, 1000)).refused).to.be.greaterThan(50)
  })

  it('chains of references, up to the depth that Python follows', async () => {
    for (let depth = 1; depth < 14; depth += 1) {
      const links = Array.from({ length: depth }, (_, at) => `k${at} = %(k${at + 1})s`)
      for (const end of ['x', '%%']) {
        const file = Buffer.from(['[a]', ...links, `k${depth} = ${end}`].join('\n'))
        expect(parse([file]), `${depth} ${end}`).to.deep.equal(await python.parse([file]))
      }
    }
  })
})
