import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import fc from 'fast-check'
import type { DesiredState } from '../../src/koji/desired-state.js'
import { planDesired } from '../../src/pipeline.js'
import { commandsText, planCommands } from '../../src/script/index.js'
import { Cli } from '../commands/cli.js'
import { desiredStates, handCalls, makeCalls } from '../random-states.js'
import { planOrRefusal, SandboxHub } from '../sandbox-hub.js'
import { hubWith, stateOf, uses } from '../templates/fedora-hub.js'

/** Koji's own client, as a shell runs it; without it there is nothing to test. */
const { KOJI_CLI } = process.env
const cli = new Cli()

/** Runs the script of a plan by Koji's own client, and tells what would still change. */
async function typed(hub: SandboxHub, state: DesiredState) {
  const server = await hub.serve()
  try {
    const { plan, goal } = await planDesired(state, hub.client, 'test')
    const commands = planCommands(plan, ['koji'], goal.tags)
    const script = commandsText(plan, commands)
    const config = cli.file('koji.conf', `[koji]\nserver = ${server.url}\nauthtype = password\n`)
    const koji = `koji() { ${KOJI_CLI} -c '${path.join(cli.home, config)}' --user kojiadmin --password ${hub.password} "$@"; }`
    await promisify(execFile)('bash', ['-c', `${koji}\n${script}`]).catch(
      (error: Error & { stderr?: string }) => {
        throw new Error(`${error.stderr}\n${script}`)
      },
    )
    const { plan: left } = await planDesired(state, hub.client, 'test')
    return { commands, changes: left.changes, script }
  } finally {
    await server.close()
  }
}

const moved = `
tags:
  f44: {groups: {build: [bash, make], srpm-build: {packages: [bash], requires: [build], blocked: [gnupg2]}}}
  f44-build: {inheritance: [{parent: f44-override, priority: 10}, {parent: f44, priority: 0, intransitive: true}]}
  f44-app: {arches: null, perm: admin, locked: true, inheritance: [], external_repos: [{repo: r, merge_mode: bare, arches: [x86_64]}]}
  f44-iot: {absent: true}
targets:
  rawhide: {build_tag: f44-infra-build, dest_tag: f44-updates}
  f44-candidate: {absent: true}
external_repos: {r: {url: 'https://example.org/$arch/'}}
`

const everything = `
tags:
  f43:
    extra: {a: true, b: 'true', c: '12', d: [1, x], e: 1.5, "f'g": "it's\\n\\u202e", 'k=v': 1, h: ''}
    packages: {releng: [bash, make], kojiadmin: [zsh]}
    package_arches: {make: [i686]}
    blocked_packages: [gnome-weather]
    maven_support: true
  f43-build:
    arches: []
    block_extra: [mock.package_manager]
    inheritance:
      - {parent: f43-override, priority: 7, maxdepth: 2, noconfig: true, pkg_filter: '^(a|b) c$'}
    groups: {build: {description: d, packages: [{package: dnf, type: optional}]}, srpm-build: {blocked: true}}
  no-arches: {}
targets: {odd: {build_tag: no-arches, dest_tag: f43}}
`

/** The hub copies one tag, single calls the other; both have rows of their own as well. */
const copied = `
tags:
  f44:
    arches: [x86_64]
    perm: admin
    extra: {a: true}
    seed: {from: f43, packages: true, groups: true, builds: latest, copy: server}
    groups: {build: [dnf5, {package: bash, type: optional}]}
    blocked_packages: [bash]
    manage: {groups: additive, packages: additive}
  f44-again: {seed: {from: f43, packages: true, groups: true, builds: latest, copy: calls}, locked: true}
  '-f44-build': {inheritance: [f44], builds: {latest_from: f43-build, packages: [glibc32, glibc64]}}
  f44-modular: {seed: {from: f43-modular, packages: true, owner: kojiadmin}}
`

const steps: [string, string[]][] = [
  [
    'a Fedora release, then its phases',
    [
      uses('fedora-release', '{release: 44, compat: script}'),
      uses('fedora-release', '{release: 44}'),
      uses('fedora-release', '{release: 44, phase: active}'),
      uses('fedora-release', '{release: 44, phase: eol}'),
    ],
  ],
  [
    'what templates do not hold, and back',
    [everything, uses('fedora-release', '{release: 44, latest_builds: []}'), moved],
  ],
  ['a copy by the hub, and builds', [copied]],
]

describe('the commands of a plan, run by Koji’s own client on a served sandbox', () => {
  before(function () {
    if (KOJI_CLI === undefined) {
      console.log('      skipped: KOJI_CLI names no Koji client')
      this.skip()
    }
  })

  after(() => cli.remove())

  for (const [what, files] of steps) {
    it(`do all of it: ${what}`, async () => {
      const hub = await hubWith(43)
      for (const file of files) {
        const { changes, commands, script } = await typed(hub, await stateOf(file))
        expect(commands.length).to.be.above(0)
        expect(changes, script).to.deep.equal([])
      }
    })
  }

  it('do all of it: any state, from any hub', async () => {
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const planned = await planOrRefusal(hub, state)
        if (planned === undefined || planned.plan.changes.length === 0) return
        if (planCommands(planned.plan).some(({ argv }) => argv === null)) return
        const { changes, script } = await typed(hub, state)
        expect(changes, script).to.deep.equal([])
      }),
      { numRuns: Number(process.env.KOJI_CLI_RUNS ?? 5) },
    )
  })
})
