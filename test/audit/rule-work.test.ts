import { expect } from 'chai'
import { AuditView, checkRules, questionsOf, type Rule, rules } from '../../src/audit/index.js'
import type { AuditFacts } from '../../src/hub/index.js'
import type { LiveState } from '../../src/koji/live-state.js'
import type { Tag } from '../../src/koji/tag.js'
import { group, link, live, set, tag, target } from '../builders.js'
import { workOf } from '../work.js'

/** Releases of ten tags each, with all that rules look at: and as many side tags. */
function hubOf(releases: number): LiveState {
  const all = Array.from({ length: releases }, (_, index) => releaseOf(index + 1))
  return live(
    all.flatMap(({ tags }) => tags),
    all.flatMap(({ targets }) => targets),
    [],
    all.map(({ repo }) => repo),
  )
}

function releaseOf(number: number) {
  const name = (rest: string) => `f${number}${rest}`
  const on = (...parents: readonly string[]) => ({
    inheritance: parents.map((parent, index) => link(name(parent), index)),
  })
  const side = (id: number) => tag(name(`-build-side-${id}`), on('-build'))
  const groups = [group('build', ['bash', 'sed']), group('srpm-build', ['bash'])]
  const tags: readonly Tag[] = [
    tag(name(''), { settings: { arches: 'x86_64' }, groups, extra: { 'mock.new_chroot': set(true) } }),
    tag(name('-updates'), on('')),
    tag(name('-override'), on('-updates')),
    tag(name('-build'), { settings: { arches: 'x86_64' }, ...on('-override') }),
    tag(name('-app'), {
      groups: [group('build', ['flatpak-rpm-macros'], null)],
      settings: { perm: 'infra' },
    }),
    tag(name('-app-build'), {
      settings: { arches: 'x86_64' },
      extra: { 'rpm.macro.dist': set(`.f${number}app`), 'flatpak.runtime_tag': set(name('')) },
      ...on('-app', '-build'),
    }),
    ...[1, 2, 3, 4].map(side),
  ]
  const builds = ['-build', '-app-build', ...[1, 2, 3, 4].map(id => `-build-side-${id}`)]
  const repo = { name: name('-repo'), url: 'https://repos.test/', users: [] }
  return { tags, targets: builds.map(rest => target(name(rest), name(rest), name('-app'))), repo }
}

function workOn(rule: Rule, hub: LiveState): number {
  const facts: AuditFacts = {
    holders: new Map([['infra', []]]),
    tags: new Map(),
    builds: new Map([['bash', new Map()]]),
    names: { tags: new Set(hub.tags.keys()), targets: hub.targets },
  }
  const view = new AuditView({ live: hub, facts })
  return workOf(() => {
    questionsOf([rule], view)
    checkRules([rule], view)
  }).work
}

describe('the work of the rules of an audit', () => {
  const [hub, larger] = [hubOf(100), hubOf(1000)]

  it('is measured on hubs of 1000 and 10,000 tags', () => {
    expect([hub.tags.size, larger.tags.size]).to.deep.equal([1000, 10_000])
  })

  for (const rule of rules)
    it(`grows with the tags of a hub, and no faster: ${rule.id}`, () => {
      const [work, more] = [workOn(rule, hub), workOn(rule, larger)]
      expect(more).to.be.at.most(work * 10.5)
    })

  it('is seen to grow faster where it does', () => {
    const quadratic: Rule = {
      id: 'quadratic',
      severity: 'note',
      title: '',
      reason: '',
      example: '',
      mend: '',
      needs: [],
      check: view => {
        for (const _ of view.tags()) view.tags()
        return []
      },
    }
    expect(workOn(quadratic, hubOf(20))).to.be.above(3 * workOn(quadratic, hubOf(10)))
  })
})
