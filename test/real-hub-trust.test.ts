import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import { connect } from '../src/cli/connection.js'
import { isJsonObject, type Json, type JsonObject } from '../src/koji/json.js'
import { Cli, type Outcome, outcomeOf } from './commands/cli.js'
import { newPrefix } from './conformance/real-hub.js'
import { endState } from './end-state.js'
import { baseFile, changeFile } from './journal/full-apply.js'

// What makes an apply to trust, on a real Koji hub: see test/real-hub.test.ts.
const config = process.env.REAL_HUB_PROFILES

describe('an apply to trust, on a real Koji hub', () => {
  const cli = new Cli()
  before(function () {
    if (config === undefined) this.skip()
  })
  after(() => cli.remove())

  const on = (profile: string) => ['--profile', `real-${profile}`, '--config', config ?? '']
  const run = (profile: string, ...args: string[]): Promise<Outcome> =>
    cli.run('tags', ...args, ...on(profile))
  const apply = (file: string, ...args: string[]) => run('kojiadmin', 'apply', file, '--yes', ...args)
  const leaves = ['--allow-delete', '*', '--allow-mass-change', '999', '--allow-mass-delete', '999']
  const client = () => connect({ profile: 'real-kojiadmin', config }).client

  it('refuses a plan that others made stale: which row, who, when', async () => {
    const tag = `${newPrefix('stale')}a`
    cli.file('made.yaml', `version: 1\ntags: {${tag}: {extra: {k: 1}, arches: [x86_64]}}\n`)
    cli.file('next.yaml', `version: 1\ntags: {${tag}: {extra: {k: 2}}}\n`)
    cli.file('others.yaml', `version: 1\ntags: {${tag}: {extra: {k: 3}}}\n`)
    cli.file('elsewhere.yaml', `version: 1\ntags: {${tag}: {arches: [aarch64]}}\n`)
    await apply('made.yaml')
    await run('anonymous', 'plan', 'next.yaml', '-o', 'next.plan.json')
    await run('releng', 'apply', 'elsewhere.yaml', '--yes')
    await run('releng', 'apply', 'others.yaml', '--yes')
    const stale = await apply('next.plan.json')
    expect(stale.stderr).to.match(new RegExp(`tag ${tag}: extra k: .* \\(by releng, .* event \\d+\\)`))
    expect(stale.stderr).to.contain('nothing was written')
    expect(stale.code).to.equal(3)
    cli.file('back.yaml', `version: 1\ntags: {${tag}: {extra: {k: 1}}}\n`)
    await apply('back.yaml')
    expect((await apply('next.plan.json')).code, 'elsewhere is no matter').to.equal(0)
  })

  it('refuses what the user may not do: packager anything, releng an external repo', async () => {
    const name = `${newPrefix('denied')}a`
    cli.file('tag.yaml', `version: 1\ntags: {${name}: {}}\n`)
    cli.file(
      'repo.yaml',
      `version: 1\nexternal_repos: {${name}: {url: 'https://example.org/'}}\ntags: {${name}: {}}\n`,
    )
    const packager = await run('packager', 'apply', 'tag.yaml', '--yes')
    const releng = await run('releng', 'apply', 'repo.yaml', '--yes')
    expect(packager.stderr).to.contain('packager lacks permissions to apply this plan')
    expect(releng.stderr).to.contain(
      'releng lacks permissions to apply this plan:\nadmin, for createExternalRepo',
    )
    expect([packager.code, releng.code]).to.deep.equal([3, 3])
    const plan = await run('anonymous', 'plan', 'repo.yaml', '--json')
    expect(JSON.parse(plan.stdout).changes).to.have.length(2)
  })

  it('undoes an apply of all facets', async () => {
    const prefix = newPrefix('undo')
    const { base, change, names } = files(prefix)
    cli.file('base.yaml', base)
    cli.file('change.yaml', change)
    await apply('base.yaml')
    const was = await endState(client(), prefix, names)
    const applied = await apply('change.yaml', ...leaves)
    expect(applied.code, applied.stderr).to.equal(0)
    const [id = ''] = /\d{8}-\d{6}-[2-9b-z]{4}/.exec(applied.stdout) ?? []
    const undone = await run('kojiadmin', 'undo', id, '--yes', ...leaves)
    expect(undone.code, undone.stderr).to.equal(0)
    expect(visible(await endState(client(), prefix, names))).to.deep.equal(visible(was))
  })

  it('is finished by the next apply, wherever it was killed', async () => {
    const ends: unknown[] = []
    for (const lines of [undefined, 2, 3, 4, 5, 7]) {
      const prefix = newPrefix('killed')
      const { base, change, names } = files(prefix)
      cli.file('base.yaml', base)
      cli.file('change.yaml', change)
      await apply('base.yaml')
      if (lines !== undefined)
        await killed(['tags', 'apply', 'change.yaml', '--yes', ...leaves, ...on('kojiadmin')], lines)
      const next = await apply('change.yaml', ...leaves)
      expect(next.code, next.stderr).to.equal(0)
      const end = JSON.stringify(await endState(client(), prefix, names)).replaceAll(prefix, '')
      ends.push(JSON.parse(end))
      if (lines !== undefined)
        console.log(
          `    killed at line ${lines} of its journal; then: ${next.stdout.match(/; (\d+ calls? in .*?)\./)?.[1]}`,
        )
    }
    for (const end of ends.slice(1)) expect(end).to.deep.equal(ends[0])
  }).timeout(600_000)

  /** Starts an apply, and kills it once its journal has so many lines. */
  async function killed(args: readonly string[], lines: number): Promise<void> {
    const folder = path.join(cli.home, 'state/koji-releng/journal')
    const known = new Set(readdirSync(folder))
    const child = cli.start(args)
    const watch = setInterval(() => {
      const journal = readdirSync(folder).find(name => name.endsWith('.jsonl') && !known.has(name))
      if (journal === undefined || !existsSync(path.join(folder, journal))) return
      const written = readFileSync(path.join(folder, journal), 'utf8').split('\n').length - 1
      if (written >= lines) child.kill('SIGKILL')
    }, 1)
    await outcomeOf(child)
    clearInterval(watch)
  }
})

/** The files of a full apply, with names of their own. */
function files(prefix: string) {
  const [base, change] = [baseFile, changeFile()].map(text => renamed(JSON.parse(text), prefix))
  const all = (key: string) => [base, change].flatMap(file => Object.keys(Object(file?.[key])))
  const names = { tags: all('tags'), targets: all('targets'), repos: all('external_repos') }
  return { base: JSON.stringify(base), change: JSON.stringify(change), names }
}

function renamed(file: JsonObject, prefix: string): JsonObject {
  const keys = (value: Json | undefined, inner: (value: Json) => Json): JsonObject =>
    value !== undefined && isJsonObject(value)
      ? Object.fromEntries(Object.entries(value).map(([name, one]) => [prefix + name, inner(one)]))
      : {}
  const uses = (value: Json, key: string): Json =>
    typeof value === 'string'
      ? prefix + value
      : isJsonObject(value)
        ? { ...value, [key]: prefix + value[key] }
        : value
  const tag = (value: Json): Json => {
    if (!isJsonObject(value)) return value
    const { inheritance, external_repos } = value
    return {
      ...value,
      ...(Array.isArray(inheritance) && { inheritance: inheritance.map(one => uses(one, 'parent')) }),
      ...(Array.isArray(external_repos) && { external_repos: external_repos.map(one => uses(one, 'repo')) }),
    }
  }
  const target = (value: Json): Json =>
    isJsonObject(value) && value.absent !== true
      ? { ...value, build_tag: prefix + value.build_tag, dest_tag: prefix + value.dest_tag }
      : value
  return {
    ...file,
    tags: keys(file.tags, tag),
    targets: keys(file.targets, target),
    external_repos: keys(file.external_repos, one => one),
  }
}

/** Without names that were used once, and rows of deleted tags: nothing takes these back. */
function visible(state: unknown): unknown {
  const { former, leftovers, ...seen } = Object(state)
  return seen
}
