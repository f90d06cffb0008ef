import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import { FedoraCli } from './fedora-cli.js'

const side = [
  '--template',
  'side-target',
  '--set',
  'name=f43-kde',
  '--set',
  'base=f43-build',
  '--set',
  'ticket=r#1',
]

describe('a template in the place of a file, on the command line', () => {
  const fedora = new FedoraCli()
  before(() => fedora.start(43))
  after(() => fedora.cli.remove())

  it('plans what a file that uses it would, and names the command line as the source', async () => {
    fedora.cli.file(
      'f.yaml',
      'version: 1\nuse: [{template: side-target, with: {name: f43-kde, base: f43-build, ticket: r#1}}]\n',
    )
    const [line, file] = [await fedora.tags('plan', ...side), await fedora.tags('plan', 'f.yaml')]
    expect(line.code).to.equal(0)
    expect(line.stdout).to.contain('used by command line:1')
    const alike = (text: string) => text.replace(/ +(\S+:\d+, )?used by .*$/gm, '')
    expect(alike(line.stdout)).to.equal(alike(file.stdout))
  })

  it('is checked without a hub', async () => {
    const { code, stdout } = await fedora.cli.run('tags', 'validate', ...side)
    expect(code).to.equal(0)
    expect(stdout).to.match(
      /^command line: --template side-target --set name=f43-kde .*: valid; tags f43-kde;/,
    )
  })

  it('is named in plan files and journals', async () => {
    const { code } = await fedora.tags('plan', ...side, '-o', 'side.plan.json')
    expect(code).to.equal(0)
    const saved = JSON.parse(readFileSync(path.join(fedora.cli.home, 'side.plan.json'), 'utf8'))
    expect(saved.desired.files.map(({ file }: { file: string }) => file)).to.deep.equal([
      'command line: --template side-target --set name=f43-kde --set base=f43-build --set ticket=r#1',
      'side-target.yaml',
    ])
    const applied = await fedora.tags('apply', ...side, '--yes', '--json')
    const { plan, journal } = JSON.parse(applied.stdout)
    expect(plan.changes[0].source.used_by).to.deep.equal({ file: 'command line', line: 1, column: 1 })
    expect(readFileSync(journal, 'utf8')).to.contain('"used_by":{"file":"command line","line":1,"column":1}')
    expect((await fedora.tags('plan', ...side, '--detailed-exitcode')).code).to.equal(0)
  })

  const wrong: [what: string, args: string[], message: string][] = [
    [
      'a value that does not fit',
      ['--template', 'fedora-release', '--set', 'release=abc'],
      'command line:1:33: release: `release` must be integer, found the text "abc"\n    1 | --template fedora-release --set release=abc\n      |                                 ^',
    ],
    [
      '0',
      ['--template', 'fedora-release', '--set', 'release=0'],
      'command line:1:33: release: `release` must be >= 1, found the number 0',
    ],
    [
      'a value that is missing',
      ['--template', 'fedora-release'],
      'command line:1:12: the template fedora-release needs a value for `release`',
    ],
    [
      'a template that there is not',
      ['--template', 'fedora-relase', '--set', 'release=44'],
      'did you mean `fedora-release`?',
    ],
    [
      'a file beside it',
      ['f.yaml', '--template', 'flatpak'],
      '--template stands in the place of files\nwhere: f.yaml',
    ],
    [
      'values without a template',
      ['--set', 'release=44'],
      '--set release=44 has no template to set anything of',
    ],
    [
      'a value twice',
      ['--template', 'flatpak', '--set', 'release=44', '--set', 'release=45'],
      '--set gives release twice',
    ],
    ['no value', ['--template', 'flatpak', '--set', 'release'], '--set release gives no value'],
    [
      'nothing at all',
      [],
      'no desired-state file was given\nnext:  name one or more YAML files, or a template: --template NAME',
    ],
  ]
  for (const [what, args, message] of wrong) {
    it(`is refused, with the flag, for ${what}`, async () => {
      const { code, stderr } = await fedora.cli.run('tags', 'validate', ...args)
      expect(code).to.equal(1)
      expect(stderr).to.contain(message)
    })
  }

  it('is refused by plan and apply, too, and nothing is written', async () => {
    const event = await fedora.event()
    for (const command of ['plan', 'apply']) {
      const { code, stderr } = await fedora.tags(command, '--template', 'flatpak', '--set', 'release=0')
      expect(code, command).to.equal(1)
      expect(stderr, command).to.contain('command line:1:26: release: `release` must be >= 1')
    }
    expect(await fedora.event()).to.equal(event)
  })
})
