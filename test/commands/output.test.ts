import { closeSync, existsSync, openSync } from 'node:fs'
import { expect } from 'chai'
import { Cli, example, type Outcome, outcomeOf } from './cli.js'

const [base, flatpak] = [example('fedora-44-base.yaml'), example('f44-flatpak.yaml')]
const sandbox = ['--profile', 'sandbox']

// Every way in which commands print, and that they end well if they can.
const printing: [string, string[]][] = [
  ['text', ['templates', 'list']],
  ['JSON', ['templates', 'list', '--json']],
  ['much text', ['schema']],
  ['help', ['--help']],
  ['the version', ['--version']],
  ['help on a command', ['help', 'tags', 'plan']],
  ['a plan', ['tags', 'plan', flatpak, ...sandbox]],
  ['a tag', ['tags', 'show', 'f44', ...sandbox]],
  ['a graph', ['tags', 'graph', ...sandbox]],
  ['a greeting', ['hub', 'hello', ...sandbox]],
  ['profiles', ['hub', 'profiles']],
]

describe('outputs that cannot be written', () => {
  const cli = new Cli()
  before(() => cli.run('sandbox', 'reset', '--from', base))
  after(() => cli.remove())

  const tags = async () => JSON.parse((await cli.run('sandbox', 'status', '--json')).stdout).tags

  describe('where the reader is gone', () => {
    /** Runs a command whose reader closes one of its outputs at once. */
    function unread(output: 'stdout' | 'stderr', ...args: string[]): Promise<Outcome> {
      const child = cli.start(args)
      child[output]?.destroy()
      return outcomeOf(child)
    }

    for (const [what, args] of printing) {
      it(`end quietly: ${what}`, async () => {
        expect(await unread('stdout', ...args)).to.deep.equal({ code: 0, stdout: '', stderr: '' })
      })
    }

    it('do not change the exit code of an error', async () => {
      expect((await unread('stderr', 'tags', 'validate', 'missing.yaml')).code).to.equal(1)
      expect((await unread('stdout', 'tags', 'validate', 'missing.yaml', '--json')).code).to.equal(1)
    })

    for (const output of ['stdout', 'stderr'] as const) {
      it(`do not stop an apply in the middle: ${output}`, async () => {
        await cli.run('sandbox', 'reset', '--from', base)
        expect((await unread(output, 'tags', 'apply', flatpak, '--yes', ...sandbox)).code).to.equal(0)
        expect(await tags()).to.equal(9)
      })
    }
  })

  describe('where the disk is full', () => {
    const full = '/dev/full'
    const line = /^error: the output cannot be written: .*no space left.*\n$/
    before(function () {
      if (!existsSync(full)) this.skip()
    })

    async function toFullDisk(...args: string[]): Promise<Outcome> {
      const disk = openSync(full, 'w')
      try {
        return await outcomeOf(cli.start(args, ['ignore', disk, 'pipe']))
      } finally {
        closeSync(disk)
      }
    }

    for (const [what, args] of printing) {
      it(`are told in one line: ${what}`, async () => {
        const { code, stderr } = await toFullDisk(...args)
        expect(stderr).to.match(line)
        expect(code).to.equal(1)
      })
    }

    it('are an error also where changes are pending', async () => {
      await cli.run('sandbox', 'reset', '--from', base)
      expect((await toFullDisk('tags', 'plan', flatpak, ...sandbox, '--detailed-exitcode')).code).to.equal(1)
    })

    it('keep an apply from its first write, as nobody can have seen the plan', async () => {
      const { code, stderr } = await toFullDisk('tags', 'apply', flatpak, '--yes', ...sandbox)
      expect(code).to.equal(1)
      expect(stderr).to.contain('not applied: the plan could not be shown; nothing was written')
      expect(await tags()).to.equal(5)
    })

    it('are no "nothing was written" where an apply prints only its result', async () => {
      const { code, stderr } = await toFullDisk('tags', 'apply', flatpak, '--yes', ...sandbox, '--json')
      expect(stderr).to.match(line)
      expect(code).to.equal(4)
      expect(await tags()).to.equal(9)
    })
  })
})
