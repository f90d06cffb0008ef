import { expect } from 'chai'
import { Cli, example, type Outcome } from './cli.js'
import { Served } from './served.js'

/** Runs `sandbox serve` while `work` is done with its URL, then interrupts it. */
async function whileServing(
  cli: Cli,
  args: string[],
  work: (url: string) => Promise<void>,
): Promise<Outcome> {
  const served = await Served.start(cli, ...args)
  try {
    await work(served.url)
  } catch (error) {
    await served.stop()
    throw error
  }
  return served.stop()
}

describe('sandbox commands', () => {
  const cli = new Cli()
  after(() => cli.remove())

  it('serve is a hub like any other, for users with passwords', async () => {
    cli.file('users.yaml', 'releng: {password: open, permissions: [tag, target, fedora-override]}\nviewer:\n')
    const served = await whileServing(cli, ['--state', 'served.json', '--users', 'users.yaml'], async url => {
      cli.file('koji.conf', `[served]\nserver = ${url}\nauthtype = password\n`)
      Object.assign(cli.env, { KOJI_RELENG_USER: 'releng', KOJI_RELENG_PASSWORD: 'open' })
      const hub = ['--profile', 'served', '--config', 'koji.conf']
      const applied = await cli.run('tags', 'apply', example('fedora-44-base.yaml'), '--yes', ...hub)
      expect(applied.stderr).to.contain('switch (2 calls): done')
      expect(applied.code).to.equal(0)
    })
    expect(served).to.deep.include({ code: 0, stderr: '' })

    const plan = await cli.run(
      'tags',
      'plan',
      example('fedora-44-base.yaml'),
      '--profile',
      'sandbox',
      '--state',
      'served.json',
    )
    expect(plan.stdout).to.contain('No changes')
  })

  it('reset makes the permissions and the owners that a file names', async () => {
    const tags = 't: {perm: autosign, packages: {releng: [bash], kojiadmin: [make]}}'
    cli.file('owners.yaml', `version: 1\ntags:\n  ${tags}\n`)
    const { code, stderr } = await cli.run('sandbox', 'reset', '--from', 'owners.yaml', '--state', 'new.json')
    expect([code, stderr]).to.deep.equal([0, '1 tag created, nothing changed, nothing deleted\n'])
  })

  it('serve --json tells its address as one document', async () => {
    const { stdout, code } = await whileServing(
      cli,
      ['--state', 'json.json', '--json'],
      async () => undefined,
    )
    expect(JSON.parse(stdout)).to.have.keys(['url', 'state'])
    expect(code).to.equal(0)
  })

  const wrongUsers: [string, string, RegExp][] = [
    ['a file that is missing', '', /the users file cannot be read/],
    ['a list', '- releng\n', /a users file is a map of names/],
    ['a misspelt key', 'releng: {pasword: x}\n', /the user releng is not described as expected/],
    ['a number as password', 'releng: {password: 5}\n', /the user releng is not described as expected/],
  ]
  for (const [what, content, message] of wrongUsers) {
    it(`serve refuses ${what} as users file`, async () => {
      const name = content === '' ? 'none.yaml' : cli.file('wrong-users.yaml', content)
      const { code, stderr } = await cli.run('sandbox', 'serve', '--users', name, '--state', 'x.json')
      expect(stderr)
        .to.match(message)
        .and.to.contain('next:  write it as: NAME: {password: …, permissions: [tag, target]}')
      expect(code).to.equal(1)
    })
  }

  it('reset keeps what was there beside it', async () => {
    await cli.run('sandbox', 'reset', '--from', example('fedora-44-base.yaml'), '--state', 'kept.json')
    await cli.run('sandbox', 'reset', '--state', 'kept.json')
    const old = await cli.run(
      'tags',
      'plan',
      example('fedora-44-base.yaml'),
      '--profile',
      'sandbox',
      '--state',
      'kept.json.old',
    )
    expect(old.stdout).to.contain('No changes')
  })

  it('reset leaves the sandbox as it was where the new one cannot be filled', async () => {
    await cli.run('sandbox', 'reset', '--from', example('fedora-44-base.yaml'), '--state', 'safe.json')
    cli.file('lost.yaml', 'version: 1\ntags:\n  a: {inheritance: [nowhere]}\n')
    const { code, stderr } = await cli.run('sandbox', 'reset', '--from', 'lost.yaml', '--state', 'safe.json')
    expect(stderr).to.contain('there is no tag nowhere (parent of a)')
    expect(code).to.equal(1)
    const status = await cli.run('sandbox', 'status', '--state', 'safe.json')
    expect(status.stdout).to.match(/^safe\.json: 5 tags, 2 targets, last event \d+\n$/)
  })

  it('reset takes the place of nothing but a sandbox', async () => {
    cli.file('precious.yaml', 'version: 1\n')
    const { code, stderr } = await cli.run('sandbox', 'reset', '--state', 'precious.yaml')
    expect(stderr).to.contain('this is no state of a sandbox, and was left as it is\nwhere: precious.yaml')
    expect(code).to.equal(1)
  })

  it('load applies a desired-state file, or takes over a state', async () => {
    await cli.run('sandbox', 'reset', '--from', example('fedora-44-base.yaml'), '--state', 'one.json')
    const applied = await cli.run('sandbox', 'load', example('f44-flatpak.yaml'), '--state', 'one.json')
    expect(applied).to.deep.include({
      code: 0,
      stderr: '4 tags and 2 targets created, nothing changed, nothing deleted\n',
    })
    await cli.run('sandbox', 'reset', '--state', 'two.json')
    await cli.run('sandbox', 'load', 'one.json', '--state', 'two.json')
    expect((await cli.run('sandbox', 'status', '--state', 'two.json')).stdout).to.contain('9 tags, 4 targets')
  })

  it('a broken state file is named, and left alone', async () => {
    cli.file('broken.json', '{"format"')
    const { code, stderr } = await cli.run(
      'tags',
      'plan',
      example('f44-flatpak.yaml'),
      '--profile',
      'sandbox',
      '--state',
      'broken.json',
    )
    expect(stderr).to.contain('this is no state of a sandbox, or a broken one\nwhere: broken.json')
    expect(code).to.equal(1)
  })
})
