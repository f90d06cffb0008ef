import { expect } from 'chai'
import fc from 'fast-check'
import { loadDesired } from '../../src/desired/index.js'
import { LiveReader } from '../../src/hub/index.js'
import type { DesiredState } from '../../src/koji/desired-state.js'
import { liveAsDesired } from '../../src/koji/live-as-desired.js'
import { planDesired } from '../../src/pipeline.js'
import type { Change } from '../../src/plan/index.js'
import { desiredYaml } from '../../src/report/index.js'
import { commandsText, planCommands, readScript } from '../../src/script/index.js'
import { memoryIo } from '../desired/helpers.js'
import {
  desiredStates,
  type HandCall,
  handCalls,
  handRepoNames,
  makeCalls,
  tagNames,
  targetNames,
} from '../random-states.js'
import { anyLeave, applyRehearsed, planOrRefusal, SandboxHub } from '../sandbox-hub.js'
import { hubWith, stateOf } from '../templates/fedora-hub.js'
import { tries } from '../tries.js'

async function changesOf(state: DesiredState, { client }: SandboxHub) {
  return (await planDesired(state, client, 'test')).plan.changes
}

async function apply(state: DesiredState, { client, login }: SandboxHub) {
  await applyRehearsed(await planDesired(state, client, 'test'), client, login, anyLeave)
}

/** What the script of a plan amounts to, once it was written as a file; and what was not read. */
async function throughScript(hub: SandboxHub, state: DesiredState) {
  const planned = await planOrRefusal(hub, state)
  if (planned === undefined || planned.plan.changes.length === 0) return undefined
  const text = commandsText(planned.plan, planCommands(planned.plan))
  const { desired, unread } = readScript(text, 'plan.sh')
  if (unread.length > 0) return { text, unread }
  const file = memoryIo({ 'f.yaml': desiredYaml(desired).text })
  return { text, unread, imported: await loadDesired(['f.yaml'], file) }
}

/** The state of a hub with any past, as files say it. */
async function stateAfter(calls: readonly HandCall[]): Promise<DesiredState> {
  const hub = new SandboxHub()
  await makeCalls(hub, calls)
  const wanted = { tags: tagNames, targets: targetNames, external_repos: handRepoNames, packages: tagNames }
  return liveAsDesired(await new LiveReader(hub.client, 'test').read(wanted), new Set(tagNames)).desired
}

function isNoNewGroup({ kind, action }: Change): boolean {
  return kind !== 'group' || action !== 'create'
}

describe('the script of a plan, read as a desired state', () => {
  it('copies as the hub does by clone-tag, and tags builds at once, which tag-build leaves to a builder', async () => {
    const hub = await hubWith(43)
    const state = await stateOf(`
tags:
  f44: {perm: admin, seed: {from: f43, packages: true, groups: true, builds: latest, copy: server}}
  f44-build: {arches: [x86_64], inheritance: [f44], builds: {latest_from: f43-build, packages: [glibc32]}}
`)
    const { plan } = await planDesired(state, hub.client, 'test')
    const script = commandsText(plan, planCommands(plan))
    expect(script.split('\n').slice(3)).to.deep.equal([
      '',
      '# create',
      `koji clone-tag --groups --pkgs --builds --latest-only --event=${plan.event} f43 f44`,
      'koji edit-tag --perm=admin f44',
      'koji add-tag --parent=f44 --arches=x86_64 f44-build',
      '',
      '# fill',
      `koji call --json-input tagBuildBypass '"f44-build"' '"glibc32-2.40-1"'`,
      '',
    ])
    const { desired, unread } = readScript(script, 'plan.sh')
    expect(unread.map(({ reason }) => reason)).to.deep.equal([
      'what a seed cannot say is left out: that it is f43 of some time ago',
      'a state names no build, only the package and the tag whose latest one it is',
    ])
    expect(desired.tags.get('f44')?.seed).to.deep.equal({ ...state.tags.get('f44')?.seed, copy: 'auto' })
  })

  it('makes on an empty hub what the plan makes there', async () => {
    let [all, whole] = [0, 0]
    await fc.assert(
      fc.asyncProperty(handCalls, async calls => {
        const state = await stateAfter(calls)
        const hub = new SandboxHub()
        const result = await throughScript(hub, state)
        if (result === undefined) return
        all += 1
        const { imported, text } = result
        if (imported === undefined) return
        whole += 1
        await apply(state, hub)
        expect(await changesOf(imported, hub), `after it: ${text}`).to.deep.equal([])
        const other = new SandboxHub()
        await apply(imported, other)
        expect(await changesOf(state, other), `in its place: ${text}`).to.deep.equal([])
      }),
      tries(1 / 2),
    )
    expect(whole / all, 'plans that are read whole').to.be.above(0.9)
  })

  it('changes nothing on any hub after the plan, as far as no hub need be asked', async () => {
    let [all, whole] = [0, 0]
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const result = await throughScript(hub, state)
        if (result === undefined) return
        all += 1
        const { imported, text } = result
        if (imported === undefined) return
        whole += 1
        const wasThere = new Set(column(await hub.call('listTags', []), 'name'))
        await apply(state, hub)
        // A group that a file names shall be there, even if it only names what shall go from it. Of the links that come
        // back with a deleted tag its script knows nothing.
        const changes = (await changesOf(imported, hub)).filter(
          change =>
            isNoNewGroup(change) &&
            !(change.kind === 'inheritance' && change.after === null && !wasThere.has(change.tag)),
        )
        expect(changes, text).to.deep.equal([])
      }),
      tries(1 / 2),
    )
    expect(whole / all, 'plans that are read whole').to.be.above(0.1)
  })
})

/** One column of rows that a hub lists. */
function column(rows: unknown, key: string): unknown[] {
  return Array.isArray(rows) ? rows.map(row => Reflect.get(row, key)) : []
}
