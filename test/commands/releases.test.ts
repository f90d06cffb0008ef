import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import { Cli } from './cli.js'
import { hasTerminals, Terminal } from './terminal.js'

/** A hub with 44, two things of it made by hand. */
const f44 = `version: 1
use:
  - {template: fedora-base, with: {release: 44, predecessor: false, phase: active}}
  - {template: fedora-updates, with: {release: 44, phase: active}}
tags:
  f44-compose: {arches: [x86_64]}
  f44-foo: {inheritance: [f44]}
`

/** What makes a release of these families alone. */
const layout = `description: The base of a release
parameters:
  release: {type: integer, minimum: 1}
  phase: {enum: [rawhide, active], default: rawhide}
use:
  - {template: fedora-base, with: {release: '\${release}', phase: '\${phase}', predecessor: false}}
  - {template: fedora-updates, with: {release: '\${release}', phase: '\${phase}'}}
`

const sandbox = ['--profile', 'sandbox']
const likeF44 = ['tags', 'new', '45', '--template', './layout.yaml', '--like', '44', ...sandbox]

describe('tags new and tags compare', () => {
  let cli = new Cli()
  before(async () => {
    cli = new Cli()
    cli.file('f44.yaml', f44)
    cli.file('layout.yaml', layout)
    expect((await cli.run('sandbox', 'reset', '--from', 'f44.yaml')).code).to.equal(0)
  })
  after(() => cli.remove())

  const read = (name: string) => readFileSync(path.join(cli.home, name), 'utf8')

  it('print a new release, which is valid as it is', async () => {
    const { code, stdout, stderr } = await cli.run('tags', 'new', '45')
    expect([code, stderr]).to.deep.equal([0, ''])
    expect(stdout).to.match(
      /^# Release 45\. All tags and targets of a Fedora release: the template fedora-release\.\n/,
    )
    expect(stdout).to.contain('#   koji-releng tags plan f45.yaml\n')
    expect(stdout).to.contain('      release: 45\n      phase: rawhide\n')
    expect(stdout).to.match(/# modular: true +modules\n/)
    cli.file('printed.yaml', stdout)
    expect((await cli.run('tags', 'validate', 'printed.yaml')).code).to.equal(0)
  })

  it('keep to values that are set', async () => {
    const set = ['--set', 'modular=false', '--set', 'phase=branched', '--set', 'arches=x86_64,aarch64']
    const { stdout } = await cli.run('tags', 'new', '45', ...set)
    expect(stdout).to.contain(
      '      release: 45\n      phase: branched\n      arches: [x86_64, aarch64]\n      modular: false\n',
    )
  })

  it('write, plan, apply and compare one that is like another', async () => {
    const made = await cli.run(...likeF44, '-o', 'f45.yaml')
    expect([made.code, made.stdout]).to.deep.equal([0, ''])
    expect(made.stderr.trimEnd().split('\n')).to.deep.equal([
      'f44 differs from the template in phase active in 2 things; 2 of them are carried over',
      'wrote f45.yaml; review it, then: koji-releng tags plan f45.yaml --profile sandbox',
    ])
    expect(read('f45.yaml').split('\ntags:\n')[1]).to.equal(
      [
        '  # tag f44-compose',
        '  #   arches        the template  none',
        '  #                 f44           x86_64',
        '  f45-compose:',
        '    arches:',
        '      - x86_64',
        '  # tag f44-foo: the template makes none',
        '  f45-foo:',
        '    arches: []',
        '    perm: null',
        '    locked: false',
        '    extra: {}',
        '    inheritance:',
        '      - parent: f45',
        '        priority: 0',
        '    groups: {}',
        '    external_repos: []',
        '',
      ].join('\n'),
    )
    const file = await cli.run('tags', 'compare', '44', 'f45.yaml', '--detailed-exitcode', ...sandbox)
    expect([file.code, file.stderr]).to.deep.equal([2, ''])
    expect(file.stdout).to.contain(
      '~ tag f44 and f45\n    perm          f44  admin\n                  f45  none\n',
    )
    cli.file('active.yaml', read('f45.yaml').replace('phase: rawhide', 'phase: active'))
    expect((await cli.run('tags', 'apply', 'active.yaml', '--yes', ...sandbox)).code).to.equal(0)
    const live = await cli.run('tags', 'compare', '44', '45', '--detailed-exitcode', ...sandbox)
    expect([live.code, live.stderr]).to.deep.equal([0, ''])
    expect(live.stdout).to.match(/\n\nNo difference; the same but for the number: 12 tags and 2 targets\n$/)
  })

  it('warn of a release that is there, otherwise than the file says', async () => {
    const { code, stdout, stderr } = await cli.run('tags', 'new', '44', '-t', './layout.yaml', ...sandbox)
    expect(code).to.equal(0)
    expect(stderr).to.match(
      /^warning: f44 is on sandbox already, and otherwise than this file says: f44, f44-compose, f44-foo, /,
    )
    expect(stdout).to.contain('# WARNING: f44 is on sandbox already')
  })

  it('compare releases of one file without a hub', async () => {
    const two = [44, 45].map(n => `{template: ./layout.yaml, with: {release: ${n}}}`).join(', ')
    cli.file('two.yaml', `version: 1\nuse: [${two}]\ntags: {f45-iot: {inheritance: [f45]}}\n`)
    const { code, stdout } = await cli.run('tags', 'compare', 'two.yaml#44', 'two.yaml#f45')
    expect(code).to.equal(0)
    expect(stdout.split('\n').map(line => line.replace(/ {2,}/g, '  '))).to.deep.equal([
      'f44 in two.yaml  and  f45 in two.yaml',
      '',
      '+ tag f45-iot  only f45 has it',
      '  inheritance  f45 (0)',
      '',
      '1 tag differs; the same but for the number: 11 tags and 2 targets',
      '',
    ])
  })

  it('take nothing over where nobody can be asked, and say so', async () => {
    const { code, stdout, stderr } = await cli.run(...likeF44, '--ask')
    expect(code).to.equal(0)
    expect(stdout).not.to.contain('\ntags:')
    expect(stderr).to.contain('tag f44-compose\n  arches        the template  none\n')
    expect(stderr).to.contain('tag f44-foo: the template makes none\n')
    expect(stderr).to.contain(
      'warning: nobody is there to ask: nothing of it was taken over; without --ask, all is\n',
    )
  })

  describe('on a terminal', () => {
    before(function () {
      if (!hasTerminals()) this.skip()
    })

    it('take over what is answered with yes', async () => {
      const terminal = new Terminal(cli, [...likeF44, '--ask', '-o', 'asked.yaml'])
      await terminal.asks(/\(1 of 2\)\? y, n, a\(ll\), q\(uit\):/)
      terminal.type('what?\rn\r')
      await terminal.asks(/\(2 of 2\)\? y, n, a\(ll\), q\(uit\):/)
      terminal.type('y\r')
      expect(await terminal.ended).to.equal('exit 0')
      expect(read('asked.yaml')).to.contain('f45-foo:').and.not.to.contain('f45-compose:')
    })

    it('write nothing where the question is left open', async () => {
      const terminal = new Terminal(cli, [...likeF44, '--ask', '-o', 'open.yaml'])
      await terminal.asks(/\(1 of 2\)\?/)
      terminal.type('\u0003')
      expect(await terminal.ended).to.equal('exit 3')
      expect(() => read('open.yaml')).to.throw('ENOENT')
    })
  })

  const wrong: [string[], number, RegExp][] = [
    [
      ['tags', 'new', 'f45'],
      1,
      /^error: `f45` is no number of a release\nwhere: RELEASE\nnext: {2}write it as 45\n$/,
    ],
    [['tags', 'new', '0'], 1, /next: {2}releases are counted from 1: such as 45/],
    [['tags', 'new', '45', '-o', 'f44.yaml'], 1, /already\nwhere: f44\.yaml\nnext: .*--force/],
    [['tags', 'new', '45', '-o', '.'], 1, /this is a folder/],
    [['tags', 'new', '45', '-o', 'no/f45.yaml'], 1, /cannot be written: .*\nwhere: no\/f45\.yaml/],
    [['tags', 'new', '45', '--like', '45', ...sandbox], 1, /cannot be made like itself/],
    [
      ['tags', 'new', '45', '--like', '33', ...sandbox],
      1,
      /there is nothing of release f33: .*\nwhere: sandbox:/,
    ],
    [['tags', 'new', '45', '--set', 'modular'], 1, /--set modular gives no value/],
    [['tags', 'new', '45', '--set', 'moduler=false'], 1, /no such parameter/],
    [
      ['tags', 'new', '45', '-t', 'fedora-moves', '--set', 'phase=eol'],
      1,
      /makes nothing whose name bears the release/,
    ],
    [['tags', 'compare', '44', '99', ...sandbox], 1, /there is nothing of release f99/],
    [['tags', 'compare', '44', 'epel9', ...sandbox], 1, /f44 and epel9 are of two kinds/],
    [
      ['tags', 'compare', 'two.yaml', '44', ...sandbox],
      1,
      /several releases: f45, f44\nwhere: two\.yaml\nnext: .*two\.yaml#f45/,
    ],
    [['tags', 'compare', 'f46.yaml', '44', ...sandbox], 1, /cannot read f46\.yaml/],
  ]
  for (const [args, code, message] of wrong)
    it(`are refused: ${args.filter(arg => !sandbox.includes(arg)).join(' ')}`, async () => {
      const told = await cli.run(...args)
      expect([told.code, told.stdout]).to.deep.equal([code, ''])
      expect(told.stderr).to.match(message)
    })

  it('replace a file by leave', async () => {
    cli.file('old.yaml', 'old')
    expect((await cli.run('tags', 'new', '45', '-o', 'old.yaml', '--force')).code).to.equal(0)
    expect(read('old.yaml')).to.contain('release: 45')
  })
})
