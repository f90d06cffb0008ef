import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import type { Log } from 'sarif'
import { SaxesParser } from 'saxes'
import { validateXML } from 'xmllint-wasm'
import { historyCsv } from '../../../src/report/index.js'
import {
  formatOfFile,
  historyReport,
  type Report,
  renderReport,
  reportFormats,
} from '../../../src/report/reports/index.js'
import { reportMarkdown } from '../../../src/report/reports/markdown.js'
import { sarifLog } from '../../../src/report/reports/sarif.js'
import { hostile, hostileHistory, hostileReport } from './hostile.js'
import { sarifSchema } from './sarif-schema.js'

const tool = { name: 'koji-releng', version: '1.0.0' }
const empty: Report = { ...hostileReport(), sections: [], summary: 'Nothing found; 3 tags audited' }

describe('reports', () => {
  const unseen = /(?![\r\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

  for (const format of reportFormats)
    it(`hold nothing as ${format} that a terminal obeys or nobody sees`, async () => {
      for (const report of [hostileReport(), historyReport(hostileHistory())]) {
        const text = await renderReport(report, format, tool)
        expect(unseen.exec(text)).to.equal(null)
        expect(text).to.contain('red')
        if (format === 'html' || format === 'junit') expect(text).not.to.match(/<script>globalThis|<img/)
      }
    })

  it('hold nothing of the kind as CSV of a history', () => {
    expect(unseen.exec(historyCsv(hostileHistory()))).to.equal(null)
  })

  it('know their format by the names of files', () => {
    const names = ['a.md', 'a.b.HTML', 'a.csv', 'x/junit.xml', 'a.sarif', 'a.sarif.json']
    expect(names.map(name => formatOfFile(name, reportFormats))).to.deep.equal([
      'markdown',
      'html',
      'csv',
      'junit',
      'sarif',
      'sarif',
    ])
    expect(() => formatOfFile('a.xml', ['markdown', 'csv'])).to.throw('tells its format')
    expect(() => formatOfFile('report', reportFormats)).to.throw('tells its format')
  })
})

describe('a report as CSV', () => {
  it('has a line an entry, and no formula', async () => {
    const lines = (await renderReport(hostileReport(), 'csv', tool)).split('\r\n')
    expect(lines).to.have.length(1 + hostile.length + 1)
    expect(lines[0]).to.equal(
      'section,severity,action,rule,kind,name,path,message,before,after,author,time,event,run,source,mend,waived',
    )
    expect(lines.filter(line => /(^|,)"?=/.test(line))).to.deep.equal([])
  })
})

describe('a report as Markdown', () => {
  /** What stands outside of code. */
  const bare = (text: string) => text.replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')

  it('has all texts of others in code', () => {
    const text = bare(reportMarkdown(hostileReport()))
    for (const sign of ['@', '#7', '<script', '<img', '<!--', '|', '{{', 'HYPERLINK', '`'])
      expect(text, sign).not.to.contain(sign)
    expect(text).to.contain('<details><summary><b>Errors</b> (4 entries)</summary>')
  })

  it('is never longer than a comment may be, and says what it leaves out', () => {
    for (const limit of [3_000, 4_000, 10_000, 60_000]) {
      const text = reportMarkdown(hostileReport(), limit)
      expect(text.length).to.be.at.most(limit)
      const told = text.split('\n').filter(line => line.startsWith('- **')).length
      const more = [...text.matchAll(/^(?:- )?and (\d+) more/gm)].reduce((sum, [, n]) => sum + Number(n), 0)
      expect(told + more).to.equal(hostile.length)
    }
  })

  it('is no longer where the sections are many, and counts those that are left out', () => {
    const { sections, ...report } = hostileReport()
    const many = { ...report, sections: Array.from({ length: 2_000 }, () => sections).flat() }
    const text = reportMarkdown(many)
    expect(text.length).to.be.within(50_000, 60_000)
    const told = text.split('\n').filter(line => line.startsWith('- **')).length
    const more = [...text.matchAll(/^(?:- )?and (\d+) more/gm)].reduce((sum, [, n]) => sum + Number(n), 0)
    expect(told + more).to.equal(2_000 * hostile.length)
  })

  it('says so when there is nothing', () => {
    expect(reportMarkdown(empty)).to.match(/\*\*Nothing found; 3 tags audited\*\*\n$/)
  })
})

describe('a report as JUnit’s XML', () => {
  it('is as its schema says', async () => {
    for (const report of [hostileReport(), empty]) {
      const contents = await renderReport(report, 'junit', tool)
      const xsd = readFileSync(new URL('junit.xsd', import.meta.url), 'utf8')
      const { valid, errors } = await validateXML({
        xml: [{ fileName: 'report.xml', contents }],
        schema: [{ fileName: 'junit.xsd', contents: xsd }],
      })
      expect([valid, errors]).to.deep.equal([true, []])
    }
  })

  it('fails for what is bad and not waived, and counts it', async () => {
    const counts: { [name: string]: number } = {}
    const parser = new SaxesParser()
    parser.on('opentag', ({ name, attributes }) => {
      counts[name] = (counts[name] ?? 0) + 1
      if (name === 'testsuites') expect(attributes).to.include({ tests: '12', failures: '7' })
    })
    parser.write(await renderReport(hostileReport(), 'junit', tool)).close()
    // Of three notes and one that is waived, none fails; the first case is the audit itself.
    expect(counts).to.include({ testsuites: 1, testsuite: 3, testcase: 12, failure: 7, skipped: 1 })
  })
})

describe('a report as SARIF', () => {
  it('is as its schema says, and as its types', () => {
    // The types are made of the standard's own schema.
    const log: Log = sarifLog(hostileReport(), tool)
    const validate = new Ajv2020({ allErrors: true }).compile(sarifSchema)
    validate(JSON.parse(JSON.stringify(log)))
    expect(validate.errors).to.equal(null)
    validate(sarifLog(empty, tool))
    expect(validate.errors).to.equal(null)
  })

  it('names rules, places and waivers', () => {
    const [run] = sarifLog(hostileReport(), tool).runs
    const { rules } = run?.tool.driver ?? { rules: [] }
    expect(rules.map(({ id }) => id)).to.deep.equal(['dist-tag-unique', 'drift'])
    for (const { ruleId, ruleIndex } of run?.results ?? []) expect(rules[ruleIndex]?.id).to.equal(ruleId)
    expect(run?.results.filter(({ suppressions }) => suppressions.length > 0)).to.have.length(1)
    const prints = run?.results.map(({ partialFingerprints }) => Object.values(partialFingerprints).join(''))
    expect(new Set(prints).size).to.equal(hostile.length)
  })
})
