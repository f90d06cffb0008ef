import { expect } from 'chai'
import { RefusedError } from '../../src/koji/error.js'
import { applyPlanned, planDesired } from '../../src/pipeline.js'
import { goalOf, makePlan, refuseWithoutLeave, withoutLeave } from '../../src/plan/index.js'
import { desired, externalRepo, group, link, live, noTarget, tag, target, wanted } from '../builders.js'
import { SandboxHub } from '../sandbox-hub.js'

const hub = live(
  [
    tag('f20-old'),
    tag('f20-older'),
    tag('kept', { inheritance: [link('f20-old')], groups: [group('x', [])] }),
  ],
  [target('f20', 'f20-old', 'f20-old')],
  [],
  [{ name: 'f20-repo', url: 'http://r/', users: [] }],
)
const state = desired(
  [
    wanted('f20-old', { absent: true }),
    wanted('f20-older', { absent: true }),
    wanted('never', { absent: true }),
    wanted('kept', { inheritance: [], groups: {} }),
  ],
  [noTarget('f20')],
  [],
  [externalRepo('f20-repo', null)],
)
const plan = makePlan(goalOf(state, hub), hub)

describe('deletes need leave', () => {
  it('and are found with their place and the flag that covers no other name; parts of a tag are not', () => {
    const source = { file: 'test.yaml', line: 1, column: 1 }
    const finding = (kind: string, name: string) => {
      return { guard: 'delete', kind, name, source, flag: '--allow-delete', pattern: name }
    }
    expect(plan.guards).to.deep.equal([
      finding('target', 'f20'),
      finding('tag', 'f20-old'),
      finding('tag', 'f20-older'),
      finding('external_repo', 'f20-repo'),
    ])
  })

  const all = ['f20', 'f20-old', 'f20-older', 'f20-repo']
  const leaves: [globs: string[], uncovered: string[]][] = [
    [[], all],
    [['*'], []],
    [['f20-old'], ['f20', 'f20-older', 'f20-repo']],
    [['f20-old*', 'f20'], ['f20-repo']],
    [['f2?-*'], ['f20']],
    [['f20-[or]*'], ['f20']],
    [['F20', 'old', 'f21-*', ''], all],
  ]
  for (const [globs, uncovered] of leaves) {
    it(`${globs.map(glob => `"${glob}"`).join(' and ') || 'no glob'} leaves out ${uncovered.join(', ') || 'none'}`, () =>
      expect(withoutLeave(plan.guards, { delete: globs }).map(({ name }) => name)).to.deep.equal(uncovered))
  }

  it('and the refusal names each, its place and all flags that lack', () => {
    const refuse = () => refuseWithoutLeave(plan, { delete: ['f20-old*'] })
    expect(refuse)
      .to.throw(RefusedError)
      .that.includes({
        message:
          'test.yaml:1:1: target f20 would be deleted; allow it by --allow-delete f20\n' +
          'test.yaml:1:1: external repo f20-repo would be deleted; allow it by --allow-delete f20-repo\n' +
          'nothing was written',
        where: 'http://hub.test/kojihub',
        next: 'review the plan, then add --allow-delete f20 --allow-delete f20-repo',
        exitCode: 3,
      })
  })

  it('which a plan does not ask for, and an apply does before it logs in', async () => {
    const sandbox = new SandboxHub()
    await sandbox.call('createTag', ['f20-old'])
    const planned = await planDesired(desired([wanted('f20-old', { absent: true })]), sandbox.client, 'test')
    sandbox.takeRequests()
    const error: unknown = await applyPlanned(planned, sandbox.client, sandbox.login).catch(
      (caught: unknown) => caught,
    )
    expect(error).to.be.instanceOf(RefusedError)
    expect(sandbox.takeRequests()).to.deep.equal([])
    const { remaining } = await applyPlanned(planned, sandbox.client, sandbox.login, {
      leaves: { delete: ['f20-*'] },
    })
    expect(remaining).to.deep.equal([])
    expect(await sandbox.call('getTag', ['f20-old'])).to.equal(null)
  })
})
