import { expect } from 'chai'
import type { Source } from '../../src/koji/source.js'
import { type Change, goalOf, makePlan, type Plan, resourceOf } from '../../src/plan/index.js'
import { planText, terminalStyle } from '../../src/report/index.js'
import {
  desired,
  externalRepo,
  link,
  listed,
  live,
  noTarget,
  set,
  tag,
  target,
  use,
  wanted,
} from '../builders.js'
import { expectGolden } from '../golden.js'

const file = (line: number): Source => ({ file: 'f44.yaml', line, column: 1 })
const base: Source = { file: 'base.yaml', line: 20, column: 3, used_by: file(4) }
const images: Source = { file: 'images.yaml', line: 30, column: 3, used_by: file(3) }

/** Where a change of this plan comes from, by the name of its resource. */
function sourceOf(name: string): Source {
  if (name.startsWith('image')) return images
  return name.startsWith('own') ? file(9) : base
}

/** A plan that makes, moves, changes and deletes; of many resources, so that it is long. */
function longPlan(): Plan {
  const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(name =>
    wanted(`image-${name}`, { inheritance: [link('f44')] }),
  )
  const state = desired(
    [
      ...many,
      wanted('f44', {
        settings: { arches: 'x86_64 aarch64', locked: true },
        extra: { 'rpm.macro.dist': set('.fc44'), a: set(1), b: set(true) },
        groups: {
          build: ['bash', 'make'],
          'srpm-build': { packages: { bash: {} }, requires: { build: {} } },
        },
        external_repos: [use('epel', 5)],
        packages: { bash: { owner: 'releng' }, make: { owner: 'releng' } },
      }),
      wanted('f44-build', { inheritance: [link('f44', 0, { intransitive: true }), link('f43', 10)] }),
      wanted('rawhide', { inheritance: [link('f44'), link('extras', 5)] }),
      wanted('own', { settings: { perm: 'admin' }, inheritance: [link('f44')] }),
      wanted('own-new', {}),
    ],
    [target('f44', 'f44-build', 'f44'), target('rawhide', 'f44-build', 'rawhide'), noTarget('own')],
    [],
    [externalRepo('epel', 'https://repos.test/10')],
  )
  const hub = live(
    [
      tag('f43'),
      tag('extras'),
      tag('rawhide', { inheritance: [link('f43'), link('extras', 1)] }),
      tag('own', { inheritance: [link('f43')], packages: { sed: listed('releng') } }),
    ],
    [target('rawhide', 'f43', 'rawhide'), target('own', 'own', 'own')],
  )
  const plan = makePlan(goalOf(state, hub), hub)
  const placed = (change: Change): Change => ({ ...change, source: sourceOf(resourceOf(change).name) })
  return { ...plan, changes: plan.changes.map(placed), consequences: [] }
}

/** The same, where the package list of f44 comes with it once. */
function seeded(plan: Plan): Plan {
  const mark = (change: Change) => (change.kind === 'package' ? { ...change, seeded: true } : change)
  return { ...plan, changes: plan.changes.map(mark) }
}

describe('a long plan as a page', () => {
  it('tells what is new by family, then what moves, then what is done once', () => {
    expectGolden('report/plan-page.txt', planText(seeded(longPlan()), { width: 90 }))
  })

  it('tells package lists that are kept with the tag', () => {
    expect(planText(longPlan(), { width: 200 })).to.match(/\+ tag f44 .*; 2 packages$/m)
  })

  it('has colours where a terminal wants them, and the same text', () => {
    const coloured = planText(longPlan(), { width: 90, style: terminalStyle })
    expect(coloured).to.contain('\u001b[33m~ tag rawhide\u001b[39m')
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).to.equal(planText(longPlan(), { width: 90 }))
  })

  it('loses no resource, and --full no value', () => {
    const plan = longPlan()
    const [page, full] = [planText(plan), planText(plan, { full: true })]
    for (const change of plan.changes) {
      const { name } = resourceOf(change)
      expect(page).to.match(new RegExp(`^[+~-] (tag|target|external repo) ${name}( |$)`, 'm'))
    }
    expect(full).to.contain('+ make').and.not.contain('--full')
    expect(page).to.not.contain('+ make')
  })

  it('is not made of a short plan, nor of one that is told in full anyway', () => {
    const plan = longPlan()
    const few = {
      ...plan,
      changes: plan.changes.filter(change => !resourceOf(change).name.startsWith('image')),
    }
    expect(planText(few)).to.equal(planText(few, { full: true }))
    const gone = plan.changes.flatMap((change): Change[] =>
      change.kind === 'tag' ? [{ ...change, action: 'delete', before: change.after, after: null }] : [],
    )
    expect(planText({ ...plan, changes: gone })).to.not.contain('--full')
  })
})
