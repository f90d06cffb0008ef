import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { goalOf, makePlan } from '../../src/plan/index.js'
import { outputSchemas, planDiff, plannedJson, planText } from '../../src/report/index.js'
import * as extra from '../plan/facets/extra-cases.js'
import * as groups from '../plan/facets/groups-cases.js'
import * as inheritance from '../plan/facets/inheritance-cases.js'
import * as settings from '../plan/facets/settings-cases.js'

const facets = Object.entries({ extra, groups, inheritance, settings })

describe('a plan of every case of every facet', () => {
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile(
    outputSchemas.get('tags plan') ?? false,
  )
  for (const [facet, tables] of facets) {
    it(`${facet}: fits the published schema, and can be shown`, () => {
      for (const [what, wanted, hub] of Object.values(tables).flat()) {
        const goal = goalOf(wanted, hub)
        const plan = makePlan(goal, hub)
        validate(JSON.parse(JSON.stringify(plannedJson(plan))))
        expect(validate.errors ?? [], what).to.deep.equal([])
        expect(planText(plan), what).to.be.a('string')
        expect(planDiff(goal, hub) === '', what).to.equal(plan.changes.length === 0)
      }
    })
  }
})
