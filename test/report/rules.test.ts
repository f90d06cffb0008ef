import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { type Rule, rules } from '../../src/audit/index.js'
import { outputSchemas, rulesJson, rulesMarkdown, rulesText } from '../../src/report/index.js'

const page = path.join(import.meta.dirname, '..', '..', 'docs', 'rules.md')

const rule: Rule = {
  id: 'no-dust',
  severity: 'warning',
  title: 'tags are dusted',
  reason: 'Dust hides tags.',
  example: '`f20`: “is dusty”.',
  mend: 'Dust it.',
  needs: ['names'],
  check: () => [],
}

describe('the rules of an audit in words', () => {
  it('are the page docs/rules.md: npm run docs writes it', () => {
    expect(readFileSync(page, 'utf8')).to.equal(rulesMarkdown(rules))
  })

  it('have a section each, with reason, example and how to mend', () => {
    const text = rulesMarkdown(rules)
    for (const { id, title, reason, example, mend } of rules) {
      const section = text.split('\n## ').find(part => part.startsWith(`${id}\n`)) ?? ''
      for (const words of [title.slice(1), reason, `Example: ${example}`, `To mend: ${mend}`])
        expect(section.replaceAll('\n', ' '), id).to.include(words)
    }
  })

  it('are listed in a terminal, the worst first', () => {
    const worse: Rule = { ...rule, id: 'no-fire', severity: 'error', needs: [] }
    expect(rulesText([rule, worse])).to.equal(
      'no-fire  error\n    tags are dusted\n    Dust hides tags.\n    Dust it.\n\n' +
        'no-dust  warning, asks the hub\n    tags are dusted\n    Dust hides tags.\n    Dust it.\n\n' +
        '2 rules, of which 1 ask the hub for more than the tags that are audited\n',
    )
  })

  it('are data that fit their schema', () => {
    const validate = new Ajv2020({ strict: false }).compile(outputSchemas.get('tags audit rules') ?? false)
    validate(rulesJson(rules))
    expect(validate.errors ?? []).to.deep.equal([])
  })
})
