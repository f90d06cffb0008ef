import { expect } from 'chai'
import { archesOfRepo, canonicalArch } from '../../src/koji/repo-arches.js'
import { block, set, type TagParts, tag } from '../builders.js'

describe('the arches of a repo', () => {
  const families: [string, string][] = [
    ['i686', 'i386'],
    ['athlon', 'i386'],
    ['ia32e', 'x86_64'],
    ['x86_64', 'x86_64'],
    ['ppc64le', 'ppc64le'],
    ['ppc64p7', 'ppc64'],
    ['sparc64v', 'sparc64'],
    ['sparcv9', 'sparc'],
    ['alphaev6', 'alpha'],
    ['armv7hl', 'armhfp'],
    ['armv5tel', 'arm'],
    ['aarch64', 'aarch64'],
    ['i6866', 'i6866'],
  ]
  for (const [arch, repo] of families) {
    it(`holds ${arch} in the repo ${repo}`, () => expect(canonicalArch(arch)).to.equal(repo))
  }

  const separate = { 'repo.opts': set({ separate_src: true }) }
  const cases: [string, TagParts, string[]][] = [
    ['one a family', { settings: { arches: 'i586 x86_64 i686' } }, ['i386', 'x86_64']],
    ['none for src and noarch', { settings: { arches: 'noarch src s390x' } }, ['s390x']],
    ['none without arches', { settings: { arches: '' } }, []],
    ['none where arches are inherited: a repo takes the tag’s own', { settings: { arches: null } }, []],
    [
      'one for sources, where asked for',
      { settings: { arches: 'x86_64' }, extra: separate },
      ['x86_64', 'src'],
    ],
    [
      'none for sources where it is asked for nothing',
      { settings: { arches: 'x86_64' }, extra: { 'repo.opts': set({ separate_src: false }) } },
      ['x86_64'],
    ],
    ['none for sources where that is blocked', { extra: { 'repo.opts': block } }, []],
    ['none for sources where that is no object', { extra: { 'repo.opts': set(true) } }, []],
  ]
  for (const [what, parts, arches] of cases) {
    it(what, () => expect(archesOfRepo(tag('t', parts))).to.deep.equal(arches))
  }
})
