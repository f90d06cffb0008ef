import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import { Cli } from './cli.js'

const sandbox = ['--profile', 'sandbox']

const state = `version: 1
use:
  - {template: fedora-base, for: {release: [44, 45]}, with: {predecessor: false}}
  - {template: fedora-updates, for: {release: [44, 45]}}
tags:
  f44-build: {arches: [x86_64]}
  f44-build-side-1: {inheritance: [f44-build]}
  eln: {inheritance: [f45]}
  far: {inheritance: [farther]}
  farther: {}
targets:
  eln: {build_tag: f45-build, dest_tag: eln}
  f45-elsewhere: {build_tag: far, dest_tag: far}
`

describe('tags export', () => {
  const cli = new Cli()
  before(async () => {
    cli.file('state.yaml', state)
    const { code, stderr } = await cli.run('sandbox', 'reset', '--from', 'state.yaml')
    expect(code, stderr).to.equal(0)
  })
  after(() => cli.remove())

  const run = (...args: string[]) => cli.run('tags', 'export', ...args, ...sandbox)
  const read = (name: string) => readFileSync(path.join(cli.home, name), 'utf8')
  const unchanged = async (...args: string[]) => {
    const { code, stdout } = await cli.run('tags', 'plan', ...args, '--detailed-exitcode')
    expect(stdout).to.contain('\nNo changes: the hub is as the files say')
    expect(code).to.equal(0)
  }

  it('prints a file that plans to no change', async () => {
    const { code, stdout, stderr } = await run('f45*')
    expect(code).to.equal(0)
    expect(stderr).to.match(/^\d+ tags, 4 targets, 0 external repos: a plan of it changes nothing\n$/)
    expect(stdout).to.match(/^# f45\* as sandbox \(sandbox:\S+\) had it at/)
    expect(stdout).to.contain('\n  eln:\n    build_tag: f45-build\n    dest_tag: eln\n')
    expect(stdout).to.contain('\nrequires:\n  tags:\n    - eln\n    - far\n')
    cli.file('printed.yaml', stdout)
    await unchanged('printed.yaml', ...sandbox)
  })

  it('writes one beside the template that releases have in common', async () => {
    const { stderr } = await run('f44*', 'f45*', '-o', 'fedora.yaml', '--as-template')
    expect(stderr).to.contain(
      ' written to fedora.yaml and fedora-template.yaml; a plan of it changes nothing',
    )
    expect(read('fedora.yaml'))
      .to.contain('# Left out: 1 side tag.\n')
      .and.to.contain(
        '\n  - template: ./fedora-template.yaml\n    for:\n      release:\n        - 44\n        - 45\n',
      )
      .and.to.contain('\n  f44-build:\n    arches:\n      - x86_64\n')
    await unchanged('fedora.yaml', ...sandbox)
  })

  it('writes the state of a sandbox, on which one can rehearse', async () => {
    const { stderr } = await run('f45*', 'eln', '-o', 'state.json', '--as-state', '--packages')
    expect(stderr).to.contain(' written to state.json; rehearse on it: ')
    expect(statSync(path.join(cli.home, 'state.json')).mode & 0o777).to.equal(0o600)
    await run('f45*', 'eln', '-o', 'f45.yaml')
    await unchanged('f45.yaml', '--profile', 'sandbox', '--state', 'state.json')
    expect((await cli.run('sandbox', 'load', 'state.json', '--state', 'other.json')).code).to.equal(0)
    await unchanged('f45.yaml', '--profile', 'sandbox', '--state', 'other.json')
    const other = 'version: 1\ntags: {f46: {inheritance: [f45]}}\n'
    cli.file('f46.yaml', other)
    const rehearsed = await cli.run('tags', 'apply', 'f46.yaml', '--yes', ...sandbox, '--state', 'state.json')
    expect(rehearsed.code, rehearsed.stderr).to.equal(0)
  })

  it('replaces no file without leave, and asks no hub then', async () => {
    cli.file('mine.yaml', 'mine')
    for (const name of ['mine.yaml', 'mine-template.yaml']) cli.file(name, 'mine')
    const { code, stderr } = await run('f45*', '-o', 'mine.yaml')
    expect([code, stderr]).to.deep.equal([
      1,
      'error: there is a file of that name already\nwhere: mine.yaml\nnext:  choose another name, or say --force to replace it\n',
    ])
    expect((await run('f45*', '-o', 'mine.yaml', '--as-state', '--force')).stderr).to.contain(
      'error: this is no state of a sandbox, and was left as it is\n',
    )
    expect([read('mine.yaml'), read('mine-template.yaml')]).to.deep.equal(['mine', 'mine'])
    expect((await run('f45*', '-o', 'mine.yaml', '--force')).code).to.equal(0)
    await unchanged('mine.yaml', ...sandbox)
  })

  it('tells which patterns match nothing', async () => {
    const { code, stderr } = await run('f4[45]', 'f47*', 'f45-biuld', '-o', 'no.yaml')
    expect(code).to.equal(1)
    expect(stderr)
      .to.contain('no tag, target or external repo matches f47*\n')
      .and.to.contain('matches f45-biuld; did you mean f45-build?\n')
    expect(existsSync(path.join(cli.home, 'no.yaml'))).to.equal(false)
  })
})
