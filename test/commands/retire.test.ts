import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import { FedoraCli } from './fedora-cli.js'

const next = 'version: 1\nuse: [{template: fedora-release, with: {release: 44}}]\n'
const leaves = ['--allow-delete', '*', '--allow-mass-change', '99']

describe('tags retire, on the command line', () => {
  const fedora = new FedoraCli()
  const inHome = (name: string) => path.join(fedora.cli.home, name)
  before(async () => {
    await fedora.start(43)
    await fedora.hub.call('createTag', ['mine'], { parent: 'f43-build', arches: 'x86_64' })
    await fedora.hub.call('createBuildTarget', ['mine', 'mine', 'mine'])
    fedora.cli.file('f44.yaml', next)
  })
  after(() => fedora.cli.remove())

  it('is refused while rawhide and ELN stand on the release', async () => {
    const { code, stderr, stdout } = await fedora.tags('retire', '43', '-o', 'eol.yaml')
    expect({ code, stdout }).to.deep.equal({ code: 3, stdout: '' })
    expect(stderr).to.contain('release 43 is still in use, and cannot end:\ntag eln inherits from f43\n')
    expect(stderr).to.contain('target rawhide builds in f43-build\n')
    expect(existsSync(inHome('eol.yaml'))).to.equal(false)
  })

  it('shows what goes, and writes it down', async () => {
    expect(await fedora.tags('apply', 'f44.yaml', '--yes')).to.deep.include({ code: 0 })
    const event = await fedora.event()
    const { code, stdout, stderr } = await fedora.tags(
      'retire',
      '43',
      '-o',
      'eol.yaml',
      '--save-plan',
      'p.plan.json',
    )
    expect(code).to.equal(0)
    expect(stdout).to.contain('nothing to create, 2 tags to change, 10 targets to delete')
    expect(stdout).to.contain('target mine would be deleted')
    expect(stderr).to.match(
      /eol\.yaml is written\nnext: koji-releng tags apply p\.plan\.json, with the leaves/,
    )
    const text = readFileSync(inHome('eol.yaml'), 'utf8')
    expect(text).to.contain('  mine: { absent: true } # mine → mine; mine inherits from f43-build\n')
    expect(text).to.contain('  f43-modular: { locked: true }\n')
    expect(await fedora.event()).to.equal(event)
  })

  it('overwrites no file that says something else', async () => {
    const { code, stderr } = await fedora.tags('retire', '43', '-o', 'f44.yaml')
    expect(code).to.equal(1)
    expect(stderr).to.contain(
      'there is a file of that name already, and it says something else\nwhere: f44.yaml',
    )
    expect(readFileSync(inHome('f44.yaml'), 'utf8')).to.equal(next)
  })

  it('is done by an apply of the file, and then there is nothing to do', async () => {
    const { code, stdout } = await fedora.tags('apply', 'eol.yaml', '--yes', ...leaves)
    expect(code).to.equal(0)
    expect(stdout).to.contain('nothing created, 2 tags changed, 10 targets deleted')
    const again = await fedora.tags('retire', '43', '--json')
    expect(JSON.parse(again.stdout)).to.deep.include({
      release: '43',
      targets: [],
      locked: ['f43', 'f43-modular'],
    })
    expect(JSON.parse(again.stdout).plan.changes).to.deep.equal([])
  })

  const wrong: [what: string, args: string[], message: RegExp][] = [
    ['no number', ['abc'], /command line:1:\d+: release: `release` must be integer, found the text "abc"/],
    ['0', ['0'], /`release` must be >= 1/],
    [
      'a release that the hub has not',
      ['31'],
      /there is no tag of release 31, as the template fedora-release names them/,
    ],
    ['a template without phases', ['43', '--template', 'flatpak'], /the template flatpak has no phase eol/],
    ['a phase of its own', ['43', '--set', 'phase=active'], /--set phase is not for this command/],
  ]
  for (const [what, args, message] of wrong) {
    it(`is refused for ${what}`, async () => {
      const { code, stderr } = await fedora.tags('retire', ...args)
      expect(code).to.equal(1)
      expect(stderr).to.match(message)
    })
  }
})
