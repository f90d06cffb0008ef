import { expect } from 'chai'
import type { DesiredState, Requirement } from '../../src/koji/desired-state.js'
import { unresolvedError, unresolvedNames } from '../../src/plan/index.js'
import { desired, here, live, noTarget, tag, target, wanted } from '../builders.js'

const required = (kind: Requirement['kind'], name: string): Requirement => ({ kind, name, source: here })
const hub = live(
  [tag('f43'), tag('f43-build')],
  [{ name: 'rawhide', build_tag: 'f43-build', dest_tag: 'f43' }],
)
const nothing = desired([])

describe('what files require of a hub', () => {
  const cases: [string, DesiredState, Requirement, string | undefined][] = [
    ['a tag that is there', nothing, required('tag', 'f43'), undefined],
    ['a target that is there', nothing, required('target', 'rawhide'), undefined],
    [
      'a tag that is not',
      nothing,
      required('tag', 'f42'),
      'there is no tag f42 (required); the hub must have it first; is this the right hub?',
    ],
    [
      'a target of the name of a tag',
      nothing,
      required('target', 'f43'),
      'there is no target f43 (required); the hub must have it first; is this the right hub?',
    ],
    [
      'a tag that the files make',
      desired([wanted('f44')]),
      required('tag', 'f44'),
      'there is no tag f44 (required); the hub must have it first: apply what makes it by itself',
    ],
    [
      'a target that the files make',
      desired([], [target('f44', 'f43-build', 'f43')]),
      required('target', 'f44'),
      'there is no target f44 (required); the hub must have it first: apply what makes it by itself',
    ],
    [
      'a target that the files delete',
      desired([], [noTarget('rawhide')]),
      required('target', 'rawhide'),
      'there is no target rawhide (required); the file deletes it',
    ],
  ]
  for (const [what, state, requirement, message] of cases) {
    it(`${what}: ${message === undefined ? 'accepted' : 'refused'}`, () => {
      const missing = unresolvedNames({ ...state, requires: [requirement] }, hub)
      const told = missing.length === 0 ? undefined : unresolvedError(missing, hub, hub.tags.keys()).message
      expect(told).to.equal(message && `test.yaml:1:1: ${message}`)
    })
  }
})
