import { expect } from 'chai'
import { SettingsHistory, type SettingsVersion } from '../../src/koji/settings-history.js'
import { defaultSettings, type Settings } from '../../src/koji/tag.js'

const by = (event: number) => ({ event, time: '2026-11-22T07:10:00.000Z', author: 'jdoe' })

/** Settings from one event until before another. */
function version(from: number, until: number | null, settings: Partial<Settings> = {}): SettingsVersion {
  const end = until === null ? null : by(until)
  return { settings: { ...defaultSettings, ...settings }, origin: by(from), end }
}

describe('SettingsHistory', () => {
  // Made at 2, unlocked again at 9, deleted at 10, made again at 20; in no order, as a hub tells it.
  const history = new SettingsHistory([
    version(20, null, { arches: 'x86_64' }),
    version(2, 5, { arches: 'x86_64' }),
    version(5, 7, { arches: 'x86_64', locked: true }),
    version(7, 9, { arches: 'aarch64', locked: true }),
    version(9, 9, { arches: 'never' }),
    version(9, 10, { arches: 'aarch64' }),
  ])

  const cases: [number | undefined, number, Partial<Record<keyof Settings, number>>][] = [
    [2, 2, { arches: 2, locked: 2, perm: 2 }],
    [4, 2, { arches: 2, locked: 2, perm: 2 }],
    [6, 2, { arches: 2, locked: 5, perm: 2 }],
    [8, 2, { arches: 7, locked: 5, perm: 2 }],
    [9, 2, { arches: 7, locked: 9, perm: 2 }],
    [20, 20, { arches: 20, locked: 20, perm: 20 }],
    [undefined, 20, { arches: 20, locked: 20, perm: 20 }],
  ]
  for (const [at, made, changed] of cases) {
    it(`tells who last changed each setting, at ${at ?? 'no'} event`, () => {
      const found = history.at(at)
      expect(found?.made).to.deep.equal(by(made))
      for (const [field, event] of Object.entries(changed)) {
        expect(found?.settings, field).to.have.deep.property(field, by(event))
      }
    })
  }

  const absences: [string, SettingsHistory, number | undefined, object][] = [
    ['made later', history, 1, { kind: 'later', by: by(2) }],
    ['deleted before', history, 15, { kind: 'deleted', by: by(10) }],
    [
      'deleted',
      new SettingsHistory([version(2, 3), version(5, 6)]),
      undefined,
      { kind: 'deleted', by: by(6) },
    ],
    ['never made', new SettingsHistory([]), undefined, { kind: 'unknown' }],
    ['made and unmade in one event', new SettingsHistory([version(3, 3)]), 3, { kind: 'unknown' }],
  ]
  for (const [what, tag, at, absence] of absences) {
    it(`tells why there is no tag: ${what}`, () => {
      expect(tag.at(at)).to.equal(undefined)
      expect(tag.absence(at)).to.deep.equal(absence)
    })
  }
})
