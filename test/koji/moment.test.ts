import { expect } from 'chai'
import { RelengError } from '../../src/koji/error.js'
import { parseMoment, shortTime, type WantedMoment } from '../../src/koji/moment.js'

const noon = Date.UTC(2026, 10, 1, 12) / 1000

describe('parseMoment', () => {
  const cases: [string, WantedMoment][] = [
    ['12345', { event: 12345 }],
    ['2026', { event: 2026 }],
    ['2026-11-01', { seconds: noon - 12 * 3600 }],
    ['2026-11-01T12:00Z', { seconds: noon }],
    ['2026-11-01T12:00', { seconds: noon }],
    ['2026-11-01 12:00 UTC', { seconds: noon }],
    ['2026-11-01T14:00:00+02:00', { seconds: noon }],
    ['2026-11-01T12:00:00.25Z', { seconds: noon + 0.25 }],
  ]
  for (const [text, moment] of cases)
    it(`reads ${text}`, () => expect(parseMoment(text)).to.deep.equal(moment))

  const wrong = [
    '',
    'yesterday',
    '-1',
    '1.5',
    '2026-13-01',
    '2026-02-30',
    '2026-11-01T25:00Z',
    '01.11.2026',
    '12:00',
  ]
  for (const text of wrong) {
    it(`refuses "${text}"`, () => {
      expect(() => parseMoment(text)).to.throw(RelengError, 'neither an event nor a time')
    })
  }

  it('reads what is shown of a time', () => {
    expect(parseMoment(shortTime('2026-11-01T12:00:59.999Z'))).to.deep.equal({ seconds: noon })
  })
})
