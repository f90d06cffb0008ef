import { spawn, spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect } from 'chai'
import { Cli } from './cli.js'

const state = 'version: 1\ntags: {a: {}}\n'
const config = '[koji]\nserver = http://hub.test/kojihub\n'

/** A named pipe, as `<(command)` makes one, that gives a text once. */
function pipe(cli: Cli, text: string): string {
  const name = path.join(cli.home, 'pipe')
  spawnSync('mkfifo', [name])
  const writer = spawn('sh', ['-c', 'printf %s "$TEXT" > "$PIPE"'], {
    env: { ...process.env, TEXT: text, PIPE: name },
  })
  writer.unref()
  return name
}

const cases: [string, string, (pipe: string) => string[], RegExp][] = [
  ['a desired state', state, pipe => ['tags', 'validate', pipe], /: valid; tags a;/],
  ['a desired state to plan', state, pipe => ['tags', 'plan', pipe, '-p', 'sandbox'], /^\+ tag a /m],
  ['what fills a sandbox', state, pipe => ['sandbox', 'load', pipe], /^Loaded /],
  ['a configuration', config, pipe => ['hub', 'profiles', '--config', pipe], /^\* koji +http:\/\/hub\.test/],
]

describe('a pipe is as good as a file', () => {
  let cli: Cli
  before(function () {
    if (spawnSync('mkfifo', ['--version']).error !== undefined) this.skip()
  })
  beforeEach(async () => {
    cli = new Cli()
    await cli.run('sandbox', 'reset')
  })
  afterEach(() => cli.remove())

  for (const [what, text, args, stdout] of cases) {
    it(what, async () => {
      const outcome = await cli.run(...args(pipe(cli, text)))
      expect(outcome.stderr).not.to.contain('error')
      expect(outcome.stdout).to.match(stdout)
      expect(outcome.code).to.equal(0)
    })
  }
})
