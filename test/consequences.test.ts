import { expect } from 'chai'
import fc from 'fast-check'
import { canonicalJson } from '../src/koji/json.js'
import { applyPlanned, type Planned, planDesired } from '../src/pipeline.js'
import type { TagConsequence } from '../src/plan/index.js'
import { desired, link, set, wanted } from './builders.js'
import { desiredStates, handCalls, makeCalls, statesOfOneFacet } from './random-states.js'
import { anyLeave, planOrRefusal, SandboxHub } from './sandbox-hub.js'
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
  const contents = groups.map(({ name, packagelist, grouplist }) => {
    const packages: string[][] = packagelist.map(({ package: pkg, type, basearchonly, requires }: HubRow) => {
      return [String(pkg), canonicalJson({ type, basearchonly, requires })]
    })
    const required: string[][] = grouplist.map((row: HubRow) => [`@${row.name}`])
    return [name, [...packages, ...required].sort()]
  })
  // A group that brings nothing looks to a build as one that is not there.
  return Object.fromEntries(contents.filter(([, list]) => list.length > 0))
}

interface HubRow {
  readonly [column: string]: unknown
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

/** Targets of the tags that random states are about, as far as these exist. */
const someTargets = ['a', 'b', 'd'].map(tag => ({
  method: 'createBuildTarget',
  params: [`in-${tag}`, tag, tag],
}))

const consequencesIn = ({ plan }: Planned) => plan.consequences.filter(one => one.kind === 'tag')
const tagsOf = (planned: Planned) => consequencesIn(planned).map(({ tag }) => tag)

/** What a consequence says that a tag gets, and from where: one line each. */
function givenBy({ arches, extra, groups, ancestors, external_repos }: TagConsequence): string[] {
  const line = (...parts: unknown[]) => parts.map(part => canonicalJson(part)).join(' ')
  return [
    ...(arches ? [line('arches', arches.after.value, arches.after.from)] : []),
    ...extra.flatMap(({ key, after }) => (after ? [line('extra', key, after.value, after.from)] : [])),
    ...groups.flatMap(({ group, added, changed }) => [
      ...added.map(({ name, from, type }) => line('group', group, name, type ?? null, from)),
      ...changed.map(({ name, from, after }) => line('group', group, name, after.type, from)),
    ]),
    ...ancestors.added.map(({ name, from }) => line('ancestor', name, from)),
    ...external_repos.added.map(({ name, from }) => line('repo', name, from)),
    ...external_repos.changed.map(({ repo, after }) => line('repo', repo, after.from)),
  ]
}

/** All of that in the hub's own words. */
async function givenByHub(hub: SandboxHub, tag: string): Promise<Set<string>> {
  const line = (...parts: unknown[]) => parts.map(part => canonicalJson(part)).join(' ')
  const rows = async (method: string): Promise<HubRow[]> => Object(await hub.call(method, [tag]))
  const nameOf = async (id: unknown) => Object(await hub.call('getTag', [Number(id)])).name
  const { arches, extra, config_inheritance } = Object(await hub.call('getBuildConfig', [tag]))
  const lines = [line('arches', arches, config_inheritance.arches?.name ?? (arches === null ? null : tag))]
  for (const [key, value] of Object.entries(extra)) {
    const from = Object.getOwnPropertyDescriptor(config_inheritance.extra, key)?.value
    lines.push(line('extra', key, value, from?.name ?? tag))
  }
  for (const { name: group, packagelist, grouplist } of await rows('getTagGroups')) {
    for (const row of Object(packagelist))
      lines.push(line('group', group, row.package, row.type, await nameOf(row.tag_id)))
    for (const row of Object(grouplist))
      lines.push(line('group', group, `@${row.name}`, null, await nameOf(row.tag_id)))
  }
  for (const { name, child_id } of await rows('getFullInheritance'))
    lines.push(line('ancestor', name, await nameOf(child_id)))
  for (const { external_repo_name, tag_name } of await rows('getExternalRepoList'))
    lines.push(line('repo', external_repo_name, tag_name))
  return new Set(lines)
}

/** Build tags of targets, each with the event that last outdated its repo: its own word, or an ancestor's. */
async function builtIn(hub: SandboxHub): Promise<Map<string, unknown>> {
  const events = new Map<string, unknown>()
  const targets = await hub.call('getBuildTargets', [])
  for (const { build_tag_name: tag } of Object(targets))
    events.set(tag, await hub.call('tagLastChangeEvent', [tag]))
  return events
}

describe('consequences', () => {
  it('name every tag whose builds see something else, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const before = await seenByBuilds(hub)
        const planned = await planOrRefusal(hub, state)
        if (planned === undefined) return
        await applyPlanned(planned, hub.client, hub.login, anyLeave)
        const after = await seenByBuilds(hub)
        const different = [...before].filter(([tag, seen]) => after.has(tag) && after.get(tag) !== seen)
        expect(tagsOf(planned)).to.deep.equal(different.map(([tag]) => tag).sort())
      }),
      tries(),
    )
  })

  it('say where each value comes from, as the hub does', async () => {
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const planned = await planOrRefusal(hub, state)
        if (planned === undefined) return
        await applyPlanned(planned, hub.client, hub.login, anyLeave)
        for (const consequence of consequencesIn(planned)) {
          expect([...(await givenByHub(hub, consequence.tag))]).to.include.members(givenBy(consequence))
        }
      }),
      tries(),
    )
  })

  it('name every repo that the hub will hold for outdated, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(handCalls, fc.oneof(desiredStates, statesOfOneFacet), async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, [...calls, ...someTargets])
        const before = await builtIn(hub)
        const planned = await planOrRefusal(hub, state)
        if (planned === undefined) return
        await applyPlanned(planned, hub.client, hub.login, anyLeave)
        const after = [...(await builtIn(hub))].filter(([tag, event]) => before.get(tag) !== event)
        const expected = after.map(([tag]) => ({ tag, first: !before.has(tag) }))
        const { tags } = planned.plan.repos
        expect(tags.map(({ tag, first }) => ({ tag, first }))).to.have.deep.members(expected)
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
