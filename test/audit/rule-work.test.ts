import { expect } from 'chai'
import { AuditView, checkRules, questionsOf, rules } from '../../src/audit/index.js'
import type { AuditFacts } from '../../src/hub/index.js'
import type { LiveState, LiveTag, LiveTarget } from '../../src/koji/live-state.js'
import type { Tag } from '../../src/koji/tag.js'
import { group, link, live, set, tag, target } from '../builders.js'

/** Releases of ten tags each, with all that rules look at: and as many side tags. */
function hubOf(releases: number): LiveState {
  const all = Array.from({ length: releases }, (_, index) => releaseOf(index + 1))
  return live(
    all.flatMap(({ tags }) => tags),
    all.flatMap(({ targets }) => targets),
  )
}

function releaseOf(number: number): {
  readonly tags: readonly Tag[]
  readonly targets: readonly LiveTarget[]
} {
  const name = (rest: string) => `f${number}${rest}`
  const on = (...parents: readonly string[]) => ({
    inheritance: parents.map((parent, index) => link(name(parent), index)),
  })
  const side = (id: number) => tag(name(`-build-side-${id}`), on('-build'))
  const groups = [group('build', ['bash', 'sed']), group('srpm-build', ['bash'])]
  const tags = [
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
  return { tags, targets: builds.map(rest => target(name(rest), name(rest), name('-app'))) }
}

/** A map that counts the entries that are looked up, or walked over. */
class CountingMap<V> extends Map<string, V> {
  work = 0

  override get(key: string): V | undefined {
    this.work += 1
    return super.get(key)
  }

  override has(key: string): boolean {
    this.work += 1
    return super.has(key)
  }

  override values(): MapIterator<V> {
    this.work += this.size
    return super.values()
  }

  override keys(): MapIterator<string> {
    this.work += this.size
    return super.keys()
  }

  override [Symbol.iterator](): MapIterator<[string, V]> {
    this.work += this.size
    return super[Symbol.iterator]()
  }
}

/** How often rules look at tags and targets of a hub, and at the names of all that it has. */
function workOn(hub: LiveState): number {
  const tags = new CountingMap<LiveTag>(hub.tags)
  const targets = new CountingMap<LiveTarget>(hub.targets)
  const facts: AuditFacts = {
    holders: new Map([['infra', []]]),
    tags: new Map(),
    builds: new Map([['bash', new Map()]]),
    names: { tags: new Set(hub.tags.keys()), targets },
  }
  const view = new AuditView({ live: { ...hub, tags, targets }, facts })
  questionsOf(rules, view)
  checkRules(rules, view)
  return tags.work + targets.work
}

describe('the work of the rules of an audit', () => {
  it('grows with the tags of a hub, and no faster', () => {
    const [hub, larger] = [hubOf(100), hubOf(1000)]
    expect([hub.tags.size, larger.tags.size]).to.deep.equal([1000, 10_000])
    expect(workOn(larger) / workOn(hub)).to.be.within(9, 10.5)
  })
})
