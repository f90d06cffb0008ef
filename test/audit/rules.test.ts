import { expect } from 'chai'
import { AuditView, checkRules, type Rule, rules } from '../../src/audit/index.js'
import { ruleCases } from './rule-cases.js'

const said = (rule: Rule, input: ConstructorParameters<typeof AuditView>[0]) =>
  checkRules([rule], new AuditView(input)).map(({ path, message }) => [path, message])

describe('the rules of an audit', () => {
  it('have cases each, and a name of their own', () => {
    expect(Object.keys(ruleCases).sort()).to.deep.equal(rules.map(({ id }) => id).sort())
  })

  for (const rule of rules) {
    const { finds = [], quiet = {} } = ruleCases[rule.id] ?? {}
    describe(rule.id, () => {
      it('finds what is wrong, and says what', () => {
        for (const { hub, says } of finds) expect(said(rule, hub)).to.deep.equal(says)
      })
      it('is quiet about what is right', () => {
        for (const [why, hub] of Object.entries(quiet)) expect(said(rule, hub), why).to.deep.equal([])
      })
    })
  }
})
