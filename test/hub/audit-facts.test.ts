import { expect } from 'chai'
import type { RpcStruct, RpcValue } from '../../src/hub/codec/value.js'
import { type AuditFacts, type FactQuestions, KojiFault, readAuditFacts } from '../../src/hub/index.js'
import type { Call } from '../../src/koji/call.js'
import { SandboxHub } from '../sandbox-hub.js'

/** A hub that answers calls out of a table, for what the sandbox has none of: groups of users, and RPMs. */
function scripted(answer: (call: Call<RpcValue>) => RpcValue | undefined) {
  const outcome = (call: Call<RpcValue>) => {
    const value = answer(call)
    return value === undefined
      ? { fault: new KojiFault(1000, 'Invalid method', call.method, 'http://hub.test') }
      : { value }
  }
  return {
    url: 'http://hub.test',
    version: undefined,
    call: async (call: Call<RpcValue>) => answer(call) ?? null,
    multiCall: async (calls: readonly Call<RpcValue>[]) => calls.map(outcome),
  }
}

const plain = ({ holders, tags, builds, names }: AuditFacts) => ({
  holders: Object.fromEntries(holders),
  tags: Object.fromEntries([...tags].map(([name, tag]) => [name, tag && Object.fromEntries(tag.extra)])),
  builds: Object.fromEntries([...builds].map(([pkg, tags]) => [pkg, Object.fromEntries(tags)])),
  ...(names && { names: { tags: [...names.tags].sort(), targets: [...names.targets.keys()].sort() } }),
})

const nothing = { holders: {}, tags: {}, builds: {} }

/** Two tags, a target, three builds and a permission that two users hold, one of whom may not log in. */
async function small(): Promise<SandboxHub> {
  const hub = new SandboxHub()
  await hub.call('createTag', ['f44'], { extra: { 'tag2distrepo.enabled': true } })
  await hub.call('createTag', ['f44-build'])
  await hub.call('createTag', ['f20'])
  await hub.call('deleteTag', ['f20'])
  await hub.call('createBuildTarget', ['f44', 'f44-build', 'f44'])
  for (const nvr of ['bash-5.1-1', 'bash-5.2-1', 'rpm-6-1']) {
    const [name = ''] = nvr.split('-')
    await hub.call('packageListAdd', ['f44', name, 'packager'])
    await hub.call('tagBuildBypass', ['f44', hub.build(nvr)])
  }
  for (const user of ['packager', 'releng']) await hub.call('grantPermission', [user, 'autosign'])
  await hub.call('disableUser', ['releng'])
  return hub
}

const everything: FactQuestions = {
  permissions: ['autosign', 'fedora-override', 'no-such-permission'],
  tags: ['f44', 'f20', 'never-was'],
  packages: ['bash', 'rpm-build', 'no-such-package'],
  names: true,
}

describe('the facts of an audit', () => {
  it('are read in three requests, whatever is asked', async () => {
    const hub = await small()
    hub.takeRequests()
    const facts = await readAuditFacts(hub.client, everything)
    expect(plain(facts)).to.deep.equal({
      holders: { autosign: ['packager'], 'fedora-override': [] },
      tags: {
        f44: { 'tag2distrepo.enabled': { blocked: false, value: true } },
        f20: null,
        'never-was': null,
      },
      builds: { bash: { f44: 'bash-5.2-1' }, 'rpm-build': { f44: 'rpm-6-1' }, 'no-such-package': {} },
      names: { tags: ['f44', 'f44-build'], targets: ['f44'] },
    })
    expect(hub.takeRequests().length).to.equal(3)
  })

  it('are nothing where nothing is asked: no request is sent', async () => {
    const hub = new SandboxHub()
    expect(plain(await readAuditFacts(hub.client, {}))).to.deep.equal(nothing)
    expect(hub.takeRequests()).to.deep.equal([])
  })

  it('are those of a past moment', async () => {
    const hub = await small()
    const at = hub.lastEvent()
    const before = plain(await readAuditFacts(hub.client, everything))
    await hub.call('revokePermission', ['packager', 'autosign'])
    await hub.call('untagBuildBypass', ['f44', 'bash-5.2-1'])
    await hub.call('editTag2', ['f44'], { remove_extra: ['tag2distrepo.enabled'] })
    await hub.call('deleteBuildTarget', ['f44'])
    await hub.call('createTag', ['f45'])
    expect(plain(await readAuditFacts(hub.client, everything))).to.not.deep.equal(before)
    expect(plain(await readAuditFacts(hub.client, everything, { at }))).to.deep.equal(before)
  })

  it('count the members of a group that holds a permission, and not the group', async () => {
    const origin = { create_event: 1, create_ts: 1, creator_name: 'kojiadmin' }
    const client = scripted(({ method, params, named = {} }) => {
      if (method === 'getUser')
        return { name: params[0] ?? '', status: 0, usertype: params[0] === 'signers' ? 2 : 0 }
      if ('permission' in named)
        return { user_perms: [{ ...origin, 'user.name': 'signers', 'permission.name': 'autosign' }] }
      return { user_groups: [{ ...origin, 'user.name': 'robot', 'group.name': 'signers' }] }
    })
    const { holders } = await readAuditFacts(client, { permissions: ['autosign'] })
    expect(Object.fromEntries(holders)).to.deep.equal({ autosign: ['robot'] })
  })

  it('take an RPM for that of a source of a shorter name where the latest build of it has such an RPM', async () => {
    const row: RpcStruct = {
      name: 'glibc',
      version: '2',
      release: '1',
      'tag.name': 'f44',
      build_id: 7,
      'build.state': 1,
      create_event: 5,
    }
    const asked: RpcValue[] = []
    const client = scripted(({ method, named = {} }) => {
      if (method === 'listRPMs') {
        asked.push(named.buildID ?? null)
        return [{ name: 'glibc-minimal-langpack' }]
      }
      return named.package === 'glibc' ? { tag_listing: [row] } : { tag_listing: [] }
    })
    const packages = ['glibc-minimal-langpack', 'glibc-gone']
    const { builds } = await readAuditFacts(client, { packages })
    expect([...builds].map(([name, tags]) => [name, [...tags]])).to.deep.equal([
      ['glibc-minimal-langpack', [['f44', 'glibc-2-1']]],
      ['glibc-gone', []],
    ])
    expect(asked).to.deep.equal([7])
  })
})
