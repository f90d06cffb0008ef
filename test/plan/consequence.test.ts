import { expect } from 'chai'
import type { DesiredState } from '../../src/koji/desired-state.js'
import type { LiveState } from '../../src/koji/live-state.js'
import { goalOf, makePlan } from '../../src/plan/index.js'
import {
  type DesiredParts,
  desired,
  group,
  groupRows,
  link,
  live,
  set,
  type TagParts,
  tag,
  target,
  wanted,
} from '../builders.js'

function consequencesOf(state: DesiredState, hub: LiveState) {
  return makePlan(goalOf(state, hub), hub).consequences
}

/** `low` inherits from `mid`, that from `top`; a target `t` builds in `low`, and its builds go to `dest`. */
function family(top: TagParts, dest: TagParts = {}): LiveState {
  const tags = [
    tag('top', top),
    tag('mid', { settings: { arches: null }, inheritance: [link('top')] }),
    tag('low', { settings: { arches: null }, inheritance: [link('mid')] }),
    tag('dest', dest),
  ]
  return live(tags, [target('t', 'low', 'dest')])
}

describe('what builds notice of a tag', () => {
  const find = (state: DesiredState, hub: LiveState, name: string) =>
    consequencesOf(state, hub).find(one => one.kind === 'tag' && one.tag === name)

  it('comes through the tags that are written, and from those that hold it', () => {
    const hub = family({ settings: { arches: 'x86_64' }, groups: [group('build', ['bash'])] })
    const state = desired([
      wanted('top', { settings: { arches: 'aarch64' }, groups: { build: ['make'] } }),
      wanted('mid', { extra: { 'rpm.macro.dist': set('.mid') } }),
    ])
    const nothing = { added: [], removed: [], changed: [], reordered: false }
    expect(find(state, hub, 'low')).to.deep.equal({
      kind: 'tag',
      tag: 'low',
      through: ['mid', 'top'],
      arches: { before: { value: 'x86_64', from: 'top' }, after: { value: 'aarch64', from: 'top' } },
      extra: [{ key: 'rpm.macro.dist', after: { value: '.mid', from: 'mid' } }],
      groups: [
        {
          group: 'build',
          added: [{ name: 'make', from: 'top', type: 'mandatory' }],
          removed: [{ name: 'bash', from: 'top', type: 'mandatory' }],
          changed: [],
        },
      ],
      ancestors: { added: [], removed: [], filtered: [], reordered: false },
      external_repos: nothing,
      targets: ['t'],
    })
  })

  it('is another type of a package, too: dnf installs no optional ones', () => {
    const hub = family({ groups: [groupRows('build', { packages: { bash: {} } })] })
    const optional = wanted('top', { groups: { build: { packages: { bash: { type: 'optional' } } } } })
    const options = { basearchonly: null, requires: null }
    expect(find(desired([optional]), hub, 'low'))
      .to.have.property('groups')
      .that.deep.equals([
        {
          group: 'build',
          added: [],
          removed: [],
          changed: [
            {
              name: 'bash',
              from: 'top',
              before: { type: 'mandatory', ...options },
              after: { type: 'optional', ...options },
            },
          ],
        },
      ])
  })

  it('is nothing where only package lists, permissions and locks change', () => {
    const hub = family({ packages: {} })
    const state = desired([
      wanted('top', { settings: { perm: 'admin', locked: true }, packages: { eog: 'releng' } }),
    ])
    expect(consequencesOf(state, hub)).to.deep.equal([])
  })
})

describe('E.16: who may tag builds into the destination of a target', () => {
  const open = { locked: false, perm: null }
  const cases: [string, TagParts, DesiredParts, object | null][] = [
    ['a lock', {}, { settings: { locked: true } }, { before: open, after: { locked: true, perm: null } }],
    [
      'a permission',
      {},
      { settings: { perm: 'autosign' } },
      { before: open, after: { locked: false, perm: 'autosign' } },
    ],
    [
      'no permission any more',
      { settings: { perm: 'admin' } },
      { settings: { perm: null } },
      { before: { locked: false, perm: 'admin' }, after: open },
    ],
    [
      'a permission of what stays locked is none',
      { settings: { locked: true } },
      { settings: { perm: 'admin' } },
      null,
    ],
    ['arches are none', {}, { settings: { arches: 'x86_64' } }, null],
  ]
  for (const [what, dest, parts, halves] of cases) {
    it(`is a consequence for it: ${what}`, () => {
      const found = consequencesOf(desired([wanted('dest', parts)]), family({}, dest)).filter(
        ({ kind }) => kind === 'destination',
      )
      const expected =
        halves === null ? [] : [{ kind: 'destination', tag: 'dest', ...halves, targets: ['t'] }]
      expect(found).to.deep.equal(expected)
    })
  }

  it('is none in a tag that no builds go to', () => {
    const hub = family({})
    expect(consequencesOf(desired([wanted('top', { settings: { locked: true } })]), hub)).to.deep.equal([])
  })
})

describe('a target that moves', () => {
  it('tells what its builds see in the other build tag', () => {
    const hub = live(
      [
        tag('a', { groups: [group('build', ['bash'])] }),
        tag('b', { groups: [group('build', ['make'])], settings: { perm: 'admin' } }),
      ],
      [target('t', 'a', 'a')],
    )
    const [moved] = consequencesOf(desired([], [target('t', 'b', 'b')]), hub)
    const root = { arches: '', dist_tag: null, build_packages: 1 }
    expect(moved).to.deep.include({
      kind: 'target',
      action: 'update',
      before: { ...root, build_tag: 'a', dest_tag: 'a', tagging: { locked: false, perm: null } },
      after: { ...root, build_tag: 'b', dest_tag: 'b', tagging: { locked: false, perm: 'admin' } },
    })
    expect(moved)
      .to.have.nested.property('difference.groups[0].added')
      .that.deep.equals([{ name: 'make', from: 'b', type: 'mandatory' }])
  })

  it('tells no difference where it stays in its build tag', () => {
    const hub = live([tag('a'), tag('b')], [target('t', 'a', 'a')])
    expect(consequencesOf(desired([], [target('t', 'a', 'b')]), hub)[0]).to.have.property('difference', null)
  })
})
