import { resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { loadDesired, nodeIo } from '../../src/desired/index.js'
import { withFiles } from '../../src/desired/io.js'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { type HubClient, LiveReader } from '../../src/hub/index.js'
import type { DesiredState } from '../../src/koji/desired-state.js'
import type { Tag } from '../../src/koji/tag.js'
import { planDesired } from '../../src/pipeline.js'
import { type Change, resourceOf } from '../../src/plan/index.js'
import { plainly } from '../end-state.js'
import type { Writer } from '../hub-of.js'
import { anyLeave, applyRehearsed, SandboxHub } from '../sandbox-hub.js'
import type { Layout } from './fedora-layout.js'
import { makeRelease } from './made-by-hand.js'

/** The state of a file that uses built-in templates. */
export function stateOf(text: string): Promise<DesiredState> {
  const file = new Map([[resolve('fedora.yaml'), new TextEncoder().encode(`version: 1\n${text}`)]])
  return loadDesired(['fedora.yaml'], withFiles(nodeIo(), file))
}

/** One use of a template, in YAML: `uses('fedora-release', '{release: 44}')`. */
export function uses(template: string, values: string): string {
  return `use: [{template: ${template}, with: ${values}}]`
}

/** A hub as it is on the day before a release is branched: the one before was made by hand. */
export async function hubWith(
  release: number,
  options: ConstructorParameters<typeof SandboxHub>[1] = {},
): Promise<SandboxHub> {
  const permissions = ['autosign', 'fedora-override', 'infra', 'atomic']
  const hub = new SandboxHub({}, { permissions, ...options })
  await makeRelease(hub, release)
  return hub
}

export async function plan(hub: SandboxHub, state: DesiredState) {
  return (await planDesired(state, hub.client, 'test')).plan
}

/** Applies what a file says, as the command does with every leave; gives the plan. */
export async function apply(hub: SandboxHub, state: DesiredState) {
  const planned = await planDesired(state, hub.client, 'test')
  await applyRehearsed(planned, hub.client, hub.login, anyLeave)
  return planned.plan
}

/** A hub that can be read. */
export interface ReadableHub extends Writer {
  readonly client: HubClient
}

/** All that a hub has, by name, in a form that can be compared: package lists apart. */
export async function contents(hub: ReadableHub): Promise<Contents> {
  const names = async (method: string) => namesIn(await hub.call(method, []))
  const [tags, targets, external_repos] = [
    await names('listTags'),
    await names('getBuildTargets'),
    await names('listExternalRepos'),
  ]
  const live = await new LiveReader(hub.client, 'test').read({ tags, targets, external_repos })
  return {
    tags: byName(live.tags.values(), tags, comparable),
    targets: byName(live.targets.values(), targets, plainly),
    repos: byName(live.external_repos.values(), external_repos, ({ name, url }) => ({ name, url })),
  }
}

/** The same of a layout. */
export function contentsOf({ tags, targets, repos }: Layout): Contents {
  const all = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name)
  return {
    tags: byName(tags, all(tags), comparable),
    targets: byName(targets, all(targets), plainly),
    repos: byName(repos, all(repos), repo => repo),
  }
}

export interface Contents {
  readonly tags: ReadonlyMap<string, unknown>
  readonly targets: ReadonlyMap<string, unknown>
  readonly repos: ReadonlyMap<string, unknown>
}

/** What the second has and the first has not, or not in this form. */
export function added(before: Contents, after: Contents): Contents {
  const news = (old: ReadonlyMap<string, unknown>, all: ReadonlyMap<string, unknown>) =>
    new Map([...all].filter(([name, value]) => !isDeepStrictEqual(old.get(name), value)))
  return {
    tags: news(before.tags, after.tags),
    targets: news(before.targets, after.targets),
    repos: news(before.repos, after.repos),
  }
}

function comparable({ packages: _, ...tag }: Tag): unknown {
  return plainly(tag)
}

function byName<T extends { readonly name: string }>(
  items: Iterable<T>,
  names: readonly string[],
  form: (item: T) => unknown,
): Map<string, unknown> {
  const forms = new Map([...items].map(item => [item.name, form(item)]))
  return new Map([...names].sort().map(name => [name, forms.get(name)]))
}

function namesIn(rows: RpcValue): string[] {
  if (!Array.isArray(rows)) throw new TypeError('the hub gives no list')
  return rows.flatMap(row => {
    const name = typeof row === 'object' && row !== null && 'name' in row ? row.name : undefined
    return typeof name === 'string' ? [name] : []
  })
}

/** A change in a few words: `f44-override: - f44 (0)`, `f44: perm null → admin`, `- target f44`. */
export function inWords(change: Change): string {
  const { action, before, after } = change
  const sign = { create: '+', update: '~', delete: '-' }[action]
  switch (change.kind) {
    case 'tag':
      return `${sign} tag ${change.tag}`
    case 'target':
      return `${sign} target ${change.target}`
    case 'setting':
      return `${change.tag}: ${change.field} ${before} → ${after}`
    case 'inheritance':
      return `${change.tag}: ${sign} ${change.parent} (${(change.after ?? change.before)?.priority})`
    default:
      return `${sign} ${change.kind} ${resourceOf(change).name}`
  }
}
