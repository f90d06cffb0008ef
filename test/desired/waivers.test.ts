import { expect } from 'chai'
import { isWaiversFile, loadWaivers } from '../../src/desired/index.js'
import { formatSource } from '../../src/koji/source.js'
import { memoryIo } from './helpers.js'

const load = (text: string) => loadWaivers(['audit-waivers.yaml'], memoryIo({ 'audit-waivers.yaml': text }))
const one = (line: string) => load(`version: 1\nwaivers:\n  - ${line}\n`)

describe('waivers', () => {
  it('are read with their places', async () => {
    const [first, second] = await load(`version: 1
waivers:
  - rule: drift
    path: tags.f44-build.extra.*
    reason: until the fix is out
    until: 2026-12-31
  - {rule: '*', path: targets.f44, reason: ours}
`)
    expect(first).to.include({ rule: 'drift', path: 'tags.f44-build.extra.*', until: '2026-12-31' })
    expect(first && formatSource(first.source)).to.equal('audit-waivers.yaml:3:5')
    expect(second).to.include({ rule: '*', reason: 'ours' }).and.not.to.have.property('until')
  })

  it('may be none', async () => {
    expect(await load('version: 1\nwaivers: []\n')).to.deep.equal([])
  })

  const wrong: [what: string, text: Promise<unknown>, told: string][] = [
    [
      'a reason that is missing',
      one('{rule: drift, path: tags.a}'),
      'audit-waivers.yaml:3:5: waivers[0]: `reason` is missing: expected a text that says why',
    ],
    [
      'a day that is none',
      one("{rule: drift, path: a, reason: b, until: '2026-02-30'}"),
      'audit-waivers.yaml:3:46: waivers[0].until: "2026-02-30" is no day of the calendar',
    ],
    [
      'a date in other words',
      one('{rule: drift, path: a, reason: b, until: tomorrow}'),
      'audit-waivers.yaml:3:46: waivers[0].until: expected a day, such as 2026-12-31, found the text "tomorrow"',
    ],
    [
      'a key that is misspelt',
      one('{rule: drift, path: a, reasn: b}'),
      'audit-waivers.yaml:3:28: waivers[0].reasn: unknown key',
    ],
    ['no version', load('waivers: []\n'), 'audit-waivers.yaml:1:1: `version` is missing'],
    [
      'no file',
      loadWaivers(['gone.yaml'], memoryIo({})),
      'gone.yaml:1:1: cannot read gone.yaml: there is no such file',
    ],
  ]
  for (const [what, loading, told] of wrong) {
    // It is looked at below, whenever it fails.
    loading.catch(() => undefined)
    it(`tell where they are wrong: ${what}`, async () => {
      const error: unknown = await loading.then(
        () => undefined,
        (error: unknown) => error,
      )
      expect(error).to.be.an('error').with.property('message').that.contains(told)
    })
  }

  it('are known by the name of their file', () => {
    expect(
      ['audit-waivers.yaml', 'a/b/audit-waivers.yaml', 'my-audit-waivers.yaml'].map(isWaiversFile),
    ).to.deep.equal([true, true, false])
  })
})
