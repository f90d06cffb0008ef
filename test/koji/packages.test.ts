import { expect } from 'chai'
import { fullInheritance } from '../../src/koji/inheritance.js'
import { filterProblem, packageFilter } from '../../src/koji/package-filter.js'
import { effectivePackages, inheritedPackage, inheritedPackages } from '../../src/koji/packages.js'
import { defaultLink, type Link, type PackageEntry } from '../../src/koji/tag.js'

const listed: PackageEntry = { blocked: false, extra_arches: null }
const blocked: PackageEntry = { blocked: true, extra_arches: null }

const lists = new Map<string, ReadonlyMap<string, PackageEntry>>([
  ['f44', new Map([['bash', blocked]])],
  [
    'f43',
    new Map([
      ['bash', listed],
      ['gcc', listed],
      ['gcc-libs', listed],
    ]),
  ],
  [
    'f42',
    new Map([
      ['gcc', blocked],
      ['zsh', listed],
    ]),
  ],
])
const packagesOf = (tag: string) => lists.get(tag) ?? new Map<string, PackageEntry>()

/** `f44` inherits from `f43` (through a filter, if one is given), and that from `f42`. */
function ancestors(pkg_filter = '') {
  const links = new Map<string, Link[]>([
    ['f44', [{ ...defaultLink, parent: 'f43', priority: 0, pkg_filter }]],
    ['f43', [{ ...defaultLink, parent: 'f42', priority: 0 }]],
  ])
  return fullInheritance('f44', tag => links.get(tag) ?? [])
}

function shown(packages: Iterable<[string, PackageEntry & { from: string }]>): string {
  return [...packages].map(([name, row]) => `${row.blocked ? '!' : ''}${name} (${row.from})`).join(', ')
}

describe('the package list of a tag', () => {
  for (const filter of ['', 'gcc$', 'gcc|z', '^x']) {
    it(`gives a single package as the list does, filter "${filter}"`, () => {
      const nothing = new Map<string, PackageEntry>()
      const ownless = (tag: string) => (tag === 'f44' ? nothing : packagesOf(tag))
      const list = effectivePackages('f44', ancestors(filter), ownless)
      const single = inheritedPackage(ancestors(filter), packagesOf)
      for (const name of ['bash', 'gcc', 'gcc-libs', 'zsh', 'none']) {
        expect(single(name), name).to.deep.equal(list.get(name))
      }
    })
  }

  it('takes the first row of each package, and keeps blocks', () => {
    expect(shown(effectivePackages('f44', ancestors(), packagesOf))).to.equal(
      '!bash (f44), gcc (f43), gcc-libs (f43), zsh (f42)',
    )
  })

  it('lets through what every filter on the way matches at its start', () => {
    expect(shown(effectivePackages('f44', ancestors('gcc|z'), packagesOf))).to.equal(
      '!bash (f44), gcc (f43), gcc-libs (f43), zsh (f42)',
    )
    expect(shown(effectivePackages('f44', ancestors('gcc$'), packagesOf))).to.equal('!bash (f44), gcc (f43)')
  })

  it('can show what is overridden', () => {
    expect(shown(inheritedPackages('f44', ancestors(), packagesOf))).to.equal(
      '!bash (f44), bash (f43), gcc (f43), gcc-libs (f43), !gcc (f42), zsh (f42)',
    )
  })
})

describe('a package filter', () => {
  const matching: [pattern: string, name: string, passes: boolean][] = [
    ['gcc', 'gcc-libs', true],
    ['gcc', 'libgcc', false],
    ['gcc$', 'gcc-libs', false],
    ['gcc$', 'gcc\n', true],
    ['gcc\\Z', 'gcc\n', false],
    ['\\Agcc', 'gcc', true],
    ['(?i)GCC', 'gcc', true],
    ['(?P<first>.)(?P=first)', 'aab', true],
    ['(?P<first>.)(?P=first)', 'abb', false],
    ['(?#compilers)gcc|clang', 'clang', true],
    ['[]a]b', ']b', true],
    ['[$^]', '$', true],
    ['\\d+\\.\\w', '3.x', true],
    ['(?m)gcc$', 'gcc\nmore', true],
    ['python3?-(?!devel)', 'python-devel', false],
  ]
  for (const [pattern, name, passes] of matching) {
    it(`${pattern} ${passes ? 'passes' : 'stops'} ${JSON.stringify(name)}`, () => {
      expect(packageFilter([pattern])(name)).to.equal(passes)
    })
  }

  const none: [pattern: string, why: RegExp][] = [
    ['(', /^unterminated group$/],
    ['*a', /^nothing to repeat$/],
    ['[', /^unterminated character class$/],
    ['[^]', /^unterminated character class$/],
    ['\\q', /^bad escape \\q$/],
    ['a)', /^unmatched '\)'$/],
    [')(', /^unmatched '\)'$/],
    ['(?<name>a)', /^unknown extension \(\?<$/],
  ]
  for (const [pattern, why] of none) {
    it(`${pattern} is none`, () => {
      expect(() => packageFilter([pattern])).to.throw(SyntaxError)
      expect(filterProblem(pattern)).to.match(why)
    })
  }

  it('[^]a] has a bracket that stands for itself', () => expect(filterProblem('[^]a]')).to.equal(undefined))

  it('is one of several that must all match', () => {
    const passes = packageFilter(['a', '.b'])
    expect(['ab', 'ac', 'bb'].map(passes)).to.deep.equal([true, false, false])
  })
})
