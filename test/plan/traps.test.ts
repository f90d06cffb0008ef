import { expect } from 'chai'
import { PartialApplyError } from '../../src/apply/index.js'
import { loadDesired } from '../../src/desired/index.js'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { writeFault } from '../../src/hub/codec/writer.js'
import type { LiveState } from '../../src/koji/live-state.js'
import type { OwnGroup, Tag } from '../../src/koji/tag.js'
import { type Planned, planDesired } from '../../src/pipeline.js'
import type { HubResponse } from '../../src/sandbox/http.js'
import type { Hooks, SandboxOptions } from '../../src/sandbox/index.js'
import { blocked, group, link, listed, live, set, type TagParts, tag, use } from '../builders.js'
import { memoryIo } from '../desired/helpers.js'
import { fillHub } from '../hub-of.js'
import { applyRehearsed, SandboxHub } from '../sandbox-hub.js'
import { callsOf, linkText, noLinkText } from './facets/facet-case.js'

/*
 * The traps that Koji's hub lays for whoever compares and writes its configuration (section E of the notes on its
 * RPC), by their numbers: one test each, as short as it can be. The tests of the facets go into more detail, and
 * name the trap as well.
 */

/** A hub that holds a state. */
async function hubOf(state: LiveState, hooks: Hooks = {}, options: Options = {}): Promise<SandboxHub> {
  const hub = new SandboxHub(hooks, options)
  await fillHub(hub, state)
  hub.takeRequests()
  return hub
}

type Options = Pick<SandboxOptions, 'hub'>

/** A parent and its child. */
const family = (parent: TagParts, child: TagParts = {}) =>
  live([tag('p', parent), tag('a', { inheritance: [link('p')], ...child })])
const alone = (parts: TagParts, ...others: Tag[]) => live([tag('a', parts), ...others])
const groups = (...rows: [string, OwnGroup][]) => ({ groups: rows })

async function planOf(hub: SandboxHub, ...tags: string[]): Promise<Planned> {
  return planText(hub, `tags:\n${tags.map(line => `  ${line}\n`).join('')}`)
}

async function planText(hub: SandboxHub, text: string): Promise<Planned> {
  const state = await loadDesired(['f.yaml'], memoryIo({ 'f.yaml': `version: 1\n${text}` }))
  return planDesired(state, hub.client, 'test')
}

/** The calls, once they have been applied and nothing is left to do. */
async function applied(hub: SandboxHub, planned: Planned): Promise<string[]> {
  const { remaining } = await applyRehearsed(planned, hub.client, hub.login)
  expect(remaining).to.deep.equal([])
  return callsOf(planned.plan).map(call => call.replace('switch: ', ''))
}

async function refusal(plan: Promise<unknown>): Promise<string> {
  return plan.then(
    () => 'not refused',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  )
}

const field = async (answer: Promise<RpcValue>, key: string) => Object(await answer)[key]
const lastEvent = (hub: SandboxHub) => field(hub.call('getLastEvent', []), 'id')

const expired: HubResponse = {
  status: 200,
  headers: {},
  body: writeFault({ faultCode: 1007, faultString: 'session "1" has expired' }),
}
const badGateway: HubResponse = { status: 502, headers: {}, body: '' }

describe('traps of Koji', () => {
  it('E.1: the hub ignores what is inherited already, and the child loses it with its parent', async () => {
    const hub = await hubOf(family(groups(group('build', ['bash']))))
    const child = 'a: {groups: {build: [bash]}}'
    expect(await applied(hub, await planOf(hub, child))).to.deep.equal([])
    expect(await applied(hub, await planOf(hub, 'p: {groups: {build: []}}', child))).to.deep.equal([
      'groupPackageListRemove("p", "build", "bash")',
      'groupPackageListAdd("a", "build", "bash", force=true)',
    ])
  })

  it('E.2: getTagGroups(inherit=False) hides rows in a group that an ancestor configures', async () => {
    const hub = await hubOf(family(groups(group('build', [])), groups(group('build', ['gcc'], null))))
    expect(await hub.call('getTagGroups', ['a'], { inherit: false })).to.deep.equal([])
    const calls = await applied(hub, await planOf(hub, 'a: {groups: {build: []}}'))
    expect(calls).to.deep.equal(['groupPackageListRemove("a", "build", "gcc")'])
  })

  it('E.3: groupListRemove leaves packages behind, which come back with the group', async () => {
    const hub = await hubOf(alone(groups(group('build', ['bash']))))
    await applied(hub, await planOf(hub, 'a: {groups: {}}'))
    await hub.call('groupListAdd', ['a', 'build'])
    expect(await hub.call('getTagGroups', ['a'])).to.have.nested.property('0.packagelist').that.is.empty
  })

  it('E.4: an owner of an inherited package is stored, and never shown', async () => {
    const hub = await hubOf(family({ packages: { eog: listed('packager') } }))
    const planned = await planOf(hub, 'a: {packages: {releng: [eog]}}')
    expect(await applied(hub, planned)).to.deep.equal([])
    expect(planned.plan.notes).to.have.nested.property('0.kind', 'owner-inherited')
  })

  it('E.5: packageListAdd of a blocked package does nothing, or faults', async () => {
    const hub = await hubOf(alone({ packages: { eog: blocked('releng') } }))
    const calls = await applied(
      hub,
      await planOf(hub, 'a: {packages: {releng: [eog]}, blocked_packages: []}'),
    )
    expect(calls).to.deep.equal(['packageListUnblock("a", "eog")'])
  })

  it('E.6: priorities clash on the way: parents swap in one call, external repos through a spare one', async () => {
    const repos = ['r', 's'].map(name => ({ name, url: 'http://x/' }))
    const both = { inheritance: [link('p'), link('q', 5)], external_repos: [use('r'), use('s', 5)] }
    const hub = await hubOf(live([tag('p'), tag('q'), tag('a', both)], [], [], repos))
    const list = (key: string, ...names: string[]) =>
      names.map((name, at) => `{${key}: ${name}, priority: ${at * 5}}`).join()
    const file = `a: {inheritance: [${list('parent', 'q', 'p')}], external_repos: [${list('repo', 's', 'r')}]}`
    expect(await applied(hub, await planOf(hub, file))).to.deep.equal([
      `setInheritanceData("a", [${linkText('q')},${linkText('p', 5)}])`,
      'editTagExternalRepo("a", "r", priority=1)',
      'editTagExternalRepo("a", "s", priority=0)',
      'editTagExternalRepo("a", "r", priority=5)',
    ])
  })

  it('E.7: links take ids, so that parents are made in a request before; a plain one goes by name with its tag', async () => {
    const hub = new SandboxHub()
    const planned = await planOf(
      hub,
      'a: {inheritance: [b, {parent: c, priority: 5}]}',
      'b: {inheritance: [c]}',
      'c: {}',
    )
    expect(await applied(hub, planned)).to.deep.equal([
      'create: createTag("c")',
      'create: createTag("b", parent="c")',
      'create: createTag("a")',
      `fill: setInheritanceData("a", [${linkText('b')},${linkText('c', 5)}])`,
    ])
  })

  it('E.8: setInheritanceData keeps what it is not told of, and a clearing one writes all anew', async () => {
    const hub = await hubOf(live([tag('p'), tag('q'), tag('a', { inheritance: [link('p'), link('q', 5)] })]))
    const origin = (planned: Planned) => planned.live.tags.get('a')?.origins.get('inheritance\np')
    const planned = await planOf(hub, 'a: {inheritance: [p]}')
    expect(await applied(hub, planned)).to.deep.equal([`setInheritanceData("a", [${noLinkText('q')}])`])
    expect(origin(await planOf(hub, 'a: {inheritance: [p]}')), 'its row').to.deep.equal(origin(planned))
  })

  it('E.9: deleteTag takes links and targets of others with it', async () => {
    const hub = await hubOf(
      live(
        [tag('p'), tag('a', { inheritance: [link('p')] })],
        [{ name: 't', build_tag: 'p', dest_tag: 'a' }],
      ),
    )
    const message = await refusal(planOf(hub, 'p: {absent: true}'))
    expect(message).to.contain('tag p cannot be deleted: tag a inherits from it')
    expect(message).to.contain('tag p cannot be deleted: target t uses it')
  })

  it("E.10: '' and NULL arches differ, and createTag makes no NULL", async () => {
    const hub = await hubOf(live([tag('a', { settings: { arches: '' } })]))
    const planned = await planOf(hub, 'a: {arches: null}', 'b: {arches: null}', 'c: {arches: []}')
    expect(callsOf(planned.plan)).to.deep.equal([
      'create: createTag("b")',
      'create: editTag2("b", arches=null)',
      'create: createTag("c")',
      'switch: editTag2("a", arches=null)',
    ])
    await applied(hub, planned)
  })

  it('E.11: to the hub 1 is true, and a block cannot be removed', async () => {
    const hub = await hubOf(alone({ extra: { n: set(1), b: { blocked: true } } }))
    const calls = await applied(hub, await planOf(hub, 'a: {extra: {n: true}}'))
    expect(calls).to.deep.equal([
      'editTag2("a", extra={"b":null}, remove_extra=["n"])',
      'editTag2("a", extra={"n":true}, remove_extra=["b"])',
    ])
    expect(await hub.call('getTag', ['a'], { blocked: true })).to.have.deep.property('extra', {
      n: [false, true],
    })
  })

  it('E.12: a hub without Maven faults where it is told of Maven’s flags, false or not', async () => {
    const hub = await hubOf(alone({}), {}, { hub: { enableMaven: false } })
    const calls = await applied(hub, await planOf(hub, 'a: {maven_support: false, locked: true}'))
    expect(calls).to.deep.equal(['editTag2("a", locked=true)'])
    expect(await refusal(planOf(hub, 'a: {maven_support: true}'))).to.contain('the hub has no Maven support')
  })

  it('E.13: a deleted tag may own links, which come back with it', async () => {
    const hub = await hubOf(live([tag('p'), tag('q')], [], [tag('a', { inheritance: [link('p')] })]))
    const planned = await planOf(hub, 'a: {inheritance: [q]}')
    expect(callsOf(planned.plan)).to.deep.equal([
      'create: createTag("a")',
      `fill: setInheritanceData("a", [${noLinkText('p')},${linkText('q')}])`,
    ])
    await applied(hub, planned)
  })

  it('E.14: names of deleted tags are taken, renames leave no trace: neither is used', async () => {
    const hub = await hubOf(live([tag('other')], [], [tag('a', { inheritance: [link('other')] })]))
    const planned = await planOf(hub, 'a: {inheritance: []}', 'never: {}')
    await applied(hub, planned)
    const editing = planned.plan.stages.flatMap(({ calls }) =>
      calls.flatMap(({ named }) => Object.keys(named ?? {})),
    )
    expect(editing).to.not.include('name')
  })

  it('E.15: a permission must exist; external repos need admin, and hasPerm does not know that admins may all', async () => {
    const hub = await hubOf(alone({ settings: { perm: 'admin' } }))
    expect(await refusal(planOf(hub, 'a: {perm: admn}'))).to.match(
      /no permission admn .*did you mean admin\?/,
    )
    expect(await applied(hub, await planOf(hub, 'a: {perm: null}'))).to.deep.equal([
      'editTag2("a", perm=null)',
    ])
    const planned = await planText(hub, 'external_repos: {r: {url: "http://x/"}}\ntags: {a: {locked: true}}')
    expect(await refusal(applyRehearsed(planned, hub.clientOf('releng'), hub.login))).to.contain(
      'releng lacks permissions to apply this plan:\nadmin, for createExternalRepo',
    )
    expect(await applied(hub, planned), 'by an admin').to.have.length(2)
    expect(hub.takeRequests().flat()).to.not.include('hasPerm')
  })

  it('E.16: a lock and a permission rule what is tagged, not who may edit the tag', async () => {
    const hub = await hubOf(alone({ settings: { locked: true, perm: 'admin' } }))
    const planned = await planOf(hub, 'a: {arches: [x86_64], groups: {build: []}}')
    const leaves = { locked: ['a'] }
    const { remaining } = await applyRehearsed(planned, hub.clientOf('releng'), hub.login, { leaves })
    expect(remaining).to.deep.equal([])
  })

  it('E.17: calls that change nothing succeed, and make events: none is sent', async () => {
    const hub = await hubOf(live([tag('a')], [{ name: 't', build_tag: 'a', dest_tag: 'a' }]))
    const before = await lastEvent(hub)
    const manage = 'manage: {groups: additive, packages: additive, external_repos: additive}'
    const gone =
      'groups: {build: {absent: true}}, absent_packages: [x], external_repos: [{repo: r, absent: true}]'
    const targets = 'targets: {t: {build_tag: a, dest_tag: a}, u: {absent: true}}'
    const planned = await planText(hub, `tags:\n  a: {${gone}, ${manage}}\n  b: {absent: true}\n${targets}\n`)
    expect(await applied(hub, planned)).to.deep.equal([])
    expect(await lastEvent(hub)).to.equal(before)
  })

  it('E.18: null means "as it is" to editTagExternalRepo, and a URL gets a slash', async () => {
    const uses = { external_repos: [use('r', 0, { arches: 'x86_64' })] }
    const hub = await hubOf(live([tag('a', uses)], [], [], [{ name: 'r', url: 'http://x/' }]))
    const file =
      'external_repos: {r: {url: "http://x"}}\ntags: {a: {external_repos: [{repo: r, arches: null}]}}'
    expect(await applied(hub, await planText(hub, file))).to.deep.equal([
      'editTagExternalRepo("a", "r", arches="")',
    ])
  })

  // Requests beyond 4 MiB: test/hub/client.test.ts ("splits a multicall") and test/apply/run.test.ts.
  it('E.19: a multicall is no whole: each entry is checked; and what is read lazily is not among writes', async () => {
    const interceptCall: Hooks['interceptCall'] = ({ method, params }) =>
      method === 'editTag2' && params[0] === 'b' ? { faultCode: 1000, faultString: 'no' } : undefined
    const hub = await hubOf(live([]), { interceptCall })
    await hub.call('createTag', ['a'])
    await hub.call('createTag', ['b'])
    const planned = await planOf(hub, 'a: {locked: true}', 'b: {locked: true}')
    const error: unknown = await applyRehearsed(planned, hub.client, hub.login).catch(
      (caught: unknown) => caught,
    )
    expect(error).to.be.instanceOf(PartialApplyError)
    expect(String(error)).to.contain('1 of 2 calls were done, 1 failed')
    const writing = hub.takeRequests().filter(methods => methods.includes('editTag2'))
    expect(writing).to.deep.equal([['multiCall', 'editTag2', 'editTag2']])
  })

  it('E.20: an expired session is made anew (renewed, its number would be refused), and a lost answer read back', async () => {
    let tries = 0
    const isWrite = ({ methods }: { readonly methods: readonly string[] }) => methods.includes('createTag')
    const hub = new SandboxHub({
      interceptRequest: info => {
        if (isWrite(info)) tries += 1
        return isWrite(info) && tries === 1 ? expired : undefined
      },
      interceptResponse: info => (isWrite(info) && tries === 2 ? badGateway : undefined),
    })
    const planned = await planOf(hub, 'a: {locked: true}', 'b: {inheritance: [{parent: a, priority: 5}]}')
    await applied(hub, planned)
    const writes = hub.takeRequests().filter(([first = '', next = first]) => /^(sslL|create|setI)/.test(next))
    expect(writes.map(methods => methods.join(' '))).to.deep.equal([
      'sslLogin',
      'multiCall createTag createTag',
      'sslLogin',
      'multiCall createTag createTag',
      'multiCall setInheritanceData',
    ])
  })

  it('E.21: the hub faults at 1 for true: booleans are sent, and nothing else is taken for one', async () => {
    const hub = new SandboxHub()
    const planned = await planOf(hub, 'a: {locked: true, groups: {build: {uservisible: false}}}')
    expect(await applied(hub, planned)).to.deep.equal([
      'create: createTag("a", locked=true)',
      'fill: groupListAdd("a", "build", uservisible=false)',
    ])
    expect(await refusal(planOf(hub, 'a: {locked: 1}'))).to.contain('expected true or false')
  })

  it('E.22: listTags and listPackages leave things out, queryHistory takes any filter: none is trusted', async () => {
    const uses = [{ name: 't', build_tag: 'a', dest_tag: 'dest' }]
    const hub = await hubOf(
      live(
        [
          tag('a', { packages: { eog: listed('releng') } }),
          tag('dest'),
          tag('b', { packages: { eog: listed('releng') } }),
        ],
        uses,
      ),
    )
    const planned = await planOf(hub, 'b: {packages: {}}')
    const methods = new Set(hub.takeRequests().flat())
    for (const method of ['listTags', 'listPackages']) expect(methods).to.not.include(method)
    expect(callsOf(planned.plan)).to.deep.equal(['switch: packageListRemove("b", "eog")'])
    expect([...(await planOf(hub, 'a: {}')).live.targets.keys()], 'by build tag').to.deep.equal(['t'])
    expect([...planned.live.tags.keys()], 'the filter was not ignored').to.deep.equal(['b'])
  })

  it('E.23: a pkg_filter that is no pattern breaks the hub’s readers; NULL and none are the same', async () => {
    const hub = await hubOf(live([tag('p'), tag('a')]))
    const message = await refusal(planOf(hub, 'a: {inheritance: [{parent: p, pkg_filter: "("}]}'))
    expect(message).to.contain('"(" is no regular expression')
    const parent_id = await hub.call('getTagID', ['p'])
    const { parent: _, ...fields } = link('p')
    await hub.call('setInheritanceData', ['a', [{ ...fields, parent_id, pkg_filter: null }]])
    expect(await applied(hub, await planOf(hub, 'a: {inheritance: [p]}'))).to.deep.equal([])
  })

  // The whole of it: test/koji/inheritance.test.ts, and what real hubs answered in test/koji/semantics.test.ts.
  it('E.24: noconfig leaks to later siblings, and what builds notice is told accordingly', async () => {
    const hub = await hubOf(
      live([
        tag('x'),
        tag('p', { inheritance: [link('x')] }),
        tag('a', { inheritance: [link('x', 0, { noconfig: true }), link('p', 1)] }),
      ]),
    )
    const planned = await planOf(hub, 'x: {extra: {k: 1}}')
    const told = planned.plan.consequences.flatMap(one => (one.kind === 'tag' ? one.tag : []))
    expect(told, 'p hears of x; a would, but for the leak').to.deep.equal(['p', 'x'])
    await applied(hub, planned)
    for (const name of ['a', 'p', 'x']) {
      const { extra } = Object(await hub.call('getBuildConfig', [name]))
      expect('k' in extra, name).to.equal(told.includes(name))
    }
  })

  it('E.25: events and ids have gaps: a plan stands at the hub’s last event, whatever was lost', async () => {
    const hub = await hubOf(alone({}))
    for (const name of ['a', 'no name', 'a']) await hub.call('createTag', [name]).catch(() => undefined)
    const planned = await planOf(hub, 'a: {locked: true}', 'b: {inheritance: [a]}')
    expect(planned.plan.event).to.equal(await lastEvent(hub))
    await applied(hub, planned)
  })

  it('E.26: a name that looks like an integer would be an id', async () => {
    const hub = await hubOf(live([tag('1')]))
    const planned = await planOf(hub, '7: {inheritance: [1], groups: {2: [3]}, packages: {releng: [4]}}')
    expect(await applied(hub, planned)).to.deep.equal([
      'create: createTag("7", parent="1")',
      'fill: groupListAdd("7", "2")',
      'fill: groupPackageListAdd("7", "2", "3", force=true)',
      'fill: packageListAdd("7", "4", owner="releng")',
    ])
  })
})
