import { expect } from 'chai'
import { Cli, example } from './cli.js'

const [base, flatpak] = [example('fedora-44-base.yaml'), example('f44-flatpak.yaml')]

describe('the main job, on the command line', () => {
  const cli = new Cli()
  after(() => cli.remove())

  it('runs from an empty sandbox to a second plan that is empty', async () => {
    const reset = await cli.run('sandbox', 'reset', '--from', base)
    expect(reset).to.deep.include({ code: 0 })

    const before = await cli.run('tags', 'plan', flatpak, '--profile', 'sandbox', '--detailed-exitcode')
    expect(before.code).to.equal(2)
    expect(before.stdout).to.contain('4 tags and 2 targets to create, nothing to change, nothing to delete')
    expect(before.stderr).to.equal('')

    const applied = await cli.run('tags', 'apply', flatpak, '--profile', 'sandbox', '--yes')
    expect(applied.code).to.equal(0)
    expect(applied.stdout).to.contain('Read back: the hub is as the files say.')
    expect(applied.stderr).to.equal(
      'rehearsal (12 calls): passed\ncreate (4 calls): done\nfill (6 calls): done\nswitch (2 calls): done\n',
    )

    const after = await cli.run('tags', 'plan', flatpak, '--profile', 'sandbox', '--detailed-exitcode')
    expect(after.code).to.equal(0)
    expect(after.stdout).to.contain('No changes: the hub is as the files say (4 tags and 2 targets).')
  })

  it('prints one JSON document with --json, and nothing else', async () => {
    const plan = await cli.run('tags', 'plan', base, flatpak, '--profile', 'sandbox', '--json')
    expect(plan).to.deep.include({ code: 0, stderr: '' })
    const document: unknown = JSON.parse(plan.stdout)
    expect(document).to.have.property('changes').that.deep.equals([])
    expect(document).to.have.property('summary').that.deep.includes({ calls: 0, requests: 0 })

    const applied = await cli.run('tags', 'apply', flatpak, '--profile', 'sandbox', '--json')
    expect(applied).to.deep.include({ code: 0, stderr: '' })
    expect(JSON.parse(applied.stdout)).to.have.property('remaining').that.deep.equals([])
  })

  it('shows a unified diff of YAML with --diff', async () => {
    cli.file('more.yaml', 'version: 1\ntags:\n  f44-override: {perm: null}\n')
    const { stdout } = await cli.run('tags', 'plan', 'more.yaml', '--profile', 'sandbox', '--diff')
    expect(stdout)
      .to.contain('--- tag f44-override')
      .and.to.contain('-    perm: fedora-override\n+    perm: null')
  })

  it('tells in short what builds notice and what is redundant, and all of it when asked', async () => {
    const group = (name: string) => `{manage: {groups: additive}, groups: {build: [${name}]}}`
    cli.file('group.yaml', `version: 1\ntags:\n  f44: ${group('make')}\n  f44-app: ${group('bash')}\n`)
    const plan = (...flags: string[]) =>
      cli.run('tags', 'plan', 'group.yaml', '--profile', 'sandbox', ...flags)

    const short = (await plan()).stdout
    expect(short).to.contain('8 tags inherit from f44; builds of 4 targets change:')
    expect(short).to.contain('  --consequences shows what each tag sees\n')
    expect(short).to.contain('1 entry is redundant: --notes shows it\n')
    expect(short).to.contain('3 repos will be made again: f44-build (5 arches)')

    const whole = (await plan('--consequences', '--notes')).stdout
    expect(whole).to.match(/tags f44, f44-app, f44-app-build, [\s\S]*group build {3}\+ make {2}\(from f44\)/)
    expect(whole).to.match(
      /group\.yaml:4:\d+: tag f44-app, group build: bash is redundant: it comes from f44\n/,
    )

    const diff = await plan('--diff')
    expect(diff.stdout).not.to.contain('redundant')
    expect(diff.stderr).to.contain('1 entry is redundant')

    const { stdout } = await cli.run(
      'tags',
      'apply',
      'group.yaml',
      '--profile',
      'sandbox',
      '--yes',
      '--notes',
    )
    expect(stdout).to.contain('bash is redundant')
    expect((await plan()).stdout).to.match(/1 entry is redundant: --notes shows it\n\nNo changes: /)
  })

  it('refuses to apply without a terminal and without --yes, before any write', async () => {
    cli.file('more.yaml', 'version: 1\ntags:\n  f44-override: {perm: null}\n')
    const refused = await cli.type('yes\n', 'tags', 'apply', 'more.yaml', '--profile', 'sandbox')
    expect(refused.code).to.equal(3)
    expect(refused.stderr)
      .to.contain('nobody is there to ask: standard input is no terminal')
      .and.to.contain('next:  review the plan, then add --yes')
    const plan = await cli.run('tags', 'plan', 'more.yaml', '--profile', 'sandbox', '--detailed-exitcode')
    expect(plan.code).to.equal(2)
  })

  it('refuses a delete of what is in use with 3, with and without --json', async () => {
    cli.file('delete.yaml', 'version: 1\ntags:\n  f44: {absent: true}\n')
    const text = await cli.run('tags', 'plan', 'delete.yaml', '--profile', 'sandbox')
    expect(text.code).to.equal(3)
    expect(text.stderr).to.contain('delete.yaml:3:3: tag f44 cannot be deleted: tag f44-app inherits from it')
    const json = await cli.run('tags', 'plan', 'delete.yaml', '--profile', 'sandbox', '--json')
    expect(json).to.deep.include({ code: 3, stderr: '' })
    expect(JSON.parse(json.stdout)).to.have.nested.property('error.exit_code', 3)
  })
})
