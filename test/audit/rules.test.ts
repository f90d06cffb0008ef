import { expect } from 'chai'
import { AuditView, checkRules, type Rule, rules, waived } from '../../src/audit/index.js'
import { here } from '../builders.js'
import { ruleCases } from './rule-cases.js'

type Input = ConstructorParameters<typeof AuditView>[0]

const found = (rule: Rule, input: Input) => checkRules([rule], new AuditView(input))
const said = (rule: Rule, input: Input) => found(rule, input).map(({ path, message }) => [path, message])

describe('the rules of an audit', () => {
  it('have cases each, and an id of their own', () => {
    expect(Object.keys(ruleCases).sort()).to.deep.equal(rules.map(({ id }) => id).sort())
  })

  for (const rule of rules) {
    const { finds = [], quiet = {} } = ruleCases[rule.id] ?? {}
    describe(rule.id, () => {
      it('finds what is wrong, and says what', () => {
        for (const { hub, says } of finds) expect(said(rule, hub)).to.deep.equal(says)
      })

      it('says in its page what it says of a hub', () => {
        const messages = finds.flatMap(({ says }) => says.map(([, message]) => message))
        const quoted = [...rule.example.matchAll(/“([^”]+)”/g)].map(([, words = '']) => words)
        expect(quoted).to.have.length(1)
        expect(messages).to.include.members(quoted)
      })

      it('is quiet about what is right', () => {
        for (const [why, hub] of Object.entries(quiet)) expect(said(rule, hub), why).to.deep.equal([])
      })

      it('has each finding waived by its id and path, and no other', () => {
        for (const { hub } of finds)
          for (const finding of found(rule, hub)) {
            const { path } = finding
            const waiver = { rule: rule.id, path, reason: 'known', source: here }
            const scope = { today: '2026-11-22', rules: new Set([rule.id]) }
            const paths = waived(found(rule, hub), [waiver], scope).flatMap(one =>
              one.waiver === undefined ? [] : [one.path],
            )
            expect(paths).to.deep.equal([path])
            expect(waived([finding], [{ ...waiver, rule: 'another' }], scope)).to.deep.equal([finding])
          }
      })
    })
  }
})
