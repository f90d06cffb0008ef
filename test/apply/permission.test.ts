import { expect } from 'chai'
import { missingPermissions, notPermitted } from '../../src/apply/index.js'
import type { GreetedUser } from '../../src/koji/greeting.js'
import { goalOf, makePlan, type Plan } from '../../src/plan/index.js'
import { desired, externalRepo, live, noTarget, tag, target, wanted } from '../builders.js'
import * as extra from '../plan/facets/extra-cases.js'
import { callsOf } from '../plan/facets/facet-case.js'
import * as groups from '../plan/facets/groups-cases.js'
import * as inheritance from '../plan/facets/inheritance-cases.js'
import { matrix } from '../plan/facets/matrix-table.js'
import * as settings from '../plan/facets/settings-cases.js'

const policy = 'the policy package_list'

/**
 * What each call of a plan takes (`assertPerm` in Koji's hub). Lists of packages are under the policy
 * `package_list`, which a hub does not show: nobody is refused beforehand.
 */
const taken: { readonly [permission: string]: readonly string[] } = {
  tag: [
    'addExternalRepoToTag',
    'createTag',
    'deleteTag',
    'editTag2',
    'editTagExternalRepo',
    'groupListAdd',
    'groupListBlock',
    'groupListRemove',
    'groupListUnblock',
    'groupPackageListAdd',
    'groupPackageListBlock',
    'groupPackageListRemove',
    'groupPackageListUnblock',
    'groupReqListAdd',
    'groupReqListBlock',
    'groupReqListRemove',
    'groupReqListUnblock',
    'removeExternalRepoFromTag',
    'setInheritanceData',
  ],
  target: ['createBuildTarget', 'deleteBuildTarget', 'editBuildTarget'],
  admin: ['createExternalRepo', 'deleteExternalRepo', 'editExternalRepo'],
  [policy]: [
    'packageListAdd',
    'packageListBlock',
    'packageListRemove',
    'packageListSetArches',
    'packageListSetOwner',
    'packageListUnblock',
  ],
}

const repo = (name: string) => ({ name, url: `http://${name}/` })
/** Every change of a resource as a whole. */
const whole = planOf(
  desired(
    [wanted('comes'), wanted('goes', { absent: true })],
    [target('comes', 'a', 'a'), target('moves', 'a', 'a'), noTarget('goes')],
    [],
    [externalRepo('comes', 'http://c'), externalRepo('moves', 'http://m'), externalRepo('goes', null)],
  ),
  live(
    [tag('a'), tag('b'), tag('goes')],
    [target('moves', 'b', 'b'), target('goes', 'b', 'b')],
    [],
    [repo('goes'), repo('moves')],
  ),
)

function planOf(...[state, hub]: Parameters<typeof goalOf>): Plan {
  return makePlan(goalOf(state, hub), hub)
}

function methodsOf(calls: readonly string[]): string[] {
  return calls.map(call => call.replace(/^\w+: (\w+)\(.*$/s, '$1'))
}

/** The methods of all plans that the tests of the facets make, and of `whole`. */
function plannedMethods(): Set<string> {
  const cases = [extra, groups, inheritance, settings].flatMap(tables => Object.values(tables).flat())
  const cells = Object.values(matrix).flatMap(({ exact, additive }) => [
    ...Object.values(exact),
    ...Object.values(additive),
  ])
  return new Set([
    ...methodsOf(cases.flatMap(([, state, hub]) => callsOf(planOf(state, hub)))),
    ...methodsOf(cells.flatMap(([, calls]) => calls)),
    ...methodsOf(callsOf(whole)),
  ])
}

const user = (...permissions: string[]): GreetedUser => ({ name: 'jdoe', authentication: null, permissions })
const planWith = (...methods: string[]): Plan => ({
  ...whole,
  stages: [
    { stage: 'switch', calls: methods.map(method => ({ method, params: [], changes: [0] })), requests: 1 },
  ],
})

describe('what lacks for a plan', () => {
  it('is told of every call that a plan may hold', () => {
    const all = Object.values(taken).flat()
    expect([...plannedMethods()].sort()).to.deep.equal(all.sort())
  })

  for (const [permission, methods] of Object.entries(taken)) {
    it(`${permission}: ${methods.length} calls`, () => {
      for (const method of methods) {
        const missing = (...held: string[]) => [...missingPermissions(planWith(method), user(...held))]
        const others = ['tag', 'target', 'repo', 'image'].filter(other => other !== permission)
        const told = permission === policy ? [] : [[permission, [method]]]
        expect(missing(...others), method).to.deep.equal(told)
        expect(missing(), method).to.deep.equal(told)
        expect(missing(permission), method).to.deep.equal([])
        expect(missing('admin'), method).to.deep.equal([])
      }
    })
  }

  it('is told at once: permissions, calls, who may grant them, and where the files ask for it', () => {
    const missing = missingPermissions(whole, user('repo'))
    const error = notPermitted(missing, user('repo'), ['kojiadmin', 'root'], whole)
    expect(error).to.include({
      exitCode: 3,
      message:
        'jdoe lacks permissions to apply this plan:\n' +
        'target, for createBuildTarget, deleteBuildTarget, editBuildTarget\n' +
        'admin, for createExternalRepo, deleteExternalRepo, editExternalRepo\n' +
        'tag, for createTag, deleteTag\n' +
        'nothing was written',
      next:
        'ask an administrator of the hub (kojiadmin, root): koji grant-permission target jdoe; ' +
        'koji grant-permission admin jdoe; koji grant-permission tag jdoe; then apply again',
    })
    expect(error.problems.map(({ message }) => message)).to.deep.equal([
      'createBuildTarget takes the permission target',
      'deleteBuildTarget takes the permission target',
      'editBuildTarget takes the permission target',
      'createExternalRepo takes the permission admin',
      'deleteExternalRepo takes the permission admin',
      'editExternalRepo takes the permission admin',
      'createTag takes the permission tag',
      'deleteTag takes the permission tag',
    ])
    expect([...missingPermissions(whole, user('target', 'tag')).keys()]).to.deep.equal(['admin'])
  })
})
