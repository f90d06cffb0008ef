import { expect } from 'chai'
import type { Change } from '../../src/plan/index.js'
import { historyCsv, type ToldHistory } from '../../src/report/index.js'
import { here } from '../builders.js'

const made = { action: 'create', before: null, source: here } as const
const changes: readonly Change[] = [
  { kind: 'tag', ...made, action: 'delete', tag: 'a', before: settings(), after: null },
  { kind: 'setting', ...made, action: 'update', tag: 'a', field: 'perm', before: null, after: 'admin' },
  { kind: 'extra', ...made, tag: 'a', key: '=1+1', after: { blocked: false, value: 'x, "y"' } },
  { kind: 'target', ...made, target: 't', after: { name: 't', build_tag: 'a', dest_tag: 'b' } },
]

function settings() {
  return { arches: '', perm: null, locked: false, maven_support: false, maven_include_all: false }
}

const history: ToldHistory = {
  hub: { profile: 'p', url: 'http://hub', version: '1.35.3' },
  event: 7,
  after: null,
  until: null,
  events: [{ event: 7, time: '2026-11-22T07:10:00.000Z', author: 'ralph', run: null, changes }],
}

describe('a history as CSV', () => {
  it('has a line a change, empty halves, and no formula', () => {
    const [, ...lines] = historyCsv(history).split('\r\n')
    const start = '7,2026-11-22T07:10:00.000Z,ralph,,'
    expect(lines).to.deep.equal([
      `${start}tag,a,settings,,delete,"${JSON.stringify(settings()).replaceAll('"', '""')}",`,
      `${start}tag,a,settings,perm,update,null,admin`,
      `${start}tag,a,extra,'=1+1,create,,"{""blocked"":false,""value"":""x, \\""y\\""""}"`,
      `${start}target,t,,,create,,"{""name"":""t"",""build_tag"":""a"",""dest_tag"":""b""}"`,
      '',
    ])
  })
})
