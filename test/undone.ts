import { expect } from 'chai'
import { type HubClient, LiveReader, type Login } from '../src/hub/index.js'
import { effectiveGroups } from '../src/koji/groups.js'
import { fullInheritance } from '../src/koji/inheritance.js'
import type { LiveState } from '../src/koji/live-state.js'
import { emptyGroup, type OwnGroup, type OwnPackage, type Tag } from '../src/koji/tag.js'
import { type Planned, planUndo } from '../src/pipeline.js'
import { nameOf } from '../src/plan/index.js'
import { plainly } from './end-state.js'
import { anyLeave, applyRehearsed } from './sandbox-hub.js'

/**
 * All rows that a hub shows of what a plan is about, as they are now. Left out is what no call can bring back, and
 * nobody sees: rows that deleted tags own, names that were used once, rows about groups that a tag does not have.
 */
export async function rowsAround({ plan, live }: Planned, client: HubClient): Promise<unknown> {
  const names = plan.changes.map(nameOf)
  const tags = [...live.tags.keys(), ...names]
  const reader = new LiveReader(client, 'test')
  const now = await reader.read({ tags, targets: names, external_repos: names, packages: tags })
  const seen = [...now.tags].map(([name, tag]): [string, Tag] => [name, visible(tag, now)])
  return plainly({ tags: new Map(seen), targets: now.targets, external_repos: now.external_repos })
}

function visible(tag: Tag, { tags }: LiveState): Tag {
  const ancestors = fullInheritance(tag.name, name => tags.get(name)?.inheritance ?? [])
  const lookup = [tag.name, ...ancestors.map(({ parent }) => parent)]
  const all = effectiveGroups(lookup, name => tags.get(name)?.groups ?? new Map())
  const isThere = (group: string) => all.get(group)?.config.blocked === false
  const groups = [...tag.groups].flatMap(([name, group]): [string, OwnGroup][] => {
    if (!isThere(name)) return group.config === null ? [] : [[name, { ...emptyGroup, config: group.config }]]
    const requirements = [...group.requirements].filter(([required]) => isThere(required))
    const seen = { ...group, requirements: new Map(requirements) }
    return group.config === null && group.packages.size + requirements.length === 0 ? [] : [[name, seen]]
  })
  // No extra arches are NULL or '', as it comes.
  const packages = [...tag.packages].map(([name, row]): [string, OwnPackage] => {
    return [name, { ...row, extra_arches: row.extra_arches === '' ? null : row.extra_arches }]
  })
  return { ...tag, groups: new Map(groups), packages: new Map(packages) }
}

interface Reachable {
  readonly client: HubClient
  readonly login: Login
}

/** Undoes a plan that was applied: nothing is left alone, the rows are those from before, and no more is to undo. */
export async function expectUndone(planned: Planned, hub: Reachable, before: unknown): Promise<void> {
  const undo = await planUndo(planned.plan, hub.client, 'test')
  expect(undo.plan.notes, 'left alone').to.deep.equal([])
  const { remaining } = await applyRehearsed(undo, hub.client, hub.login, anyLeave)
  expect(remaining, 'undone again').to.deep.equal([])
  expect(await rowsAround(planned, hub.client), 'undone').to.deep.equal(before)
}
