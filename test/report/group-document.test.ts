import { expect } from 'chai'
import type { JsonObject } from '../../src/koji/json.js'
import { groupDocument } from '../../src/report/group-document.js'
import { groupRows } from '../builders.js'

type Rows = Parameters<typeof groupRows>[1]

const cases: [what: string, Rows, JsonObject][] = [
  ['nothing but the group', {}, { packages: [] }],
  ['packages by name', { packages: { make: {}, bash: {} } }, { packages: ['bash', 'make'] }],
  [
    'packages with options',
    { packages: { bash: { type: 'optional', basearchonly: true } } },
    { packages: [{ package: 'bash', type: 'optional', basearchonly: true }] },
  ],
  ['blocked packages', { packages: { zsh: { blocked: true } } }, { packages: [], blocked: ['zsh'] }],
  [
    'requirements',
    { requires: { srpm: {}, core: { type: 'optional', blocked: true } } },
    { packages: [], requires: [{ group: 'core', blocked: true, type: 'optional' }, 'srpm'] },
  ],
  [
    'options that are not the usual ones',
    { config: { description: 'd', uservisible: false } },
    { uservisible: false, description: 'd', packages: [] },
  ],
  ['a hidden group', { config: { blocked: true } }, { blocked: true }],
  ['additions to an inherited group', { config: null, packages: { bash: {} } }, { packages: ['bash'] }],
]

describe('a group as a file would say it', () => {
  for (const [what, rows, expected] of cases) {
    it(what, () => {
      const [name, group] = groupRows('build', rows)
      expect(groupDocument(name, group)).to.deep.equal(expected)
    })
  }
})
