import { expect } from 'chai'
import fc from 'fast-check'
import { LiveReader } from '../src/hub/index.js'
import { canonicalJson } from '../src/koji/json.js'
import { type HistoryWish, readHistory } from '../src/pipeline.js'
import { type Change, keyOfRow, resourceOf, rowKey } from '../src/plan/index.js'
import { ownRows } from '../src/plan/own-rows.js'
import type { ToldEvent } from '../src/report/index.js'
import { handCalls, handRepoNames, makeCalls, tagNames, targetNames } from './random-states.js'
import { SandboxHub } from './sandbox-hub.js'
import { tries } from './tries.js'

const all = { tags: tagNames, targets: targetNames, external_repos: handRepoNames }
const nothing: HistoryWish = { tags: [], targets: [], external_repos: [], builds: false }

async function told(hub: SandboxHub, wish: Partial<HistoryWish>): Promise<readonly ToldEvent[]> {
  return (await readHistory(hub.client, 'test', { ...nothing, ...wish })).events
}

/** Every row of a hub, what deleted tags own included, as JSON by `rowKey`. */
async function rowsOf({ client }: SandboxHub): Promise<Map<string, string>> {
  const live = await new LiveReader(client, 'test').read({ ...all, packages: tagNames })
  const rows = new Map<string, string>()
  const add = (change: Change) => rows.set(rowKey(change), canonicalJson(change.after))
  for (const tag of live.tags.values()) ownRows(tag, here).forEach(add)
  for (const tag of live.leftovers.values())
    ownRows(tag, here)
      .filter(({ kind }) => kind !== 'tag')
      .forEach(add)
  for (const { name, build_tag, dest_tag } of live.targets.values())
    rows.set(keyOfRow('target', name), canonicalJson({ name, build_tag, dest_tag }))
  for (const { name, url } of live.external_repos.values())
    rows.set(keyOfRow('external_repo', name), canonicalJson({ name, url }))
  return rows
}

const here = { file: 'test', line: 1, column: 1 }

/** Makes the changes on rows, each of which must say what was there before. */
function replay(rows: Map<string, string>, changes: readonly Change[]): void {
  for (const change of changes) {
    if (change.kind === 'setting') {
      const key = keyOfRow('tag', change.tag)
      const settings = JSON.parse(rows.get(key) ?? 'null')
      expect(settings[change.field]).to.equal(change.before)
      rows.set(key, canonicalJson({ ...settings, [change.field]: change.after }))
      continue
    }
    const key = rowKey(change)
    expect(rows.get(key), key).to.equal(change.before === null ? undefined : canonicalJson(change.before))
    if (change.after === null) rows.delete(key)
    else rows.set(key, canonicalJson(change.after))
  }
}

describe('the history of a hub', () => {
  it('leads from any older state to the newer one', async () => {
    let changes = 0
    await fc.assert(
      fc.asyncProperty(handCalls, handCalls, async (first, second) => {
        const hub = new SandboxHub()
        await makeCalls(hub, first)
        const [since, rows] = [hub.lastEvent(), await rowsOf(hub)]
        await makeCalls(hub, second)
        const now = await rowsOf(hub)
        const events = await told(hub, { since: String(since) })
        const names = (kind: Change['kind']) => {
          const changed = [...new Set(events.flatMap(({ changes }) => changes))].map(resourceOf)
          return [...new Set(changed.flatMap(one => (one.kind === kind ? [one.name] : [])))]
        }
        const named = { tags: names('tag'), targets: names('target'), external_repos: names('external_repo') }
        if (events.length > 0)
          expect(await told(hub, { ...named, since: String(since) }), 'by names').to.deep.equal(events)
        for (const { event, changes: made } of events) {
          expect(event).to.be.above(since)
          replay(rows, made)
          changes += made.length
        }
        expect(new Map([...rows].sort())).to.deep.equal(new Map([...now].sort()))
      }),
      tries(1 / 2),
    )
    expect(changes).to.be.above(100)
  })
})
