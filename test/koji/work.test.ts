import { expect } from 'chai'
import { buildConfig } from '../../src/koji/build-config.js'
import { effectiveExternalRepos } from '../../src/koji/external-repos.js'
import { effectiveGroups } from '../../src/koji/groups.js'
import { findLoop, fullInheritance } from '../../src/koji/inheritance.js'
import { effectivePackages } from '../../src/koji/packages.js'
import type { Tag } from '../../src/koji/tag.js'
import { link, tag } from '../builders.js'
import { manyTags } from '../plan/many-tags.js'
import { workOf } from '../work.js'

type Tags = ReadonlyMap<string, Tag>

const byName = (tags: readonly Tag[]): Tags => new Map(tags.map(one => [one.name, one]))
const inherited = (name: string, tags: Tags) => fullInheritance(name, one => tags.get(one)?.inheritance ?? [])
const lookup = (name: string, tags: Tags) => [name, ...inherited(name, tags).map(({ parent }) => parent)]

/** What is made out of one tag. */
const questions: { readonly [what: string]: (name: string, tags: Tags) => unknown } = {
  'its ancestors': inherited,
  'its configuration': (name, tags) => buildConfig(name, one => tags.get(one)),
  'its groups': (name, tags) =>
    effectiveGroups(lookup(name, tags), one => tags.get(one)?.groups ?? new Map()),
  'its external repos': (name, tags) =>
    effectiveExternalRepos(lookup(name, tags), one => tags.get(one)?.external_repos ?? []),
  'its package list': (name, tags) =>
    effectivePackages(name, inherited(name, tags), one => tags.get(one)?.packages ?? new Map()),
}

/** Pairs of tags, each with both of the pair above as its parents: there are more paths than stars. */
function pairs(count: number): Tags {
  const names = Array.from({ length: count }, (_, level) => [`left-${level}`, `right-${level}`])
  return byName(
    names.flatMap((pair, level) => {
      const parents = (names[level + 1] ?? []).map((parent, index) => link(parent, index))
      return pair.map(name => tag(name, { inheritance: parents }))
    }),
  )
}

describe('the work of making out what builds see', () => {
  for (const [what, ask] of Object.entries(questions)) {
    it(`grows with the tags, and no faster: ${what}`, () => {
      const work = (count: number) => {
        const all = byName(manyTags({ tags: count, packages: count * 10, lists: 'even' }))
        return workOf(() => [...all.keys()].map(name => ask(name, all))).work
      }
      expect(work(2011)).to.be.at.most(work(211) * 10.5)
    })

    it(`grows with the links above a tag, however many paths they make: ${what}`, () => {
      const work = (count: number) => {
        const all = pairs(count)
        return workOf(() => ask('left-0', all)).work
      }
      expect(work(500)).to.be.at.most(work(50) * 10.5)
    })
  }

  it('grows with the links where loops are searched', () => {
    const work = (count: number) => {
      const all = pairs(count)
      return workOf(() =>
        findLoop(all.keys(), name => all.get(name)?.inheritance.map(one => one.parent) ?? []),
      ).work
    }
    expect(work(500)).to.be.at.most(work(50) * 10.5)
  })
})
