import path from 'node:path'
import { expect } from 'chai'
import { openState } from '../../src/sandbox/index.js'
import { expectGolden } from '../golden.js'
import { SandboxHub } from '../sandbox-hub.js'
import { Cli, example } from './cli.js'

const lines = (text: string) => text.trimEnd().split('\n')

describe('tags show', () => {
  const cli = new Cli()
  const state = path.join(cli.home, 'state.json')
  const show = (...args: string[]) =>
    cli.run('tags', 'show', ...args, '--profile', 'sandbox', '--state', state)

  /** Without what differs from run to run. */
  const plain = (text: string) =>
    text.replaceAll(state, 'state.json').replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, '<time>')

  // Fedora 44 with its Flatpak tags, and what became of them since.
  before(async () => {
    await cli.run('sandbox', 'reset', '--from', example('fedora-44-base.yaml'), '--state', state)
    await cli.run('sandbox', 'load', example('f44-flatpak.yaml'), '--state', state)
    const hub = new SandboxHub({}, { state: openState(state) })
    await hub.call('editTag2', ['f44-app-build'], { locked: true, extra: { 'rpm.macro._with_x': '1' } })
    await hub.call('groupPackageListBlock', ['f44-app-build', 'build', 'info'])
    await hub.call('createExternalRepo', ['epel', 'https://example.org/epel'])
    await hub.call('addExternalRepoToTag', ['f44-build', 'epel', 5], { merge_mode: 'bare' })
    await hub.call('packageListAdd', ['f44', 'bash', 'releng'])
    await hub.call('packageListAdd', ['f44', 'gimp', 'releng'])
    await hub.call('packageListBlock', ['f44-app', 'gimp'])
    await hub.call('createTag', ['f44-side'], { parent: 'f44-build' })
    await hub.call('deleteTag', ['f44-side'])
    await hub.call('deleteBuildTarget', ['f44-app'])
  })
  after(() => cli.remove())

  const cases: [string, string[]][] = [
    ['a-build-tag', ['f44-app-build']],
    ['names-of-packages', ['f44-app-build', '--groups', '--packages']],
    ['the-past', ['f44-app-build', '--at', '53', '--groups']],
    ['several-tags', ['f44', 'f44-app']],
    ['a-deleted-tag-in-the-past', ['f44-side', '--at', '61']],
  ]
  for (const [name, args] of cases) {
    it(`tells ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await show(...args)
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
      expectGolden(`show/${name}.txt`, plain(stdout))
    })
  }

  it('takes the time of an event for the event', async () => {
    const [then, now] = await Promise.all([show('f44', '--at', '56', '--json'), show('f44', '--json')])
    const { time } = JSON.parse(then.stdout)
    expect(JSON.parse(now.stdout).time).to.equal(null)
    const after = new Date(Date.parse(time) + 1).toISOString()
    const { event } = JSON.parse((await show('f44', '--at', after, '--json')).stdout)
    // Events follow each other faster than a clock counts.
    expect(event).to.be.within(56, 63)
  })

  const refused: [string, string[], string[]][] = [
    [
      'names that mean nothing',
      ['f44-ap', 'f44'],
      [
        'error: there is no tag f44-ap; did you mean f44-app?',
        'next:  mend the names; koji-releng tags graph lists all tags',
      ],
    ],
    [
      'a deleted tag',
      ['f44-side'],
      [
        'error: there is no tag f44-side: it was deleted by kojiadmin, <time>, event 62',
        'next:  to see f44-side as it was: --at 61',
      ],
    ],
    ['a moment that is none', ['f44', '--at', 'then'], ['error: then is neither an event nor a time']],
    ['no name', [], ['error: Missing 1 required arg:']],
  ]
  for (const [what, args, expected] of refused) {
    it(`refuses ${what}`, async () => {
      const { code, stdout, stderr } = await show(...args)
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' })
      expect(lines(plain(stderr))).to.include.members(expected)
    })
  }
})
