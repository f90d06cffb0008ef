import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import { Cli } from './cli.js'

const state = (arches: string, more = '') => `version: 1
tags:
  f44: {arches: [x86_64], perm: null, groups: {build: [bash], srpm-build: [bash]}}
  f44-build: {arches: [${arches}], inheritance: [f44]${more}}
targets:
  f44: {build_tag: f44-build, dest_tag: f44}
`

describe('tags audit', () => {
  const cli = new Cli()
  const sandbox = ['--profile', 'sandbox']
  const audit = (...args: string[]) => cli.run('tags', 'audit', ...args, ...sandbox)
  const json = async (...args: string[]) => JSON.parse((await audit(...args, '--json')).stdout)
  const drift = async (...args: string[]) =>
    (await json(...args)).findings.filter(({ rule }: { rule: string }) => rule === 'drift')
  let run = ''
  before(async () => {
    cli.file('f44.yaml', state('x86_64'))
    cli.file('other.yaml', state('x86_64, aarch64', ', extra: {k: 1}'))
    expect((await cli.run('sandbox', 'reset')).code).to.equal(0)
    const options = ['--yes', '--json', ...sandbox, '--allow-mass-change', '9']
    expect((await cli.run('tags', 'apply', 'f44.yaml', ...options)).code).to.equal(0)
  })
  after(() => cli.remove())

  it('says that all is as the files say', async () => {
    const { code, stdout, stderr } = await audit('f44.yaml', '--detailed-exitcode', '--fail-on', 'error')
    expect([code, stderr]).to.deep.equal([0, ''])
    expect(stdout).to.contain('Audit of sandbox · sandbox:').and.to.contain('2 tags and 1 target audited')
    expect(await drift('f44.yaml')).to.deep.equal([])
  })

  it('tells what is otherwise, by whom, at which event, and by which run', async () => {
    const options = ['--yes', '--json', ...sandbox, '--allow-mass-change', '9']
    run = JSON.parse((await cli.run('tags', 'apply', 'other.yaml', ...options)).stdout).run
    const [finding, ...others] = await drift('f44.yaml')
    expect(others).to.deep.equal([])
    expect(finding).to.deep.include({
      rule: 'drift',
      severity: 'warning',
      resource: { kind: 'tag', name: 'f44-build' },
      path: 'tags.f44-build.arches',
      message: 'arches is "x86_64 aarch64", should be "x86_64"',
      expected: 'x86_64',
      found: 'x86_64 aarch64',
      run,
      source: { file: 'f44.yaml', line: 4, column: 15 },
    })
    expect(finding.by).to.have.length(1)
    const { stdout, stderr } = await audit('f44.yaml')
    expect(stderr).to.equal('')
    expect(stdout).to.match(
      /\ntag f44-build\n {4}warning {7}arches is "x86_64 aarch64", should be "x86_64" +kojiadmin, \S+ \S+ UTC, event \d+\n/,
    )
    expect(stdout).to.contain(`f44.yaml:4:15; last written by run ${run}\n`)
  })

  it('exits with 2 where it is asked to, and something so bad is found', async () => {
    const codes: [string[], number][] = [
      [[], 0],
      [['--detailed-exitcode'], 2],
      [['--fail-on', 'warning'], 2],
      [['--fail-on', 'error'], 0],
      [['--detailed-exitcode', '--fail-on', 'error'], 0],
      [['--detailed-exitcode', '--json'], 2],
    ]
    for (const [flags, expected] of codes)
      expect((await audit('f44.yaml', '--tags', 'f44-build', ...flags)).code, flags.join(' ')).to.equal(
        expected,
      )
  })

  it('takes waivers from beside the files, and from where it is told', async () => {
    mkdirSync(path.join(cli.home, 'waived'))
    cli.file('waived/f44.yaml', state('x86_64'))
    const waivers = (until: string) =>
      `version: 1\nwaivers:\n  - {rule: '*', path: tags.f44-build, reason: 'releng#7', until: '${until}'}\n`
    cli.file('waived/audit-waivers.yaml', waivers('2100-01-01'))
    const waived = await audit('waived/f44.yaml', '--tags', 'f44-build', '--detailed-exitcode')
    expect([waived.code, waived.stderr]).to.deep.equal([0, ''])
    expect(waived.stdout).to.contain(
      'Waived\n  tag f44-build: arches is "x86_64 aarch64", should be "x86_64" (releng#7, until 2100-01-01)\n',
    )
    // As a shell has it for *.yaml.
    const all = await audit('waived/audit-waivers.yaml', 'waived/f44.yaml', '--tags', 'f44-build')
    expect(all.stdout).to.equal(waived.stdout)
    cli.file('old.yaml', waivers('2000-01-01'))
    const expired = await audit('waived/f44.yaml', '--waivers', 'old.yaml', '--detailed-exitcode')
    expect(expired.code).to.equal(2)
    expect(expired.stdout).to.contain(
      'file old.yaml\n    warning       the waiver of * at tags.f44-build expired on 2000-01-01 (releng#7) [waiver-expired]\n',
    )
  })

  it('audits the past, and tells what came and went', async () => {
    const [{ by }] = await drift('f44.yaml')
    const event = by[0].event
    expect(await drift('f44.yaml', '--at', String(event - 1))).to.deep.equal([])
    const { comparison } = await json('f44.yaml', '--since', String(event - 1))
    expect(comparison.since.event).to.equal(event - 1)
    expect(comparison.new.map(({ path }: { path: string }) => path)).to.include('tags.f44-build.arches')
    const told = await audit('f44.yaml', '--since', String(event - 1), '--detailed-exitcode')
    expect([told.code, told.stdout]).to.satisfy(
      ([code, text]: [number, string]) => code === 2 && text.includes('\nNew since ') && / 0 gone/.test(text),
    )
    const none = await audit('f44.yaml', '--since', String(event), '--detailed-exitcode')
    expect(none.code, none.stdout).to.equal(0)
  })

  it('audits tags without files', async () => {
    const { code, stdout, stderr } = await audit('--tags', 'f44*')
    expect([code, stderr]).to.deep.equal([0, ''])
    expect(stdout).to.match(/2 tags and 1 target audited\n$/)
  })

  it('lists its rules, without a hub', async () => {
    const { code, stdout, stderr } = await cli.run('tags', 'audit', '--rules')
    expect([code, stderr]).to.deep.equal([0, ''])
    expect(stdout).to.contain('dist-tag-unique')
  })

  const wrong: [what: string, args: string[], told: string][] = [
    [
      'nothing to audit',
      [],
      "name desired-state files, for how the hub differs from them; or tags, for what is wrong with them: --tags 'f44-*'",
    ],
    ['a tag that is none', ['--tags', 'f44-bild'], 'there is no tag f44-bild; did you mean f44-build?'],
    ['a moment that is none', ['f44.yaml', '--at', 'yesterday'], 'yesterday is neither an event nor a time'],
    [
      'a moment after another',
      ['f44.yaml', '--since', '3', '--at', '2'],
      '--since is event 3, and that is after --at, event 2',
    ],
    ['waivers that are none', ['f44.yaml', '--waivers', 'f44.yaml'], 'f44.yaml:2:1: tags: unknown key'],
    [
      'waivers that are not there',
      ['f44.yaml', '--waivers', 'gone.yaml'],
      'cannot read gone.yaml: there is no such file',
    ],
    [
      'another severity',
      ['f44.yaml', '--fail-on', 'note'],
      'Expected --fail-on=note to be one of: warning, error',
    ],
  ]
  for (const [what, args, told] of wrong)
    it(`refuses ${what}`, async () => {
      const { code, stdout, stderr } = await audit(...args)
      expect([code, stdout]).to.deep.equal([1, ''])
      expect(stderr).to.contain(told)
    })
})
