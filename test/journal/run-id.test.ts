import { expect } from 'chai'
import { assert, date, double, property } from 'fast-check'
import { newRunId } from '../../src/journal/index.js'
import { tries } from '../tries.js'

const some = date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
const chance = double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('the ID of a run', () => {
  it('says when it began', () => {
    expect(newRunId(new Date('2026-11-22T07:10:03.999Z'), () => 0.5)).to.equal('20261122-071003-zzhh')
  })

  it('is of one form, and sorts by time', () => {
    assert(
      property(some, some, chance, chance, (a, b, one, other) => {
        const [first, second] = [newRunId(a, () => one), newRunId(b, () => other)]
        expect(first).to.match(/^\d{8}-\d{6}-[2-9b-z]{4}$/)
        // Two of the letters part a second in 729.
        if (b.getTime() - a.getTime() > 1) expect(first < second).to.equal(true)
      }),
      tries(),
    )
  })
})
