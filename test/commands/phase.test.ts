import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import { FedoraCli } from './fedora-cli.js'

const branched = `# Fedora, as of today\r
version: 1
use:
  - template: fedora-release   # all of it
    with: {release: 44,   phase: 'branched'}
`
const active = branched.replace('branched', 'active')

describe('tags phase, on the command line', () => {
  const fedora = new FedoraCli()
  const inHome = (name: string) => path.join(fedora.cli.home, name)
  const text = (name = 'f44.yaml') => readFileSync(inHome(name), 'utf8')
  before(async () => {
    await fedora.start(43)
    fedora.cli.file('f44.yaml', branched)
    fedora.cli.file(
      'f44-rawhide.yaml',
      'version: 1\nuse: [{template: fedora-release, with: {release: 44}}]\n',
    )
    expect(await fedora.tags('apply', 'f44-rawhide.yaml', '--yes')).to.deep.include({ code: 0 })
  })
  after(() => fedora.cli.remove())

  it('shows a diff of the file, and writes nothing, with --dry-run', async () => {
    const { code, stdout } = await fedora.cli.run('tags', 'phase', 'f44.yaml', 'active', '--dry-run')
    expect(code).to.equal(0)
    expect(stdout).to.equal(
      [
        'f44.yaml:5  fedora-release, release 44: branched → active',
        '--- f44.yaml',
        '+++ f44.yaml',
        '@@ -2,4 +2,4 @@',
        ' version: 1',
        ' use:',
        '   - template: fedora-release   # all of it',
        "-    with: {release: 44,   phase: 'branched'}",
        "+    with: {release: 44,   phase: 'active'}",
        '',
      ].join('\n'),
    )
    expect(text()).to.equal(branched)
  })

  it('leaves the file where there is no plan, unless told to do without', async () => {
    const missing = ['--config', 'no.conf', '--profile', 'nowhere']
    const { code, stderr } = await fedora.cli.run('tags', 'phase', 'f44.yaml', 'active', ...missing)
    expect(code).to.equal(1)
    expect(stderr).to.contain('f44.yaml is left as it was: there is no plan; --no-plan writes it without one')
    expect(text()).to.equal(branched)
    fedora.cli.file('copy.yaml', branched)
    const done = await fedora.cli.run('tags', 'phase', 'copy.yaml', 'active', '--no-plan')
    expect(done).to.deep.equal({
      code: 0,
      stdout: 'copy.yaml:5  fedora-release, release 44: branched → active\n',
      stderr: 'copy.yaml is written\nnext: koji-releng tags apply copy.yaml\n',
    })
    expect(text('copy.yaml')).to.equal(active)
  })

  it('edits the word, keeps the mode of the file, shows the plan, and writes nothing to the hub', async () => {
    chmodSync(inHome('f44.yaml'), 0o664)
    const event = await fedora.event()
    const { code, stdout, stderr } = await fedora.tags('phase', 'f44.yaml', 'active')
    expect(code).to.equal(0)
    expect(stdout).to.match(
      /^f44\.yaml:5 {2}fedora-release, release 44: branched → active\n\nPlan for sandbox/,
    )
    expect(stdout).to.contain('nothing to create, 5 tags to change, nothing to delete')
    expect(stderr).to.equal('f44.yaml is written\nnext: koji-releng tags apply f44.yaml --profile sandbox\n')
    expect(text()).to.equal(active)
    expect(statSync(inHome('f44.yaml')).mode & 0o777).to.equal(0o664)
    expect(await fedora.event()).to.equal(event)
  })

  it('is followed by one apply; then there is nothing more to do', async () => {
    const { code, stdout } = await fedora.tags('apply', 'f44.yaml', '--yes')
    expect(code).to.equal(0)
    expect(stdout).to.match(/\d+ calls in 1 request: switch \d+\n/)
    const again = await fedora.tags('phase', 'f44.yaml', 'active')
    expect(again.stdout).to.match(/^f44\.yaml:5 {2}fedora-release, release 44: is active already\n/)
    expect(again.stderr).to.equal('f44.yaml says so already, and is left as it is\n')
  })

  it('replaces what a link leads to, and keeps a byte order mark', async () => {
    writeFileSync(inHome('real.yaml'), `\uFEFF${branched}`)
    symlinkSync('real.yaml', inHome('link.yaml'))
    const { code } = await fedora.cli.run('tags', 'phase', 'link.yaml', 'active', '--no-plan')
    expect(code).to.equal(0)
    expect(text('real.yaml')).to.equal(`\uFEFF${active}`)
  })

  it('keeps the same mark in the middle of a comment', async () => {
    fedora.cli.file('middle.yaml', `${branched}# a\uFEFFb\n`)
    const { code, stderr } = await fedora.cli.run('tags', 'phase', 'middle.yaml', 'active', '--no-plan')
    expect([code, stderr.split('\n')[0]]).to.deep.equal([0, 'middle.yaml is written'])
    expect(text('middle.yaml')).to.equal(`${active}# a\uFEFFb\n`)
  })

  const wrong: [what: string, args: string[], message: RegExp][] = [
    [
      'a phase that there is not',
      ['f44.yaml', 'actve'],
      /has no phase actve; did you mean active\?\nwhere: f44\.yaml:4:5/,
    ],
    ['a file that is not there', ['none.yaml', 'active'], /cannot read none\.yaml: there is no such file/],
    ['a folder', ['.', 'active'], /it is no plain file, and cannot be edited\nwhere: \.\n/],
    ['what comes through a pipe', ['/dev/stdin', 'active'], /it is no plain file, and cannot be edited/],
    ['no phase', ['f44.yaml'], /Missing 1 required arg/],
    [
      'a release that it has not',
      ['f44.yaml', 'eol', '--release', '45'],
      /has no release 45 with a phase\nwhere: f44.yaml\nnext: {2}it has 44/,
    ],
  ]
  for (const [what, args, message] of wrong) {
    it(`is refused for ${what}`, async () => {
      const { code, stderr } = await fedora.cli.run('tags', 'phase', ...args)
      expect(code).to.equal(1)
      expect(stderr).to.match(message)
      expect(text()).to.equal(active)
    })
  }
})
