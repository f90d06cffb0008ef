import { expect } from 'chai'
import fc from 'fast-check'
import { canonicalJson } from '../src/koji/json.js'
import { applyPlanned, type Planned, planDesired } from '../src/pipeline.js'
import type { TagConsequence } from '../src/plan/index.js'
import { desired, link, set, wanted } from './builders.js'
import { desiredStates, handCalls, makeCalls } from './random-states.js'
import { anyDelete, planOrRefusal, SandboxHub } from './sandbox-hub.js'
import { tries } from './tries.js'

/** What builds see of every tag, in the hub's own words: without ids and events, as comparable text. */
async function seenByBuilds(hub: SandboxHub): Promise<Map<string, string>> {
  const seen = new Map<string, string>()
  const tags = await hub.call('listTags', [])
  for (const { name } of Array.isArray(tags) ? tags : []) {
    const config = await hub.call('getBuildConfig', [name])
    const groups = await hub.call('getTagGroups', [name])
    const ancestors = await hub.call('getFullInheritance', [name])
    const repos = await hub.call('getExternalRepoList', [name])
    const { arches, extra } = Object(config)
    const parts = [arches, extra, groupContents(groups), ancestorsIn(ancestors), reposIn(repos)]
    seen.set(name, canonicalJson(parts))
  }
  return seen
}

function groupContents(groups: unknown): unknown {
  if (!Array.isArray(groups)) return groups
  const names = (rows: { package?: string; name?: string }[]) =>
    rows.map(row => row.package ?? `@${row.name}`).sort()
  const contents = groups.map(group => [group.name, [...names(group.packagelist), ...names(group.grouplist)]])
  // A group that brings nothing looks to a build as one that is not there.
  return Object.fromEntries(contents.filter(([, list]) => list.length > 0))
}

// Priorities decide on the order alone, and builders take no arches for all arches.
function reposIn(repos: unknown): unknown {
  if (!Array.isArray(repos)) return repos
  return repos.map(({ external_repo_name, url, merge_mode, arches }) => [
    external_repo_name,
    url,
    merge_mode,
    arches || null,
  ])
}

function ancestorsIn(links: unknown): unknown {
  if (!Array.isArray(links)) return links
  const ways = new Map<string, unknown[]>()
  for (const { name, filter, noconfig } of links)
    ways.set(name, [...(ways.get(name) ?? []), { filter, noconfig }])
  return [...ways]
}

const tagsOf = ({ plan }: Planned) =>
  plan.consequences.filter((one): one is TagConsequence => one.kind === 'tag').map(({ tag }) => tag)

describe('consequences', () => {
  it('name every tag whose builds see something else, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const before = await seenByBuilds(hub)
        const planned = await planOrRefusal(hub, state)
        if (planned === undefined) return
        await applyPlanned(planned, hub.client, hub.login, anyDelete)
        const after = await seenByBuilds(hub)
        const different = [...before].filter(([tag, seen]) => after.has(tag) && after.get(tag) !== seen)
        expect(tagsOf(planned)).to.deep.equal(different.map(([tag]) => tag).sort())
      }),
      tries(),
    )
  })

  const reached: [string, (hub: SandboxHub, id: (name: string) => Promise<number>) => Promise<void>][] = [
    [
      'over a link that Koji’s reverse walk meets too deep at first',
      async (hub, id) => {
        for (const name of ['z', 'y', 'x', 'w']) await hub.call('createTag', [name])
        const plain = { maxdepth: null, intransitive: false, noconfig: false, pkg_filter: '' }
        await hub.call('setInheritanceData', ['y', [{ parent_id: await id('z'), priority: 0, ...plain }]])
        await hub.call('setInheritanceData', [
          'x',
          [
            { parent_id: await id('y'), priority: 0, ...plain },
            { parent_id: await id('z'), priority: 5, ...plain },
          ],
        ])
        await hub.call('setInheritanceData', [
          'w',
          [{ parent_id: await id('x'), priority: 0, ...plain, maxdepth: 1 }],
        ])
      },
    ],
  ]
  for (const [what, prepare] of reached) {
    it(`reach a descendant ${what}`, async () => {
      const hub = new SandboxHub()
      await prepare(hub, async name => Number(await hub.call('getTagID', [name])))
      const planned = await planDesired(desired([wanted('z', { extra: { k: set(1) } })]), hub.client, 'test')
      expect(tagsOf(planned)).to.deep.equal(['w', 'x', 'y', 'z'])
    })
  }

  it('keep a parent from deletion, whatever the depth of the link to it', async () => {
    const hub = new SandboxHub()
    for (const name of ['p', 'q']) await hub.call('createTag', [name])
    const parent_id = await hub.call('getTagID', ['p'])
    const { parent: _, ...fields } = link('p', 0, { maxdepth: -1 })
    await hub.call('setInheritanceData', ['q', [{ ...fields, parent_id }]])
    const refused: unknown = await planDesired(
      desired([wanted('p', { absent: true })]),
      hub.client,
      'test',
    ).catch((error: unknown) => error)
    expect(refused)
      .to.have.property('message')
      .that.contains('tag p cannot be deleted: tag q inherits from it')
  })
})
