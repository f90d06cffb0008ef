import { expect } from 'chai'
import type { Finding } from '../../src/plan/index.js'
import { guardsText, terminalStyle } from '../../src/report/index.js'

const at = (line: number) => ({ file: 'eol.yaml', line, column: 3 })
const used = { ...at(7), used_by: { file: 'all.yaml', line: 2, column: 5 } }

const findings: Finding[] = [
  {
    guard: 'profile',
    wanted: 'koji',
    profile: 'my stage',
    source: at(2),
    flag: '--allow-profile',
    value: 'my stage',
  },
  { guard: 'empty', flag: '--allow-empty', value: null },
  { guard: 'mass_change', changed: 14, managed: 40, flag: '--allow-mass-change', value: '14' },
  { guard: 'mass_delete', deleted: 26, flag: '--allow-mass-delete', value: '26' },
  {
    guard: 'delete',
    kind: 'tag',
    name: 'f20-build',
    source: at(5),
    flag: '--allow-delete',
    value: 'f20-build',
  },
  { guard: 'delete', kind: 'external_repo', name: 'f20', source: used, flag: '--allow-delete', value: 'f20' },
  {
    guard: 'protected',
    kind: 'tag',
    name: 'f20-build',
    source: at(5),
    loses: 'all',
    glob: 'f20*',
    flag: '--allow-protected',
    value: 'f20-build',
  },
  {
    guard: 'locked',
    kind: 'tag',
    name: 'f19',
    source: at(9),
    facets: ['settings', 'external_repos'],
    flag: '--allow-locked',
    value: 'f19',
  },
  {
    guard: 'older',
    kind: 'target',
    name: 'rawhide',
    source: at(11),
    from: 'f45-build',
    to: 'f44-build',
    flag: '--allow-older',
    value: 'rawhide',
  },
]

describe('what an apply needs leave for', () => {
  it('is told by guard: what was found, the flag, and the place', () => {
    expect(guardsText(findings, { width: 110 })).to.equal(`An apply needs leave
    profile       the file is for profile koji, and this is my stage  --allow-profile 'my stage'    eol.yaml:2
    empty         the files declare no tag, target or external repo  --allow-empty
    mass change   14 of 40 managed resources would change or go: more than 30 %  --allow-mass-change 14
    mass delete   26 resources would be deleted: more than 25  --allow-mass-delete 26
    delete        tag f20-build would be deleted      --allow-delete f20-build                      eol.yaml:5
                  external repo f20 would be deleted  --allow-delete f20        eol.yaml:7, used by all.yaml:2
    protected     tag f20-build is protected (f20*) and would be deleted  --allow-protected f20-build  eol.yaml:5
    locked        tag f19 stays locked and would change: settings, external repos  --allow-locked f19  eol.yaml:9
    older         target rawhide would move from f45-build to f44-build, which is older  --allow-older rawhide  eol.yaml:11`)
  })

  it('is nothing where nothing was found', () => expect(guardsText([])).to.equal(''))

  it('is set apart on a terminal, and harmless to it', () => {
    const evil: Finding = {
      guard: 'profile',
      wanted: '\u001b]0;owned\u0007',
      profile: '\u202e',
      source: at(1),
      flag: '--allow-profile',
      value: '\u202e',
    }
    const text = guardsText([evil], { style: terminalStyle })
    expect(text).to.match(/^\u001b\[1mAn apply needs leave\u001b\[22m\n/)
    expect(text.split('\n')[1]?.replaceAll(/\u001b\[\d+m/g, '')).to.not.match(/[\u0000-\u001F\u202E]/)
  })
})
