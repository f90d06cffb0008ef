import { expect } from 'chai'
import type { DesiredState } from '../../src/koji/desired-state.js'
import type { LiveState } from '../../src/koji/live-state.js'
import { type ChangeOf, goalOf, makePlan, type TagLosses } from '../../src/plan/index.js'
import {
  block,
  desired,
  group,
  groupRows,
  here,
  link,
  live,
  noTarget,
  set,
  tag,
  target,
  use,
  wanted,
} from '../builders.js'
import { refusalOf } from './facets/facet-case.js'

const gone = (name: string) => wanted(name, { absent: true })

function lossesOf(state: DesiredState, hub: LiveState, name = 'old'): TagLosses | undefined {
  const deletes = goalOf(state, hub).changes.filter(
    (change): change is ChangeOf<'tag'> => change.kind === 'tag' && change.action === 'delete',
  )
  return deletes.find(({ tag }) => tag === name)?.losses
}

const nothing: TagLosses = { rows: [], heirs: [], targets: [] }

const cases: [what: string, DesiredState, LiveState, Partial<TagLosses>][] = [
  ['nothing of a bare tag', desired([gone('old')]), live([tag('old')]), {}],
  [
    'its own rows, blocks and additions to what is inherited included',
    desired([gone('old')]),
    live([
      tag('p', { groups: [group('build', ['bash'])] }),
      tag('old', {
        extra: { k: set(1), b: block },
        inheritance: [link('p', 5)],
        groups: [
          groupRows('build', { config: null, packages: { zsh: {} }, requires: { core: {} } }),
          group('core', []),
        ],
        external_repos: [use('epel', 3)],
      }),
    ]),
    {
      rows: [
        { ...row('extra'), key: 'b', before: block },
        { ...row('extra'), key: 'k', before: set(1) },
        { ...row('inheritance'), parent: 'p', before: link('p', 5) },
        {
          ...row('group_package'),
          group: 'build',
          package: 'zsh',
          before: { blocked: false, type: 'mandatory', basearchonly: null, requires: null },
          inherited: null,
        },
        {
          ...row('group_requirement'),
          group: 'build',
          required: 'core',
          before: { blocked: false, type: 'mandatory', is_metapkg: false },
          inherited: null,
        },
        {
          ...row('group'),
          group: 'core',
          before: {
            blocked: false,
            exported: true,
            display_name: 'core',
            is_default: null,
            uservisible: true,
            description: null,
            langonly: null,
            biarchonly: false,
          },
          inherited: null,
        },
        { ...row('external_repo_use'), repo: 'epel', before: use('epel', 3) },
      ],
    },
  ],
  [
    'packages and builds, as the hub counted them',
    desired([gone('old')]),
    {
      ...live([tag('old')]),
      contents: new Map([
        ['old', { packages: { count: 2, names: ['a', 'b'] }, builds: { count: 900, names: [] } }],
      ]),
    },
    { contents: { packages: { count: 2, names: ['a', 'b'] }, builds: { count: 900, names: [] } } },
  ],
  [
    'children, and how many more inherit through each: those that leave, those that go, deleted ones',
    desired([
      gone('old'),
      gone('goes'),
      wanted('leaves', { inheritance: [] }),
      wanted('x', { inheritance: [] }),
    ]),
    live(
      [
        tag('old'),
        tag('goes', { inheritance: [link('old', 2)] }),
        tag('leaves', { inheritance: [link('old', 1)] }),
        tag('one', { inheritance: [link('leaves')] }),
        tag('two', { inheritance: [link('one')] }),
        tag('x', { inheritance: [link('goes')] }),
        tag('stranger', { inheritance: [] }),
      ],
      [],
      [tag('ghost', { inheritance: [link('old', 3)] })],
    ),
    {
      heirs: [
        { tag: 'ghost', link: link('old', 3), stays: false, further: 0 },
        { tag: 'goes', link: link('old', 2), stays: false, further: 1 },
        { tag: 'leaves', link: link('old', 1), stays: true, further: 2 },
      ],
    },
  ],
  [
    'of further tags only those that Koji gives it to, each once, and no children',
    desired([gone('old'), wanted('a', { inheritance: [] }), wanted('b', { inheritance: [link('a')] })]),
    live([
      tag('old'),
      tag('a', { inheritance: [link('old')] }),
      tag('b', { inheritance: [link('a'), link('old', 5)] }),
      tag('c', { inheritance: [link('a', 0, { maxdepth: 0 })] }),
      tag('d', { inheritance: [link('b')] }),
    ]),
    {
      heirs: [
        { tag: 'a', link: link('old'), stays: true, further: 1 },
        { tag: 'b', link: link('old', 5), stays: true, further: 1 },
      ],
    },
  ],
  [
    'targets that are built in it or for it',
    desired([gone('old')], [target('moves', 'p', 'p'), noTarget('goes')]),
    live(
      [tag('old'), tag('p')],
      [target('moves', 'p', 'old'), target('goes', 'old', 'p'), target('stranger', 'p', 'p')],
    ),
    {
      targets: [
        { target: 'goes', stays: false },
        { target: 'moves', stays: true },
      ],
    },
  ],
]

function row<Kind extends string>(kind: Kind) {
  return { kind, action: 'delete', tag: 'old', after: null, source: here } as const
}

describe('a tag that is deleted takes along', () => {
  for (const [what, state, hub, expected] of cases) {
    it(what, () => expect(lossesOf(state, hub)).to.deep.equal({ ...nothing, ...expected }))
  }

  it('the same, byte for byte, whatever the order of the input', () => {
    for (const [what, state, hub] of cases) {
      const reversed = {
        ...hub,
        tags: new Map([...hub.tags].reverse()),
        targets: new Map([...hub.targets].reverse()),
      }
      expect(JSON.stringify(lossesOf(state, reversed)), what).to.equal(JSON.stringify(lossesOf(state, hub)))
    }
  })
})

describe('a delete is refused while the tag is used by what stays:', () => {
  const old = tag('old')
  const child = tag('child', { inheritance: [link('old')] })
  const refusals: [what: string, DesiredState, LiveState, string[]][] = [
    [
      'a child that the file does not name, and what inherits through it',
      desired([gone('old')]),
      live([
        old,
        child,
        tag('one', { inheritance: [link('child')] }),
        tag('two', { inheritance: [link('one')] }),
      ]),
      ['tag child inherits from it, and 2 more through child'],
    ],
    [
      'a child whose parents the file does not name',
      desired([gone('old'), wanted('child', { settings: { locked: true } })]),
      live([old, child]),
      ['tag child inherits from it'],
    ],
    [
      'a child whose parents the file adds to',
      desired([gone('old'), wanted('child', { inheritance: [], additive: ['inheritance'] })]),
      live([old, child]),
      ['tag child inherits from it'],
    ],
    [
      'a deleted child that comes back with its link',
      desired([gone('old'), wanted('ghost')]),
      live([old], [], [tag('ghost', { inheritance: [link('old')] })]),
      ['tag ghost inherits from it'],
    ],
    [
      'targets that the file does not name',
      desired([gone('old')]),
      live(
        [old, tag('p')],
        [target('built-for', 'p', 'old'), target('built-in', 'old', 'p'), target('other', 'p', 'p')],
      ),
      ['target built-for uses it', 'target built-in uses it'],
    ],
  ]
  for (const [what, state, hub, why] of refusals) {
    it(what, async () => {
      const { message, exitCode } = await refusalOf(state, hub)
      expect(exitCode).to.equal(3)
      expect(message.split('\n')).to.deep.equal(
        why.map(reason => `test.yaml:1:1: tag old cannot be deleted: ${reason}`),
      )
    })
  }

  it('a target that keeps it as its destination, by the file’s own words', async () => {
    const state = desired([gone('old')], [target('t', 'p', 'old')])
    const { message, exitCode } = await refusalOf(state, live([old, tag('p')], [target('t', 'old', 'old')]))
    expect({ message, exitCode }).to.deep.equal({
      message: 'test.yaml:1:1: there is no tag old (destination tag of target t); the file deletes it',
      exitCode: 1,
    })
  })
})

describe('what goes', () => {
  it('goes in order: links and uses first, then targets, then tags, then external repos', () => {
    const hub = live(
      [
        tag('a-old', { external_repos: [use('a-repo', 1)] }),
        tag('kept', { inheritance: [link('a-old')], external_repos: [use('a-repo', 1)] }),
        tag('p'),
      ],
      [target('z-old', 'a-old', 'a-old'), target('z-kept', 'a-old', 'p')],
      [],
      [{ name: 'a-repo', url: 'http://r/', users: ['a-old', 'kept'] }],
    )
    const state = desired(
      [gone('a-old'), wanted('kept', { inheritance: [], external_repos: [] })],
      [noTarget('z-old'), target('z-kept', 'p', 'p')],
      [],
      [{ name: 'a-repo', source: here, absent: true }],
    )
    const { stages } = makePlan(goalOf(state, hub), hub)
    expect(stages.map(({ stage, calls }) => [stage, calls.map(({ method }) => method)])).to.deep.equal([
      ['switch', ['setInheritanceData', 'removeExternalRepoFromTag', 'editBuildTarget']],
      ['remove', ['deleteBuildTarget', 'deleteTag', 'deleteExternalRepo']],
    ])
  })
})
