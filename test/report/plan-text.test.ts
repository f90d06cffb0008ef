import { expect } from 'chai'
import type { Source } from '../../src/koji/source.js'
import { goalOf, makePlan, type Plan } from '../../src/plan/index.js'
import { planText, terminalStyle } from '../../src/report/index.js'
import {
  block,
  desired,
  externalRepo,
  group,
  groupRows,
  link,
  live,
  noTarget,
  set,
  tag,
  target,
  use,
  wanted,
} from '../builders.js'
import { expectGolden } from '../golden.js'

const template: Source = {
  file: 'flatpak.yaml',
  line: 31,
  column: 3,
  used_by: { file: 'f44.yaml', line: 4, column: 5 },
}
const origin = { event: 42, time: '2026-11-22T07:10:59.123Z', author: 'jdoe' }

/** A plan with a change of every kind, on a hub where `jdoe` did everything. */
function everyKind(): Plan {
  const state = desired(
    [
      wanted('new', {
        settings: { arches: 'x86_64 aarch64', perm: 'autosign', locked: true },
        extra: { 'rpm.macro.dist': set('.new'), 'tag2distrepo.enabled': set(true), hidden: block },
        inheritance: [
          link('f43', 0, { intransitive: true, maxdepth: 1 }),
          link('f44', 10, { pkg_filter: '^k' }),
        ],
        groups: { 'srpm-build': ['rpm-build'] },
        external_repos: [use('epel', 5), use('crb', 10, { merge_mode: 'bare', arches: 'x86_64 aarch64' })],
      }),
      wanted('rawhide', {
        settings: { perm: null, arches: null },
        extra: { 'rpm.macro.distcore': set('.fc44'), flag: set(true) },
        inheritance: [link('f44'), link('extras', 5)],
        groups: {
          build: { packages: ['bash', 'make'], description: 'what builds need' },
          'srpm-build': {
            packages: { 'rpm-build': { type: 'optional' }, gnupg2: { blocked: true } },
            requires: { build: {}, livecd: { type: 'optional' } },
          },
          livecd: [],
        },
        external_repos: [use('epel', 1), use('crb', 2, { merge_mode: 'simple' })],
      }),
      wanted('old', { absent: true }),
    ],
    [target('new', 'new', 'new'), target('rawhide', 'f44', 'rawhide'), noTarget('old')],
    [],
    [
      externalRepo('crb', 'https://repos.test/crb'),
      externalRepo('epel', 'https://repos.test/10'),
      externalRepo('eln', null),
    ],
  )
  const hub = live(
    [
      tag('f43', { groups: [group('build', ['bash', 'gawk'])] }),
      tag('f44', { extra: { 'rpm.macro.dist': set('.fc44') }, groups: [group('build', ['bash'])] }),
      tag('extras'),
      tag('rawhide', {
        settings: { arches: 'x86_64', perm: 'admin' },
        extra: { 'rpm.macro.distcore': set('.fc43'), flag: set(1), gone: set({ a: 1 }) },
        inheritance: [link('f43'), link('extras', 1)],
        groups: [
          group('build', ['sed'], null, ['make']),
          groupRows('srpm-build', { packages: { 'rpm-build': {} }, requires: { livecd: {} } }),
          group('livecd', []),
          group('old', []),
        ],
        external_repos: [use('eln', 1), use('epel', 7, { arches: 'x86_64' })],
      }),
      tag('side', { inheritance: [link('rawhide')] }),
      tag('old'),
    ],
    [target('rawhide', 'f43', 'rawhide'), target('side', 'side', 'side'), target('old', 'f43', 'f43')],
    [],
    [
      { name: 'epel', url: 'https://repos.test/9/', users: ['rawhide'] },
      { name: 'eln', url: 'https://repos.test/eln/', users: ['rawhide'] },
    ],
  )
  const before = { ...hub, former: { ...hub.former, external_repos: new Map([['crb', origin]]) } }
  const plan = makePlan(goalOf(state, before), before)
  const changes = plan.changes.map(change => ({
    ...change,
    source: template,
    ...(change.before !== null && { origin }),
  }))
  return { ...plan, changes }
}

describe('plan as text', () => {
  it('shows every kind of change: old and new value, who and when, file and line', () => {
    expectGolden('report/every-kind.txt', planText(everyKind(), { width: 96 }))
  })

  it('has colours where a terminal wants them, and the same text', () => {
    const coloured = planText(everyKind(), { width: 96, style: terminalStyle })
    expect(coloured).to.contain('\u001b[32m+ tag new\u001b[39m')
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).to.equal(planText(everyKind(), { width: 96 }))
  })

  it('makes text from the hub harmless', () => {
    const evil = '\u001b]0;owned\u0007\u202e'
    const hub = live([tag('a', { extra: { [evil]: set(evil) }, groups: [group(evil, [evil])] })])
    const text = planText(makePlan(goalOf(desired([wanted('a', { extra: {}, groups: {} })]), hub), hub))
    expect(text).to.not.match(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/)
    expect(text).to.contain('\\u{1b}]0;owned\\u{7}\\u{202e}')
  })
})
