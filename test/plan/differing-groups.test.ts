import { expect } from 'chai'
import fc from 'fast-check'
import type { Link, OwnGroup, Tag } from '../../src/koji/tag.js'
import { differingGroups } from '../../src/plan/differing-groups.js'
import { EffectiveTags } from '../../src/plan/effective.js'
import { groupDifferences } from '../../src/plan/group-difference.js'
import { groupRows, link, tag, tags } from '../builders.js'

const names = ['a', 'b', 'c', 'd', 'e']
const row = fc.record({ blocked: fc.boolean(), type: fc.constantFrom('mandatory', 'optional') })
const rows = <Row>(one: fc.Arbitrary<Row>, ...keys: string[]) =>
  fc.dictionary(fc.constantFrom(...keys), one, { maxKeys: 2, noNullPrototype: true })

const group: fc.Arbitrary<[string, OwnGroup]> = fc
  .record({
    name: fc.constantFrom('g', 'h', 'i'),
    config: fc.option(fc.record({ blocked: fc.boolean() })),
    packages: rows(row, 'one', 'two', 'three'),
    requires: rows(fc.record({ blocked: fc.boolean() }), 'g', 'h', 'i'),
  })
  .map(({ name, ...parts }) => groupRows(name, parts))

const groups = fc.array(group, { maxLength: 3 }).map(all => new Map(all))

/** Parents among the tags that come later in the alphabet. */
function parents(name: string): fc.Arbitrary<readonly Link[]> {
  const others = names.slice(names.indexOf(name) + 1)
  return fc.shuffledSubarray(others).map(some => some.map((parent, index) => link(parent, index)))
}

const tagOf = (name: string): fc.Arbitrary<Tag> =>
  fc.tuple(groups, parents(name)).map(([own, inheritance]) => ({ ...tag(name), groups: own, inheritance }))

/** A tag before and after a plan: what does not change is the very same. */
const pair = (name: string) =>
  fc
    .tuple(tagOf(name), tagOf(name), fc.constantFrom('same', 'same', 'groups', 'parents', 'both'))
    .map(([was, other, what]): [Tag, Tag] => [
      was,
      {
        ...was,
        ...((what === 'groups' || what === 'both') && { groups: other.groups }),
        ...((what === 'parents' || what === 'both') && { inheritance: other.inheritance }),
      },
    ])

const effective = (all: readonly Tag[]) =>
  new EffectiveTags({ tags: tags(...all), external_repos: new Map() }).get('a')

describe('the groups that differ between two build roots', () => {
  it('are the same, made out by what changes alone, as by all that is seen', () => {
    fc.assert(
      fc.property(fc.tuple(...names.map(pair)), all => {
        const [before, after] = [effective(all.map(([was]) => was)), effective(all.map(([, is]) => is))]
        if (before === undefined || after === undefined) throw new Error('a is there')
        const whole = groupDifferences(before.groups, after.groups)
        expect(groupDifferences(...differingGroups(before, after))).to.deep.equal(whole)
      }),
      { numRuns: 2000 },
    )
  })
})
