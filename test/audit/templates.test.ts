import { expect } from 'chai'
import { AuditView, checkRules, questionsOf, rules } from '../../src/audit/index.js'
import { isStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { LiveReader, readAuditFacts } from '../../src/hub/index.js'
import { SandboxHub } from '../sandbox-hub.js'
import { apply, hubWith, stateOf, uses } from '../templates/fedora-hub.js'

const permissions = ['autosign', 'fedora-override', 'infra', 'atomic']

/** A hub at which people work, on branching day: permissions are granted, packages were built. */
async function hubInUse(): Promise<SandboxHub> {
  const hub = await hubWith(43)
  for (const permission of permissions) await hub.call('grantPermission', ['packager', permission])
  for (const name of sources) await build(hub, 'f43', name, 43)
  return hub
}

async function build(hub: SandboxHub, tag: string, name: string, release: number): Promise<void> {
  await hub.call('packageListAdd', [tag, name, 'packager', false, null, true])
  await hub.call('tagBuildBypass', [tag, hub.build(`${name}-1-1.fc${release}`)])
}

/** What the first builds of a release for Flatpaks are. */
async function buildForFlatpaks(hub: SandboxHub, release: number): Promise<void> {
  for (const name of ['flatpak-rpm-macros', 'flatpak-runtime-config'])
    await build(hub, `f${release}-flatpak-runtime`, name, release)
}

/** What the groups of a release are made of, and the tools of Flatpaks. */
const sources = (
  'bzip2 coreutils cpio diffutils fedora-release findutils gawk glibc grep gzip info patch ' +
  'redhat-rpm-config rpm sed shadow-utils tar unzip util-linux which xz fedpkg-minimal gnupg2 flatpak-module-tools dnf'
).split(' ')

/** What all rules find on a hub, in a few words; of the release before, which was made by hand, nothing is asked. */
async function findings(hub: SandboxHub): Promise<string[]> {
  const isAudited = (name: string) => !name.includes('f43')
  const [tags, targets, external_repos] = [
    namesIn(await hub.call('listTags', [])),
    namesIn(await hub.call('getBuildTargets', [])),
    namesIn(await hub.call('listExternalRepos', [])),
  ]
  const live = await new LiveReader(hub.client, 'test').read({ tags, targets, external_repos })
  const scope = {
    tags: new Set(tags.filter(isAudited)),
    targets: new Set(targets.filter(isAudited)),
    external_repos: new Set(external_repos.filter(isAudited)),
  }
  const view = new AuditView({ live, scope })
  const facts = await readAuditFacts(hub.client, questionsOf(rules, view))
  return checkRules(rules, view.with(facts)).map(({ rule, path }) => `${rule} ${path}`)
}

function namesIn(rows: RpcValue): string[] {
  return Array.isArray(rows) ? rows.filter(isStruct).map(({ name }) => String(name)) : []
}

const phases = ['branched', 'active', 'released', 'eol'] as const

describe('the rules of an audit are quiet on what is made of', () => {
  it('fedora-release', async () => {
    const hub = await hubInUse()
    await apply(hub, await stateOf(uses('fedora-release', '{release: 44}')))
    await buildForFlatpaks(hub, 44)
    expect(await findings(hub)).to.deep.equal([])
  })

  it('fedora-release, save for the two texts that the script writes in place of booleans', async () => {
    const hub = await hubInUse()
    await apply(hub, await stateOf(uses('fedora-release', '{release: 44, compat: script}')))
    await buildForFlatpaks(hub, 44)
    expect(await findings(hub)).to.deep.equal([
      'dist-repo tags.f44-flatpak-app.extra.tag2distrepo.enabled',
      'dist-repo tags.f44-flatpak-app.extra.tag2distrepo.inherit',
    ])
  })

  it('fedora-release in all its phases after the next one is branched', async () => {
    const hub = await hubInUse()
    await apply(hub, await stateOf(uses('fedora-release', '{release: 44}')))
    await buildForFlatpaks(hub, 44)
    await apply(hub, await stateOf(uses('fedora-release', '{release: 45}')))
    await buildForFlatpaks(hub, 45)
    for (const phase of phases) {
      await apply(hub, await stateOf(uses('fedora-release', `{release: 44, phase: ${phase}}`)))
      expect(await findings(hub), phase).to.deep.equal([])
    }
  })

  it('flatpak, with what it builds on', async () => {
    const hub = new SandboxHub({}, { permissions })
    const templates = ['fedora-base', 'fedora-updates', 'flatpak']
    const values = (name: string) =>
      name === 'fedora-base' ? '{release: 44, predecessor: false}' : '{release: 44}'
    const used = templates.map(name => `{template: ${name}, with: ${values(name)}}`)
    await apply(hub, await stateOf(`use: [${used.join(', ')}]`))
    for (const permission of permissions) await hub.call('grantPermission', ['packager', permission])
    for (const name of [...sources, 'bash']) await build(hub, 'f44', name, 44)
    await buildForFlatpaks(hub, 44)
    expect(await findings(hub)).to.deep.equal([])
  })
})
