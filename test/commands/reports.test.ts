import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import { Cli } from './cli.js'

const state = (release: number, arches: string) => `version: 1
tags:
  f${release}: {arches: [x86_64], perm: null, groups: {build: [bash], srpm-build: [bash]}}
  f${release}-build: {arches: [${arches}], inheritance: [f${release}]}
targets:
  f${release}: {build_tag: f${release}-build, dest_tag: f${release}}
`

describe('reports of commands', () => {
  const cli = new Cli()
  const tags = (...args: string[]) => cli.run('tags', ...args, '--profile', 'sandbox')
  const read = (name: string) => readFileSync(path.join(cli.home, name), 'utf8')
  before(async () => {
    cli.file('f44.yaml', state(44, 'x86_64'))
    cli.file('other.yaml', state(44, 'x86_64, aarch64'))
    cli.file('f43.yaml', state(43, 'x86_64, s390x'))
    expect((await cli.run('sandbox', 'reset')).code).to.equal(0)
    expect((await tags('apply', 'f44.yaml', '--yes', '--json')).code).to.equal(0)
  })
  after(() => cli.remove())

  /** Each command, what it is asked about, and its formats. */
  const commands: [args: string[], formats: string[]][] = [
    [
      ['audit', 'other.yaml'],
      ['markdown', 'html', 'csv', 'junit', 'sarif'],
    ],
    [
      ['plan', 'other.yaml'],
      ['markdown', 'html', 'csv'],
    ],
    [
      ['history', 'f44*'],
      ['markdown', 'html', 'csv'],
    ],
    [
      ['compare', 'f43.yaml', 'other.yaml'],
      ['markdown', 'html', 'csv'],
    ],
  ]
  const beginnings: { [format: string]: RegExp } = {
    markdown: /^## \S/,
    html: /^<!DOCTYPE html>\n/,
    csv: /^(section,severity,action|event,time,author),/,
    junit: /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites /,
    sarif: /^\{\n {2}"\$schema": /,
  }

  for (const [args, formats] of commands) {
    it(`${args[0]}: ${formats.join(', ')}`, async () => {
      for (const format of formats) {
        const { code, stdout, stderr } = await tags(...args, '--format', format)
        expect([code, stderr], format).to.deep.equal([0, ''])
        expect(stdout, format).to.match(beginnings[format] ?? /^$/)
        expect(stdout, format).to.contain('f44')
      }
    })

    it(`${args[0]}: --format json is --json`, async () => {
      const [asked, ...others] = await Promise.all([
        tags(...args, '--json'),
        tags(...args, '--format', 'json'),
        tags(...args, '--format=json'),
      ])
      for (const other of others) expect(other).to.deep.equal(asked)
      expect(Object.keys(JSON.parse(asked?.stdout ?? ''))).to.include('warnings')
    })
  }

  it('writes files beside what is printed, whatever that is', async () => {
    const files = ['a.html', 'a.md', 'a.xml', 'a.sarif', 'a.csv']
    const flags = files.flatMap(file => ['--report', file])
    const plain = await tags('audit', 'other.yaml')
    cli.file('a.md', 'an older one')
    expect(await tags('audit', 'other.yaml', ...flags)).to.deep.equal(plain)
    for (const [index, format] of ['html', 'markdown', 'junit', 'sarif', 'csv'].entries())
      expect(read(files[index] ?? '')).to.match(beginnings[format] ?? /^$/)
    const { code, stdout } = await tags(
      'plan',
      'other.yaml',
      '--json',
      '--detailed-exitcode',
      '--report',
      'p.md',
    )
    expect([code, JSON.parse(stdout).changes.length]).to.deep.equal([2, 1])
    expect(read('p.md')).to.contain('`arches: x86_64 → x86_64 aarch64`')
  })

  it('shows a saved plan as a report', async () => {
    expect((await tags('plan', 'other.yaml', '-o', 'f44.plan.json')).code).to.equal(0)
    const shown = await cli.run('tags', 'plan', '--show', 'f44.plan.json', '--format', 'markdown')
    expect(shown).to.deep.equal(await tags('plan', 'other.yaml', '--format', 'markdown'))
  })

  it('says what is wrong before it asks a hub', async () => {
    const faults: [args: string[], text: RegExp][] = [
      [
        ['audit', 'other.yaml', '--report', 'audit.pdf'],
        /tells its format, and this one tells none\n.*audit\.pdf\n.*\.md/,
      ],
      [['plan', 'other.yaml', '--report', 'plan.xml'], /tells its format.*\n.*plan\.xml\n/],
      [['plan', 'other.yaml', '--diff', '--format', 'html'], /--format html and --diff both say/],
      [
        ['history', '--format', 'sarif'],
        /Expected --format=sarif to be one of: text, json, markdown, html, csv/,
      ],
    ]
    for (const [args, text] of faults) {
      const { code, stdout, stderr } = await tags(...args)
      expect([code, stdout]).to.deep.equal([1, ''])
      expect(stderr).to.match(text)
    }
    expect(existsSync(path.join(cli.home, 'audit.pdf'))).to.equal(false)
    const lost = await tags('audit', 'other.yaml', '--report', 'nowhere/a.md')
    expect([lost.code, lost.stderr]).to.satisfy(
      ([code, text]: [number, string]) => code === 1 && text.includes('nowhere/a.md'),
    )
  })
})
