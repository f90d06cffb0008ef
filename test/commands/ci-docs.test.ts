import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { parse } from 'yaml'
import { Cli, type Outcome } from './cli.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

const state = (arches: string) => `version: 1
tags:
  f44: {arches: [x86_64], perm: null, groups: {build: [bash], srpm-build: [bash]}}
  f44-build: {arches: [${arches}], inheritance: [f44]}
targets:
  f44: {build_tag: f44-build, dest_tag: f44}
`

/** The steps of docs/ci.md that run the tool, by their workflow. */
function steps(workflow: string): string[] {
  const page = readFileSync(path.join(root, 'docs/ci.md'), 'utf8')
  const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => parse(text))
  const { jobs } = blocks.find(({ name }) => name === workflow)
  const all = Object.values<{ steps: { run?: string }[] }>(jobs).flatMap(job => job.steps)
  return all.flatMap(({ run = '' }) => (/(^|\n)koji-releng /.test(run) ? [run] : []))
}

describe('the jobs of docs/ci.md', () => {
  const cli = new Cli()
  const read = (name: string) => readFileSync(path.join(cli.home, name), 'utf8')
  before(async () => {
    mkdirSync(path.join(cli.home, 'desired'))
    mkdirSync(path.join(cli.home, 'bin'))
    cli.file('desired/f44.yaml', state('x86_64'))
    // The hub of the page is the sandbox here.
    const script = '#!/bin/bash\nset -- "${@/#koji.conf/}"\nset -- "${@/%koji/sandbox}"\nargs=()\n'
    const drop = 'for one; do [[ $one == --config || $one == "" ]] || args+=("$one"); done\n'
    cli.file('bin/koji-releng', `${script}${drop}exec ${process.execPath} ${root}/bin/run.js "\${args[@]}"\n`)
    chmodSync(path.join(cli.home, 'bin/koji-releng'), 0o755)
    expect((await cli.run('sandbox', 'reset')).code).to.equal(0)
  })
  after(() => cli.remove())

  function shell(step: string | undefined, env: { [name: string]: string } = {}): Promise<Outcome> {
    const { cwd, env: own } = cli.commandLine([])
    const options = { cwd, env: { ...own, PATH: `${cli.home}/bin:${process.env.PATH}`, ...env } }
    return new Promise(resolve => {
      const child = execFile('bash', ['-e', '-c', step ?? 'exit 99'], options, (_, stdout, stderr) =>
        resolve({ code: child.exitCode, stdout, stderr }),
      )
    })
  }

  it('validate and plan, apply the plan that was reviewed, and audit', async () => {
    const [validate, plan] = steps('plan')
    expect((await shell(validate)).code).to.equal(0)
    const planned = await shell(plan)
    expect(planned.code, planned.stderr).to.equal(0)
    expect(read('plan.md')).to.contain('2 tags and 1 target to create')
    expect(read('plan.html')).to.contain('f44-build')
    const [, digest = ''] = /digest ([0-9a-f]{64})/.exec(planned.stderr) ?? []

    const [apply] = steps('apply')
    const variables = { GITHUB_SERVER_URL: 'https://ci.test', GITHUB_REPOSITORY: 'a/b', GITHUB_RUN_ID: '7' }
    const other = await shell(apply, { ...variables, DIGEST: '0'.repeat(64), LEAVES: '' })
    expect(other.code, other.stderr).to.equal(3)
    const applied = await shell(apply, { ...variables, DIGEST: digest, LEAVES: '--allow-locked f43' })
    expect(applied.code, applied.stderr).to.equal(0)

    const [audit] = steps('audit')
    cli.file('desired/f44.yaml', state('x86_64, aarch64'))
    const audited = await shell(audit)
    expect(audited.code, audited.stderr).to.equal(2)
    for (const ending of ['html', 'xml', 'sarif', 'md'])
      expect(read(`audit.${ending}`)).to.contain('f44-build')
  })
})
