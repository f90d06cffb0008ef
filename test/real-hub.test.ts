import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { Cli, example } from './commands/cli.js'

// A real Koji hub is named by REAL_HUB_PROFILES, a Koji configuration file with the profiles
// `real-kojiadmin` (may do everything), `real-packager` (may do nothing) and `real-anonymous`. Without it these tests are skipped.
const profiles = process.env.REAL_HUB_PROFILES

/** A release that this hub has not seen, so that the tests can run on it again and again. */
const release = 1000 + (Date.now() % 1_000_000_000)

function renumbered(name: string): string {
  return readFileSync(example(name), 'utf8').replaceAll('44', String(release))
}

describe('on a real Koji hub', () => {
  const cli = new Cli()
  const run = (...args: string[]) => cli.run(...args, '--config', profiles ?? '')
  before(function () {
    if (profiles === undefined) this.skip()
    cli.file('base.yaml', renumbered('fedora-44-base.yaml').replace('perm: fedora-override', 'perm: admin'))
    cli.file('flatpak.yaml', renumbered('f44-flatpak.yaml'))
  })
  after(() => cli.remove())

  it('plans anonymously, applies, and has nothing left to do', async () => {
    const base = await run('tags', 'apply', 'base.yaml', '--yes', '--profile', 'real-kojiadmin')
    expect(base.stderr).to.match(/switch \(2 calls\): done/)
    expect(base.code).to.equal(0)

    const plan = await run(
      'tags',
      'plan',
      'flatpak.yaml',
      '--profile',
      'real-anonymous',
      '--detailed-exitcode',
    )
    expect(plan.stdout).to.contain('4 tags and 2 targets to create, nothing to change, nothing to delete')
    expect(plan.code).to.equal(2)

    const applied = await run('tags', 'apply', 'flatpak.yaml', '--yes', '--profile', 'real-kojiadmin')
    expect(applied.stdout).to.contain('Read back: the hub is as the files say.')
    expect(applied.code).to.equal(0)

    const again = await run(
      'tags',
      'plan',
      'base.yaml',
      'flatpak.yaml',
      '--profile',
      'real-anonymous',
      '--detailed-exitcode',
    )
    expect(again.stdout).to.contain('No changes: the hub is as the files say (9 tags and 4 targets).')
    expect(again.code).to.equal(0)
  })

  it('mends a change and nothing else', async () => {
    const name = `f${release}-app-build`
    cli.file('drift.yaml', `version: 1\ntags:\n  ${name}: {dist_tag: .oops}\n`)
    await run('tags', 'apply', 'drift.yaml', '--yes', '--profile', 'real-kojiadmin')
    const mended = await run('tags', 'apply', 'flatpak.yaml', '--yes', '--profile', 'real-kojiadmin')
    expect(mended.stdout).to.match(/dist tag +\.oops → \.f\d+app {2}\(by kojiadmin, .*\)/)
    expect(mended.stdout).to.contain('1 call in 1 request: switch 1')
  })

  it('deletes only by leave, tells all that goes, and who deleted what comes back', async () => {
    const name = (what: string) => `f${release}-gone-${what}`
    const [tag, child, target] = [name('tag'), name('child'), name('target')]
    cli.file(
      'made.yaml',
      `version: 1
tags:
  ${tag}: {extra: {k: 1}, groups: {build: [bash]}, packages: {kojiadmin: [eog]}}
  ${child}: {inheritance: [${tag}]}
targets: {${target}: {build_tag: ${child}, dest_tag: ${tag}}}
`,
    )
    cli.file(
      'gone.yaml',
      `version: 1
tags: {${tag}: {absent: true}, ${child}: {absent: true}}
targets: {${target}: {absent: true}}
`,
    )
    const apply = (...args: string[]) => run('tags', 'apply', ...args, '--yes', '--profile', 'real-kojiadmin')
    expect((await apply('made.yaml')).code).to.equal(0)

    const refused = await apply('gone.yaml', '--allow-delete', `${tag}*`)
    expect(refused.code).to.equal(3)
    expect(refused.stdout).to.match(/packages +- eog\n +inherited by +- \S+-child \(0\) goes, too\n/)
    expect(refused.stderr).to.contain(`next:  review the plan, then add --allow-delete ${target}`)

    const gone = await apply('gone.yaml', '--allow-delete', name('*'))
    expect(gone.stderr).to.contain('remove (3 calls): done')
    expect(gone.code).to.equal(0)
    const back = await run('tags', 'plan', 'made.yaml', '--profile', 'real-anonymous')
    expect(back.stdout.match(/comes back under its old id.*\(by kojiadmin, .*\)/g)).to.have.length(3)
  })

  it('refuses a user without permissions before the first write', async () => {
    cli.file('more.yaml', `version: 1\ntags:\n  f${release}-more: {}\n`)
    const refused = await run('tags', 'apply', 'more.yaml', '--yes', '--profile', 'real-packager')
    expect(refused.stderr).to.contain('packager lacks permissions to apply this plan:\ntag, for createTag')
    expect(refused.stderr).to.contain('koji grant-permission tag packager')
    expect(refused.code).to.equal(3)
  })

  it('refuses without a login, before any write', async () => {
    cli.file('more.yaml', `version: 1\ntags:\n  f${release}-more: {}\n`)
    const refused = await run('tags', 'apply', 'more.yaml', '--yes', '--profile', 'real-anonymous')
    expect(refused.stderr).to.contain('this profile reads only (authtype = noauth)')
    expect(refused.code).to.equal(1)
  })
})
