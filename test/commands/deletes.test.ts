import { expect } from 'chai'
import { ServedHub } from './served-hub.js'

const made = `version: 1
tags:
  f20-build: {extra: {k: 1}, groups: {build: [bash]}, packages: {releng: [eog]}}
  f20-old: {inheritance: [f20-build]}
  kept: {inheritance: [f20-build]}
targets:
  f20: {build_tag: f20-build, dest_tag: f20-old}
`

const gone = `version: 1
tags:
  f20-build: {absent: true}
  f20-old: {absent: true}
  kept: {inheritance: []}
targets:
  f20: {absent: true}
`

describe('deletes, on the command line', () => {
  const hub = new ServedHub()
  const writes = () =>
    hub.methods.splice(0).filter(method => /^(create|edit|delete|set|group|login)/.test(method))
  const plan = (...args: string[]) => hub.run('tags', 'plan', ...args)
  const apply = (...args: string[]) => hub.run('tags', 'apply', ...args)

  before(async () => {
    await hub.start()
    hub.cli.file('made.yaml', made)
    hub.cli.file('gone.yaml', gone)
    hub.cli.file('other.yaml', 'version: 1\ntags:\n  other: {}\n')
    const { code } = await apply('made.yaml', '--yes')
    expect(code).to.equal(0)
    hub.methods.splice(0)
  })
  after(() => hub.stop())

  it('a plan shows them with all that goes, and the flags that an apply will need', async () => {
    const { code, stdout } = await plan('gone.yaml', '--detailed-exitcode')
    expect(code).to.equal(2)
    for (const row of [
      /^- tag f20-build +gone\.yaml:3$/m,
      /^ {4}extra +- k 1 {2}\(by releng, .*\)$/m,
      /^ {4}group build +- the group: bash {2}\(by releng, .*\)$/m,
      /^ {4}packages +- eog$/m,
      /^ {4}inherited by +- f20-old \(0\) goes, too\n +kept \(0\) leaves it$/m,
      /^ {4}used by +- target f20 goes, too$/m,
    ]) {
      expect(stdout).to.match(row)
    }
    expect(stdout).to.match(
      /\nAn apply needs leave\n {4}delete +target f20 would be deleted +--allow-delete f20 +gone\.yaml:7\n/,
    )
    expect(stdout).to.match(/\n +tag f20-build would be deleted +--allow-delete f20-build +gone\.yaml:3\n/)
    expect(stdout).to.match(/\n +tag f20-old would be deleted +--allow-delete f20-old +gone\.yaml:4\n$/)
  })

  it('an apply refuses them with 3, before it logs in and before it asks', async () => {
    const { code, stdout, stderr } = await apply('gone.yaml')
    expect(code).to.equal(3)
    expect(stdout).to.contain('An apply needs leave')
    expect(stderr).to.equal(
      [
        'error: gone.yaml:7:3: delete: target f20 would be deleted; allow it by --allow-delete f20',
        'gone.yaml:3:3: delete: tag f20-build would be deleted; allow it by --allow-delete f20-build',
        'gone.yaml:4:3: delete: tag f20-old would be deleted; allow it by --allow-delete f20-old',
        'nothing was written',
        `where: ${hub.url}`,
        'next:  review the plan, then add --allow-delete f20 --allow-delete f20-build --allow-delete f20-old',
        '',
      ].join('\n'),
    )
    expect(writes()).to.deep.equal([])
  })

  it('the same with --json, where the findings are data', async () => {
    const { code, stdout, stderr } = await apply('gone.yaml', '--yes', '--json', '--allow-delete', 'f20-*')
    expect({ code, stderr }).to.deep.equal({ code: 3, stderr: '' })
    const { error } = JSON.parse(stdout)
    expect(error).to.include({ name: 'RefusedError', exit_code: 3 })
    const source = { file: 'gone.yaml', line: 7, column: 3 }
    expect(error.data).to.deep.equal({
      guards: [
        { guard: 'delete', kind: 'target', name: 'f20', source, flag: '--allow-delete', value: 'f20' },
      ],
    })
    expect(writes()).to.deep.equal([])
  })

  it('a pattern is one word: what follows is a file', async () => {
    const { code, stderr } = await apply('--allow-delete', 'f20-*', 'gone.yaml', 'other.yaml', '--yes')
    expect(code).to.equal(3)
    expect(stderr).to.match(
      /^error: gone\.yaml:7:3: delete: target f20 would be deleted; allow it by --allow-delete f20\n/,
    )
    expect(stderr).to.not.contain('f20-old')
  })

  it('an apply that has leave for all still asks', async () => {
    const { code, stdout, stderr } = await apply('gone.yaml', '--allow-delete', '*')
    expect(code).to.equal(3)
    expect(stdout).to.not.contain('An apply needs leave')
    expect(stderr).to.contain('nobody is there to ask')
    expect(writes()).to.deep.equal([])
  })

  it('and deletes, targets before tags', async () => {
    const leaves = ['--allow-delete', 'f20', '--allow-delete', 'f20-*']
    const { code, stdout } = await apply('gone.yaml', '--yes', ...leaves)
    expect(code).to.equal(0)
    expect(stdout).to.contain('Read back: the hub is as the files say.')
    expect(writes()).to.deep.equal([
      'login',
      'setInheritanceData',
      'deleteBuildTarget',
      'deleteTag',
      'deleteTag',
    ])
  })

  it('an apply that finds them gone needs no leave', async () => {
    expect((await apply('gone.yaml', '--yes')).code).to.equal(0)
  })

  it('what comes back is told to come back empty', async () => {
    const { stdout } = await plan('made.yaml')
    expect(stdout.match(/^ +comes back under its old id.*$/gm)).to.have.length(3)
    expect(stdout).to.match(
      /^\+ tag f20-old .*\n +comes back under its old id, without what it held; it was deleted {2}\(by releng, .*, event \d+\)$/m,
    )
    expect(stdout).to.match(
      /^\+ target f20 .*\n +comes back under its old id; it was deleted {2}\(by releng, .*\)$/m,
    )
  })
})
