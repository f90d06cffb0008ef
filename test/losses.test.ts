import { expect } from 'chai'
import fc from 'fast-check'
import { applyPlanned } from '../src/pipeline.js'
import type { Plan } from '../src/plan/index.js'
import { desired, noTarget, wanted } from './builders.js'
import { type HandCall, handCalls, makeCalls } from './random-states.js'
import { anyLeave, planOrRefusal, SandboxHub } from './sandbox-hub.js'

const names = ['a', 'b', 'c', 'd', 'e', '__proto__']
const runs = Number(process.env.FC_RUNS ?? 200)

/** Two builds, tagged here and there. */
const tagging: fc.Arbitrary<HandCall[]> = fc
  .array(fc.tuple(fc.constantFrom(...names), fc.constantFrom('bash-1-1', 'make-1-1')), { maxLength: 8 })
  .map(pairs => [
    ...['bash', 'make'].map(name => ({ method: 'createEmptyBuild', params: [name, '1', '1', null] })),
    ...pairs.map(([tag, build]) => ({ method: 'tagBuildBypass', params: [tag, build] })),
  ])

/** What the plan says that its deletes take away. */
function foretold({ changes }: Plan): string[] {
  return changes.flatMap(change => {
    if (change.action !== 'delete') return []
    if (change.kind === 'target') return [`target ${change.target}`]
    if (change.kind !== 'tag') return []
    const { tag, losses = { rows: [], heirs: [], targets: [] } } = change
    const rows = losses.rows.map(row => {
      switch (row.kind) {
        case 'extra':
          return `extra ${tag} ${row.key}`
        case 'inheritance':
          return `link ${tag} ${row.parent}`
        case 'group':
          return `group ${tag} ${row.group}`
        case 'group_package':
          return `package ${tag} ${row.group} ${row.package}`
        case 'group_requirement':
          return `requirement ${tag} ${row.group} ${row.required}`
        case 'external_repo_use':
          return `use ${tag} ${row.repo}`
        default:
          return row.kind
      }
    })
    const { packages, builds } = losses.contents ?? {}
    return [
      `tag ${tag}`,
      ...rows,
      ...losses.heirs.flatMap(heir => (heir.stays ? [] : [`link ${heir.tag} ${tag}`])),
      ...(packages?.names ?? []).map(name => `listed ${tag} ${name}`),
      ...(builds?.names ?? []).map(name => `tagged ${tag} ${name}`),
    ]
  })
}

/** What the hub has revoked since an event, but for the owners of packages. */
async function revoked(hub: SandboxHub, afterEvent: number): Promise<string[]> {
  const tables = await hub.call('queryHistory', [], { afterEvent, active: false })
  const words: { [table: string]: (row: { [column: string]: unknown }) => unknown[] } = {
    build_target_config: row => ['target', row['build_target.name']],
    tag_config: row => ['tag', row['tag.name']],
    tag_extra: row => ['extra', row['tag.name'], row.key],
    tag_inheritance: row => ['link', row['tag.name'], row['parent.name']],
    group_config: row => ['group', row['tag.name'], row['group.name']],
    group_package_listing: row => ['package', row['tag.name'], row['group.name'], row.package],
    group_req_listing: row => ['requirement', row['tag.name'], row['group.name'], row['req.name']],
    tag_external_repos: row => ['use', row['tag.name'], row['external_repo.name']],
    tag_packages: row => ['listed', row['tag.name'], row['package.name']],
    tag_listing: row => ['tagged', row['tag.name'], `${row.name}-${row.version}-${row.release}`],
  }
  return Object.entries(words).flatMap(([table, wordsOf]) =>
    Object(tables)[table].map((row: { [column: string]: unknown }) => wordsOf(row).join(' ')),
  )
}

describe('a plan of deletes', () => {
  it('tells every row that the hub then revokes, and no other', async () => {
    let deletes = 0
    await fc.assert(
      fc.asyncProperty(handCalls, tagging, fc.subarray(names), async (calls, builds, gone) => {
        const hub = new SandboxHub()
        await makeCalls(hub, [...calls, ...builds])
        // What stays leaves what goes.
        const tags = names.map(name =>
          wanted(name, gone.includes(name) ? { absent: true } : { inheritance: [] }),
        )
        const planned = await planOrRefusal(hub, desired(tags, ['t', 'u'].map(noTarget)))
        if (planned === undefined) return
        let before = Number.POSITIVE_INFINITY
        await applyPlanned(planned, hub.client, hub.login, {
          ...anyLeave,
          watch: told => {
            if (told.event === 'stage' && told.stage === 'remove') before = hub.lastEvent()
          },
        })
        const told = [...new Set(foretold(planned.plan))].sort()
        expect(told).to.deep.equal(Number.isFinite(before) ? (await revoked(hub, before)).sort() : [])
        deletes += told.length
      }),
      { numRuns: runs },
    )
    expect(deletes, 'rows that were revoked').to.be.above(runs)
  })
})
