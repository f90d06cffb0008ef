import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import { Cli, example } from './cli.js'

const script = `#!/bin/bash
release=$1
koji -p sandbox add-tag f$release-side --parent f44-build --arches "x86_64 aarch64"
koji -p sandbox add-target f$release-side f$release-side
`
const odd = `${script}mv a b
koji tag-build f$release-side bash-1-1
`

describe('scripts of koji commands', () => {
  let cli: Cli
  beforeEach(() => {
    cli = new Cli()
    cli.file('make.sh', script)
    cli.file('odd.sh', odd)
  })
  afterEach(() => cli.remove())

  const written = (name: string) => readFileSync(path.join(cli.home, name), 'utf8')

  it('are read as a file that can be planned', async () => {
    await cli.run('sandbox', 'reset', '--from', example('fedora-44-base.yaml'))
    const read = await cli.run('tags', 'import-script', 'make.sh', '--set', '1=44', '-o', 'side.yaml')
    expect(read).to.deep.equal({ code: 0, stdout: '', stderr: '2 commands read; written to side.yaml\n' })
    expect(written('side.yaml')).to.match(
      /^# What make\.sh amounts to, with 1=44; read by tags import-script\.\n/,
    )
    const { stdout } = await cli.run('tags', 'plan', 'side.yaml', '--profile', 'sandbox')
    expect(stdout)
      .to.match(/\+ tag f44-side /)
      .and.to.match(/\+ target f44-side/)
  })

  it('are read from standard input', async () => {
    const { code, stdout } = await cli.type(script, 'tags', 'import-script', '-', '--set', '1=9')
    expect(code).to.equal(0)
    expect(stdout).to.match(/^ {2}f9-side:$/m)
  })

  it('are told line by line where they cannot be read, and nothing is written', async () => {
    const { code, stdout, stderr } = await cli.run('tags', 'import-script', 'odd.sh', '-o', 'x.yaml')
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' })
    expect(stderr).to.equal(`error: the script has 5 places that cannot be read; nothing is written
odd.sh:2: the variable 1 has no value
      release=$1
      give it: --set 1=VALUE
odd.sh:3: the value of release comes from line 2, which is not read
      koji -p sandbox add-tag f$release-side --parent f44-build --arches "x86_64 aarch64"
      give it: --set release=VALUE
odd.sh:4: the value of release comes from line 2, which is not read
      koji -p sandbox add-target f$release-side f$release-side
      give it: --set release=VALUE
odd.sh:5: mv is not the client koji
      mv a b
odd.sh:6: the value of release comes from line 2, which is not read
      koji tag-build f$release-side bash-1-1
      give it: --set release=VALUE
next:  mend these lines, give values by --set, or leave the lines out: --partial
`)
    expect(existsSync(path.join(cli.home, 'x.yaml'))).to.equal(false)
  })

  it('are read in part where that is wanted; the exit code and the file tell', async () => {
    const args = ['tags', 'import-script', 'odd.sh', '--set', 'release=44', '--partial', '-o', 'x.yaml']
    const { code, stderr } = await cli.run(...args)
    expect(code).to.equal(1)
    expect(stderr).to.match(/^odd\.sh:5: mv is not the client koji\n/)
    expect(written('x.yaml')).to.match(/^# Not read: line 5: mv is not the client koji$/m)
    expect(written('x.yaml')).to.match(/^ {2}f44-side:$/m)
  })

  it('replace no file', async () => {
    const { code, stderr } = await cli.run('tags', 'import-script', 'make.sh', '--set', '1=4', '-o', 'odd.sh')
    expect(code).to.equal(1)
    expect(stderr).to.match(
      /there is a file of that name already\nwhere: odd\.sh\nnext: {2}choose another name/,
    )
    expect(written('odd.sh')).to.equal(odd)
  })

  for (const [what, args, message] of [
    ['no file', ['none.sh'], /cannot read none\.sh: ENOENT/],
    ['a setting without a value', ['make.sh', '--set', 'release'], /--set release gives no value/],
    ['nothing to read', ['empty.sh'], /no koji command .* was read\nwhere: empty\.sh/],
    [
      'a text of another encoding',
      ['latin.sh'],
      /the script is not UTF-8 text\nwhere: latin\.sh\nnext: {2}convert/,
    ],
    ['no valid state', ['loop.sh'], /is no valid desired state[\s\S]*inherit/],
  ] as const) {
    it(`are refused: ${what}`, async () => {
      cli.file('empty.sh', 'echo nothing\n')
      writeFileSync(path.join(cli.home, 'latin.sh'), Buffer.from('koji add-group t g # caf\xe9\n', 'latin1'))
      cli.file('loop.sh', 'koji add-tag a\nkoji add-tag b --parent a\nkoji add-tag-inheritance a b\n')
      const { code, stdout, stderr } = await cli.run('tags', 'import-script', ...args)
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' })
      expect(stderr).to.match(message)
    })
  }

  it('come out of a plan, and lead back to it', async () => {
    await cli.run('sandbox', 'reset', '--from', example('fedora-44-base.yaml'))
    const flatpak = example('f44-flatpak.yaml')
    const sandbox = ['--profile', 'sandbox']
    await cli.run('tags', 'plan', flatpak, '-o', 'f.plan.json', ...sandbox)
    const { stdout, code } = await cli.run('tags', 'plan', flatpak, '--as-koji-commands', ...sandbox)
    expect(code).to.equal(0)
    expect(stdout).to.match(/^#!\/bin\/bash\n# Plan for sandbox .*\nset -e\n\n# create\nkoji add-tag /)
    expect((await cli.run('tags', 'plan', '--show', 'f.plan.json', '--as-koji-commands')).stdout).to.equal(
      stdout,
    )
    cli.file('plan.sh', stdout)
    await cli.run('tags', 'import-script', 'plan.sh', '-o', 'back.yaml')
    await cli.run('tags', 'apply', 'back.yaml', '--yes', ...sandbox)
    const after = await cli.run('tags', 'plan', flatpak, '--as-koji-commands', ...sandbox)
    expect(after.stdout).to.match(/# nothing to do\n$/)
  })
})
