import { expect } from 'chai'
import { formatCall } from '../../../src/koji/call.js'
import type { DesiredExternalRepo, DesiredState } from '../../../src/koji/desired-state.js'
import { RefusedError, RelengError } from '../../../src/koji/error.js'
import type { RepoUse } from '../../../src/koji/tag.js'
import { type Planned, planAim, planDesired } from '../../../src/pipeline.js'
import { goalOf, makePlan, type Plan, type TagConsequence } from '../../../src/plan/index.js'
import {
  type DesiredParts,
  desired,
  externalRepo,
  here,
  link,
  live,
  tag,
  use,
  wanted,
} from '../../builders.js'
import { anyLeave, applyRehearsed, SandboxHub } from '../../sandbox-hub.js'
import { expectUndone, rowsAround } from '../../undone.js'

const url = (repo: string) => `https://example.org/${repo}/`

/** A hub with the repos `a` to `d`, and the tag `t` that uses some of them. */
async function hubWith(...uses: readonly RepoUse[]): Promise<SandboxHub> {
  const hub = new SandboxHub()
  for (const name of ['a', 'b', 'c', 'd']) await hub.call('createExternalRepo', [name, url(name)])
  await hub.call('createTag', ['t'])
  await addUses(hub, 't', uses)
  return hub
}

async function addUses(hub: SandboxHub, name: string, uses: readonly RepoUse[]): Promise<void> {
  for (const { repo, priority, merge_mode, arches } of uses) {
    await hub.call('addExternalRepoToTag', [name, repo, priority, merge_mode, arches])
  }
}

async function inherit(hub: SandboxHub, child: string, parent: string): Promise<void> {
  const { parent: _, ...fields } = link(parent)
  const parent_id = await hub.call('getTagID', [parent])
  await hub.call('setInheritanceData', [child, [{ parent_id, ...fields }]])
}

function calls({ stages }: Plan): string[] {
  return stages.flatMap(({ stage, calls }) => calls.map(call => `${stage}: ${formatCall(call)}`))
}

function permutations(names: readonly string[]): string[][] {
  if (names.length === 0) return [[]]
  return names.flatMap(first =>
    permutations(names.filter(name => name !== first)).map(rest => [first, ...rest]),
  )
}

/** The repos that `t` uses at an event, by priority; `null` is now. */
async function reposAt(hub: SandboxHub, event: number | null): Promise<string[]> {
  const uses = await hub.call('getTagExternalRepos', ['t', null, event])
  return Array.isArray(uses) ? uses.map(found => Object(found).external_repo_name) : []
}

/** Applies the plan, and sees that every call was done and a second plan is empty. */
async function applied(hub: SandboxHub, planned: Planned): Promise<void> {
  const before = await rowsAround(planned, hub.client)
  const { results, remaining } = await applyRehearsed(planned, hub.client, hub.login, anyLeave)
  const failed = results.flatMap(({ results }) => results).filter(({ status }) => status !== 'done')
  expect(failed).to.deep.equal([])
  expect(remaining).to.deep.equal([])
  await expectUndone(planned, hub, before)
  await applyRehearsed(await planAim(planned.aim, hub.client, 'test'), hub.client, hub.login, anyLeave)
}

const refusal = async (hub: SandboxHub, state: DesiredState): Promise<unknown> =>
  planDesired(state, hub.client, 'test').catch((error: unknown) => error)

const additive = (
  external_repos: DesiredParts['external_repos'] = [],
  ...removed: string[]
): DesiredParts => ({
  external_repos,
  additive: ['external_repos'],
  removed: { external_repos: removed },
})
const exact = (...external_repos: NonNullable<DesiredParts['external_repos']>): DesiredParts => ({
  external_repos,
})

describe('the external repos of a tag', () => {
  const bare = { merge_mode: 'bare', arches: 'x86_64 aarch64' }
  const cases: [string, readonly RepoUse[], DesiredParts, string[]][] = [
    ['are left alone where they are not named', [use('a', 1)], {}, []],
    ['exact: stay as they are', [use('a', 1, bare)], exact(use('a', 1, bare)), []],
    ['exact: come', [], exact({ repo: 'a', priority: 1 }), ['addExternalRepoToTag("t", "a", 1)']],
    [
      'exact: come with options of their own',
      [],
      exact(use('a', 1, bare)),
      ['addExternalRepoToTag("t", "a", 1, merge_mode="bare", arches="x86_64 aarch64")'],
    ],
    [
      'exact: change, only in what differs',
      [use('a', 1, bare)],
      exact(use('a', 1, { ...bare, merge_mode: 'simple' })),
      ['editTagExternalRepo("t", "a", merge_mode="simple")'],
    ],
    [
      'exact: change in all fields with one call',
      [use('a', 1)],
      exact(use('a', 2, bare)),
      ['editTagExternalRepo("t", "a", priority=2, merge_mode="bare", arches="x86_64 aarch64")'],
    ],
    ['exact: go', [use('a', 1), use('b', 2)], exact(use('b', 2)), ['removeExternalRepoFromTag("t", "a")']],
    ['exact: all go where none is named', [use('a', 1)], exact(), ['removeExternalRepoFromTag("t", "a")']],
    ['additive: stay, named or not', [use('a', 1), use('b', 2)], additive([use('b', 2)]), []],
    ['additive: come', [use('a', 1)], additive([use('b', 2)]), ['addExternalRepoToTag("t", "b", 2)']],
    [
      'additive: change',
      [use('a', 1), use('b', 2)],
      additive([use('b', 3)]),
      ['editTagExternalRepo("t", "b", priority=3)'],
    ],
    [
      'additive: go where they are named to',
      [use('a', 1), use('b', 2)],
      additive([], 'a', 'c'),
      ['removeExternalRepoFromTag("t", "a")'],
    ],
    ['keep options that are not named', [use('a', 1, bare)], exact({ repo: 'a', priority: 1 }), []],
    [
      'free a priority before another takes it',
      [use('a', 1), use('b', 2)],
      exact(use('c', 1), use('b', 2)),
      ['removeExternalRepoFromTag("t", "a")', 'addExternalRepoToTag("t", "c", 1)'],
    ],
    [
      'swap priorities through a spare one, and are never missing meanwhile',
      [use('a', 0), use('b', 1), use('c', 2)],
      exact(use('b', 0), use('a', 1, bare), use('c', 2)),
      [
        'editTagExternalRepo("t", "a", priority=3)',
        'editTagExternalRepo("t", "b", priority=0)',
        'editTagExternalRepo("t", "a", priority=1, merge_mode="bare", arches="x86_64 aarch64")',
      ],
    ],
    [
      'move in a row, each to where another was',
      [use('a', 1), use('b', 2), use('c', 3)],
      exact(use('d', 1), use('a', 2), use('b', 3)),
      [
        'removeExternalRepoFromTag("t", "c")',
        'editTagExternalRepo("t", "b", priority=3)',
        'editTagExternalRepo("t", "a", priority=2)',
        'addExternalRepoToTag("t", "d", 1)',
      ],
    ],
    [
      'get all arches back as none at all (the hub takes null for "as it is")',
      [use('a', 1, bare)],
      exact(use('a', 1, { merge_mode: 'bare', arches: null })),
      ['editTagExternalRepo("t", "a", arches="")'],
    ],
    ['take no arches for all arches', [use('a', 1, { arches: '' })], exact(use('a', 1)), []],
    [
      'with arches that somebody wrote with commas (the hub stores blanks)',
      [use('a', 1, { arches: 'x86_64,aarch64' })],
      exact(use('a', 1, { arches: 'x86_64 aarch64' })),
      [],
    ],
  ]
  for (const [what, uses, parts, expected] of cases) {
    it(what, async () => {
      const hub = await hubWith(...uses)
      const planned = await planDesired(desired([wanted('t', parts)]), hub.client, 'test')
      expect(calls(planned.plan)).to.deep.equal(expected.map(call => `switch: ${call}`))
      await applied(hub, planned)
    })
  }

  it('get any order, and at no event is one of them missing', async () => {
    const hub = await hubWith(use('a', 1), use('b', 2), use('c', 3), use('d', 4))
    const lastEvent = async (): Promise<number> => Object(await hub.call('getLastEvent', [])).id
    for (const order of permutations(['a', 'b', 'c', 'd'])) {
      const before = await lastEvent()
      const uses = order.map((repo, index) => use(repo, index + 1))
      await applied(hub, await planDesired(desired([wanted('t', exact(...uses))]), hub.client, 'test'))
      expect((await reposAt(hub, null)).join()).to.equal(order.join())
      for (let event = before; event <= (await lastEvent()); event += 1) {
        expect(await reposAt(hub, event)).to.have.members(order)
      }
    }
  })

  it('come to a new tag when it is filled, those that the file makes included', async () => {
    const hub = await hubWith()
    const state = desired(
      [wanted('new', exact(use('e', 1), use('a', 2)))],
      [],
      [],
      [externalRepo('e', url('e'))],
    )
    const planned = await planDesired(state, hub.client, 'test')
    expect(calls(planned.plan)).to.deep.equal([
      'create: createExternalRepo("e", "https://example.org/e/")',
      'create: createTag("new")',
      'fill: addExternalRepoToTag("new", "e", 1)',
      'fill: addExternalRepoToTag("new", "a", 2)',
    ])
    await applied(hub, planned)
  })

  it('need a row of their own where a parent gives the same, and the plan says that it does', async () => {
    const hub = await hubWith()
    await hub.call('createTag', ['p'])
    await addUses(hub, 'p', [use('a', 1), use('b', 2)])
    await inherit(hub, 't', 'p')
    const planned = await planDesired(
      desired([wanted('t', exact(use('a', 1), use('b', 3)))]),
      hub.client,
      'test',
    )
    expect(calls(planned.plan)).to.deep.equal([
      'switch: addExternalRepoToTag("t", "a", 1)',
      'switch: addExternalRepoToTag("t", "b", 3)',
    ])
    expect(planned.plan.notes).to.deep.equal([
      { kind: 'redundant', tag: 't', facet: 'external_repos', name: 'a', from: 'p', source: here },
    ])
    await applied(hub, planned)
  })

  it('are used by nobody under Koji’s own name, but may be taken out of a tag', async () => {
    const hub = await hubWith()
    await hub.call('createExternalRepo', ['INTERNAL', url('internal')])
    await addUses(hub, 't', [use('INTERNAL', 1), use('a', 2)])
    const refused = await refusal(
      hub,
      desired([wanted('t', exact(use('INTERNAL', 1)))], [], [], [externalRepo('INTERNAL', url('x'))]),
    )
    expect(refused)
      .to.have.property('message')
      .that.equals(
        [
          'test.yaml:1:1: there is no external repo INTERNAL (named in external_repos)',
          'test.yaml:1:1: there is no external repo INTERNAL (used by t)',
        ]
          .map(line => `${line}; Koji keeps this name for what it builds itself`)
          .join('\n'),
      )
    const planned = await planDesired(desired([wanted('t', exact(use('a', 1)))]), hub.client, 'test')
    expect(calls(planned.plan)).to.deep.equal([
      'switch: removeExternalRepoFromTag("t", "INTERNAL")',
      'switch: editTagExternalRepo("t", "a", priority=1)',
    ])
    await applied(hub, planned)
  })

  describe('that are deleted, but whose rows are still there', () => {
    const hub = live(
      [tag('t', { external_repos: [use('gone', 1), use('a', 2)] })],
      [],
      [],
      [{ name: 'a', url: url('a') }],
    )
    const planOf = (state: DesiredState) => calls(makePlan(goalOf(state, hub), hub))

    it('are as little seen as on the hub, which could not remove them either', () => {
      expect(planOf(desired([wanted('t', exact(use('a', 2)))]))).to.deep.equal([])
    })

    it('come back with a repo of their name, and go then', () => {
      const state = desired([wanted('t', exact(use('a', 2)))], [], [], [externalRepo('gone', url('gone'))])
      expect(planOf(state)).to.deep.equal([
        'create: createExternalRepo("gone", "https://example.org/gone/")',
        'switch: removeExternalRepoFromTag("t", "gone")',
      ])
    })
  })
})

describe('external repos', () => {
  const cases: [string, readonly DesiredExternalRepo[], string[]][] = [
    ['come', [externalRepo('e', url('e'))], ['create: createExternalRepo("e", "https://example.org/e/")']],
    ['stay, with or without the last slash', [externalRepo('a', 'https://example.org/a')], []],
    [
      'get another URL when all is switched',
      [externalRepo('a', url('z'))],
      ['switch: editExternalRepo("a", url="https://example.org/z/")'],
    ],
    ['go at the very end', [externalRepo('a', null)], ['remove: deleteExternalRepo("a")']],
    ['need not go where they are not', [externalRepo('never', null), externalRepo('gone', null)], []],
  ]
  for (const [what, repos, expected] of cases) {
    it(what, async () => {
      const hub = await hubWith()
      await hub.call('createExternalRepo', ['gone', url('gone')])
      await hub.call('deleteExternalRepo', ['gone'])
      const planned = await planDesired(desired([], [], [], repos), hub.client, 'test')
      expect(calls(planned.plan)).to.deep.equal(expected)
      await applied(hub, planned)
    })
  }

  it('made again come without their tags, and the plan says so', async () => {
    const hub = await hubWith(use('a', 1))
    await hub.call('deleteExternalRepo', ['a'])
    const state = desired([], [], [], [externalRepo('a', url('a')), externalRepo('e', url('e'))])
    const planned = await planDesired(state, hub.client, 'test')
    const deleted = planned.plan.changes.map(
      change => change.kind === 'external_repo' && change.former?.author,
    )
    expect(deleted).to.deep.equal(['kojiadmin', undefined])
    await applied(hub, planned)
    expect(await hub.call('getTagExternalRepos', ['t'])).to.deep.equal([])
  })

  it('go after the tags that used them', async () => {
    const hub = await hubWith(use('a', 1))
    await hub.call('createTag', ['old'])
    await addUses(hub, 'old', [use('a', 1)])
    const state = desired(
      [wanted('old', { absent: true }), wanted('t', additive([], 'a'))],
      [],
      [],
      [externalRepo('a', null)],
    )
    const planned = await planDesired(state, hub.client, 'test')
    expect(calls(planned.plan)).to.deep.equal([
      'switch: removeExternalRepoFromTag("t", "a")',
      'remove: deleteTag("old")',
      'remove: deleteExternalRepo("a")',
    ])
    await applied(hub, planned)
  })

  describe('are refused', () => {
    const gone = [externalRepo('a', null)]
    const refused: [string, DesiredState, string, boolean][] = [
      [
        'where they do not exist, with the nearest name',
        desired([wanted('t', exact(use('aa', 1)))]),
        'test.yaml:1:1: there is no external repo aa (used by t); did you mean a?',
        false,
      ],
      [
        'where the file deletes them and uses them',
        desired([wanted('t', exact(use('a', 1)))], [], [], gone),
        'test.yaml:1:1: there is no external repo a (used by t); the file deletes it',
        false,
      ],
      [
        'where they would share a priority with one that stays',
        desired([wanted('t', additive([use('b', 1)]))]),
        'test.yaml:1:1: tag t would use a and b at the same priority, 1',
        false,
      ],
      [
        'a delete, where a tag that the file does not name uses them',
        desired([], [], [], gone),
        'test.yaml:1:1: external repo a cannot be deleted: tag t uses it',
        true,
      ],
      [
        'a delete, where a tag of the file keeps them',
        desired([wanted('t', additive())], [], [], gone),
        'test.yaml:1:1: external repo a cannot be deleted: tag t uses it',
        true,
      ],
    ]
    for (const [what, state, message, isGuard] of refused) {
      it(what, async () => {
        const error = await refusal(await hubWith(use('a', 1)), state)
        expect(error).to.be.instanceOf(RelengError).and.to.have.property('message', message)
        expect(error instanceof RefusedError).to.equal(isGuard)
      })
    }
  })

  describe('what builds notice of them', () => {
    /** `low` inherits from `t`, which uses `a` and `b`; nobody names either in a file. */
    async function hierarchy(): Promise<SandboxHub> {
      const hub = await hubWith(use('a', 1), use('b', 2))
      await hub.call('createTag', ['low'])
      await inherit(hub, 'low', 't')
      return hub
    }
    const seen = (repo: string, fields: object = {}) => {
      return { repo, url: url(repo), merge_mode: 'koji', arches: null, from: 't', ...fields }
    }
    const nothing = { added: [], removed: [], changed: [], reordered: false }
    const noticed: [string, DesiredState, object][] = [
      [
        'another URL, though no tag is in the file',
        desired([], [], [], [externalRepo('a', url('z'))]),
        { ...nothing, changed: [{ repo: 'a', before: seen('a'), after: seen('a', { url: url('z') }) }] },
      ],
      [
        'those that come and go',
        desired([wanted('t', exact(use('c', 0), use('b', 2)))]),
        { ...nothing, added: [{ name: 'c', from: 't' }], removed: [{ name: 'a', from: 't' }] },
      ],
      [
        'another order',
        desired([wanted('t', exact(use('b', 1), use('a', 2)))]),
        { ...nothing, reordered: true },
      ],
      [
        'merge modes that Koji cannot mix',
        desired([wanted('t', exact(use('a', 1, { merge_mode: 'bare' }), use('b', 2)))]),
        {
          ...nothing,
          changed: [{ repo: 'a', before: seen('a'), after: seen('a', { merge_mode: 'bare' }) }],
          mixed: ['bare', 'koji'],
        },
      ],
    ]
    for (const [what, state, expected] of noticed) {
      it(what, async () => {
        const { plan } = await planDesired(state, (await hierarchy()).client, 'test')
        const tags = plan.consequences.filter((one): one is TagConsequence => one.kind === 'tag')
        expect(tags.map(({ tag, external_repos }) => [tag, external_repos])).to.deep.equal([
          ['low', expected],
          ['t', expected],
        ])
      })
    }

    it('not another priority in the same order', async () => {
      const state = desired([wanted('t', exact(use('a', 1), use('b', 7)))])
      const { plan } = await planDesired(state, (await hierarchy()).client, 'test')
      expect(plan.consequences).to.deep.equal([])
    })
  })

  it('cost no request of their own, unless tags outside the file use what changes', async () => {
    const hub = await hubWith(use('a', 1))
    const requests = async (state: DesiredState) => {
      hub.takeRequests()
      await planDesired(state, hub.client, 'test')
      return hub.takeRequests().length
    }
    const repos = [externalRepo('a', url('a')), externalRepo('e', url('e'))]
    expect(await requests(desired([wanted('t', exact(use('a', 1), use('b', 2)))], [], [], repos))).to.equal(1)
    expect(await requests(desired([], [], [], repos))).to.equal(1)
    expect(await requests(desired([], [], [], [externalRepo('a', url('z'))]))).to.equal(3)
  })
})
