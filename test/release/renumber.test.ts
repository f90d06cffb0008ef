import { expect } from 'chai'
import fc from 'fast-check'
import {
  isOf,
  isReversible,
  type Release,
  releaseNamed,
  releaseNumber,
  renumber,
} from '../../src/release/index.js'

const f = (number: string): Release => ({ prefix: 'f', number })
const epel = (number: string): Release => ({ prefix: 'epel', number })

describe('a text of another release', () => {
  const cases: [string, Release, Release, string][] = [
    // names
    ['f44', f('44'), f('45'), 'f45'],
    ['f44-build', f('44'), f('45'), 'f45-build'],
    ['module-f44-build', f('44'), f('45'), 'module-f45-build'],
    ['f9-build', f('9'), f('10'), 'f10-build'],
    ['epel9-testing-candidate', epel('9'), epel('10'), 'epel10-testing-candidate'],
    ['epel10.1-build', epel('10.1'), epel('10.2'), 'epel10.2-build'],
    // neighbours
    ['f43-build', f('44'), f('45'), 'f44-build'],
    ['f45', f('44'), f('47'), 'f48'],
    ['f42-frozen', f('44'), f('45'), 'f42-frozen'],
    // extra settings and URLs
    ['.fc44app', f('44'), f('45'), '.fc45app'],
    ['.fc9app2', f('9'), f('10'), '.fc10app2'],
    ['f44-flatpak-updates-candidate', f('44'), f('45'), 'f45-flatpak-updates-candidate'],
    ['https://h/repos/f44-build/latest/$arch/', f('44'), f('45'), 'https://h/repos/f45-build/latest/$arch/'],
    [
      'https://h/pub/fedora/releases/44/x86_64/',
      f('44'),
      f('45'),
      'https://h/pub/fedora/releases/45/x86_64/',
    ],
    ['https://h/fedora-44/', f('44'), f('45'), 'https://h/fedora-45/'],
    ['https://h/pub/epel/9/el9/', epel('9'), epel('10'), 'https://h/pub/epel/10/el10/'],
  ]
  for (const [text, from, to, expected] of cases)
    it(`${text}: ${from.number} to ${to.number}`, () => {
      expect(renumber(text, from, to)).to.equal(expected)
    })

  const untouched: [string, Release][] = [
    ['f440', f('44')],
    ['f144-build', f('44')],
    ['f044', f('44')],
    ['x86_64', f('64')],
    ['aarch64 ppc64le', f('64')],
    ['glibc64', f('64')],
    ['i686', f('686')],
    ['47dd8ef9', f('47')],
    ['f44ab9de', f('44')],
    ['12f44ab9', f('44')],
    ['f44ab9de00112233f44ab9de00112233f44ab9de', f('44')],
    ['44', f('44')],
    ['releases/44/Everything', f('44')],
    ['.fc%{fedora}app', f('44')],
    ['epel10.1-build', epel('10')],
    ['https://h:44/x/', f('44')],
    ['elf44', f('44')],
    ['f44', epel('44')],
  ]
  for (const [text, release] of untouched)
    it(`${text} is not of ${release.prefix}${release.number}`, () => {
      expect(renumber(text, release, { ...release, number: '77' })).to.equal(text)
      expect(isOf(text, release)).to.equal(false)
    })

  const number = fc.integer({ min: 1, max: 200 }).map(String)
  /** Texts full of what is a release or looks like one. */
  const text = fc
    .array(
      fc.oneof(
        number.map(n => `f${n}`),
        number.map(n => `.fc${n}`),
        number,
        fc.constantFrom(
          '-',
          '-build',
          '/',
          '_',
          '.',
          'x86_64',
          'f',
          'fc',
          'epel',
          'https://h/',
          '47dd8ef9',
          ' ',
        ),
        fc.string({ maxLength: 3 }),
      ),
      { maxLength: 8 },
    )
    .map(parts => parts.join(''))

  it('comes back the same, unless it names a release that is a neighbour of the other one alone', () => {
    fc.assert(
      fc.property(text, number, number, (text, from, to) => {
        const there = renumber(text, f(from), f(to))
        const isBack = renumber(there, f(to), f(from)) === text
        expect(isReversible(text, f(from), f(to))).to.equal(isBack)
        const near = (release: string) => [-1, 0, 1].map(offset => String(Number(release) + offset))
        const strangers = near(to).filter(one => !near(from).includes(one))
        const named = [...text.matchAll(/\d+/g)].map(([digits]) => digits)
        if (!named.some(digits => strangers.includes(digits))) expect(isBack).to.equal(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('differs in whole numbers alone, each a release or a neighbour', () => {
    const split = (text: string) => text.split(/(\d+)/)
    fc.assert(
      fc.property(text, number, number, (text, from, to) => {
        const [before, after] = [split(text), split(renumber(text, f(from), f(to)))]
        expect(after).to.have.length(before.length)
        const shift = Number(to) - Number(from)
        before.forEach((part, index) => {
          if (part === after[index]) return
          expect(Math.abs(Number(part) - Number(from))).to.be.at.most(1)
          expect(Number(after[index])).to.equal(Number(part) + shift)
        })
      }),
      { numRuns: 2000 },
    )
  })

  it('has a name that people write', () => {
    expect(releaseNamed('44')).to.deep.equal(f('44'))
    expect(releaseNamed('f44')).to.deep.equal(f('44'))
    expect(releaseNamed('epel10.1')).to.deep.equal(epel('10.1'))
    for (const none of ['', '0', '044', 'f', 'f44-build', './44', '44.yaml', '-1'])
      expect(releaseNamed(none), none).to.equal(undefined)
  })

  for (const [wrong, next] of [
    ['0', 'releases are counted from 1: such as 45'],
    ['', 'releases are counted from 1: such as 45'],
    ['rawhide', 'releases are counted from 1: such as 45'],
    ['f45', 'write it as 45'],
    ['045', 'write it as 45'],
    ['-45', 'write it as 45'],
    ['1e45', 'releases are counted from 1: such as 45'],
    ['44x5', 'releases are counted from 1: such as 45'],
  ] as const)
    it(`is refused for \`${wrong}\``, () => {
      expect(() => releaseNumber(wrong))
        .to.throw(`\`${wrong}\` is no number of a release`)
        .with.property('next', next)
    })
})
