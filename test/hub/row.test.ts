import { expect } from 'chai'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { HubError } from '../../src/hub/index.js'
import { Row } from '../../src/hub/row.js'
import { readEnd, readOrigin } from '../../src/hub/row-values.js'

describe('a row of a hub', () => {
  const times: [RpcValue, string][] = [
    [0, '1970-01-01T00:00:00.000Z'],
    [1_763_800_000.25, '2025-11-22T08:26:40.250Z'],
    [-1, '1969-12-31T23:59:59.000Z'],
    [253_402_300_799, '9999-12-31T23:59:59.000Z'],
  ]
  for (const [seconds, time] of times) {
    it(`tells a time: ${time}`, () => expect(new Row({ ts: seconds }, 'm').time('ts')).to.equal(time))
  }

  for (const seconds of [253_402_300_800, -1e12, 1e300, Number.NaN, Number.POSITIVE_INFINITY, '1', null]) {
    it(`is told of where it says ${seconds} for a time`, () => {
      const row = new Row({ create_ts: seconds, create_event: 1, revoke_ts: seconds, revoke_event: 2 }, 'm')
      expect(() => readOrigin(row)).to.throw(HubError, /^m answered a create_ts that is not a (time|number)$/)
      expect(() => readEnd(row)).to.throw(HubError, /^m answered a revoke_ts that is not a (time|number)$/)
    })
  }
})
