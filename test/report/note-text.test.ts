import { expect } from 'chai'
import type { Note } from '../../src/plan/index.js'
import { notesText } from '../../src/report/index.js'
import { here } from '../builders.js'

const about = { tag: 't', source: here } as const
const redundant: Note = {
  kind: 'redundant',
  ...about,
  facet: 'groups',
  group: 'build',
  part: 'package',
  name: 'bash',
  from: 'p',
}
const leftover: Note = { kind: 'leftover', ...about, facet: 'inheritance', names: ['p', 'q'] }
const owner: Note = {
  kind: 'owner-inherited',
  ...about,
  facet: 'packages',
  name: 'eog',
  wanted: 'ann',
  inherited: 'bob',
  from: 'p',
}

describe('the notes of a plan', () => {
  it('warn of what the file cannot have, and count what it could leave out', () => {
    expect(notesText([redundant, leftover, owner, redundant]).split('\n')).to.deep.equal([
      'Notes',
      '  test.yaml:1:1: tag t, inheritance: p, q come back with it: they were set while it was deleted',
      "  test.yaml:1:1: tag t, packages: eog belongs to bob, as p lists it, and Koji cannot make it ann's",
      '    for this tag alone: change it there',
      '2 entries are redundant: --notes shows them',
    ])
  })

  it('tell what could be left out, when asked', () => {
    expect(notesText([redundant], { notes: true }).split('\n')).to.deep.equal([
      'Notes',
      '  test.yaml:1:1: tag t, group build: bash is redundant: it comes from p',
    ])
  })

  it('are nothing where there are none', () => expect(notesText([])).to.equal(''))

  it('count one in its own words', () => {
    expect(notesText([redundant])).to.equal('1 entry is redundant: --notes shows it')
  })
})
