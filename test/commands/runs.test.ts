import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import type { Hooks } from '../../src/sandbox/index.js'
import { type Outcome, outcomeOf } from './cli.js'
import { ServedHub } from './served-hub.js'

const state =
  'version: 1\ntags: {a: {arches: [x86_64]}, b: {inheritance: [{parent: a, priority: 1}]}}\ntargets: {t: {build_tag: a, dest_tag: b}}\n'
const more = 'version: 1\ntags: {c: {arches: [x86_64]}, d: {inheritance: [c]}}\n'
const id = /\d{8}-\d{6}-[2-9b-z]{4}/

describe('the runs of a hub', () => {
  /** What the hub does once a request carries this method, before the request is executed. */
  let atMethod: [method: string, act: () => ReturnType<NonNullable<Hooks['interceptRequest']>>] | undefined
  const hub = new ServedHub()
  before(async () => {
    await hub.start({
      interceptRequest: ({ methods }) => {
        if (atMethod === undefined || !methods.includes(atMethod[0])) return undefined
        const [, act] = atMethod
        atMethod = undefined
        return act()
      },
    })
    hub.cli.file('state.yaml', state)
    hub.cli.file('more.yaml', more)
  })
  after(() => hub.stop())

  const onHub = ['--profile', 'hub', '--config', 'koji.conf']
  const apply = (...args: string[]): Promise<Outcome> => hub.run('tags', 'apply', '--yes', ...args)
  const runs = async (...args: string[]) => {
    const { stdout } = await hub.cli.run('tags', 'runs', ...args, '--json')
    return JSON.parse(stdout).runs
  }

  it('are none in the beginning', async () => {
    expect((await hub.cli.run('tags', 'runs')).stdout).to.equal('No runs.\n')
  })

  it('are listed, newest first, and told one by one', async () => {
    const { stdout } = await apply('state.yaml', '--reason', 'releng#1')
    const [run = ''] = id.exec(stdout) ?? []
    expect(stdout).to.contain(`Done. Applied to hub in run ${run}: 2 tags and 1 target created`)
    const list = (await hub.cli.run('tags', 'runs')).stdout
    expect(list).to.match(
      /^run +began +hub +user +outcome +reason\n\S+ +\S+ \S+ UTC +hub +releng +done: 4 calls done +releng#1\n$/,
    )
    const shown = (await hub.cli.run('tags', 'runs', 'show', run.slice(0, 10))).stdout
    expect(shown).to.contain(`Run ${run} · ${hub.url}`).and.to.contain('reason    releng#1')
    expect(shown).to.contain('+ target t').and.to.contain('    done      createBuildTarget("t", "a", "b")')
  })

  it('leave out those of other hubs, and those beyond the limit', async () => {
    await apply('more.yaml')
    expect(await runs()).to.have.length(2)
    expect(await runs('--profile', 'other')).to.deep.equal([])
    expect(await runs('--hub', 'http://other/kojihub')).to.deep.equal([])
    expect(await runs('--hub', hub.url, '--limit', '1')).to.have.length(1)
  })

  it('are asked for by an ID that is one', async () => {
    const wrong = await hub.cli.run('tags', 'runs', 'show', '1999')
    expect(wrong.stderr)
      .to.contain('error: there is no run 1999')
      .and.to.contain('next:  koji-releng tags runs')
    const many = await hub.cli.run('tags', 'runs', 'show', '20')
    expect(many.stderr).to.contain('20 may be any of: ').and.to.contain('next:  write more of its ID')
    expect([wrong.code, many.code]).to.deep.equal([1, 1])
  })

  it('are none where nothing is to do', async () => {
    const { stdout } = await apply('state.yaml', '--json')
    expect(JSON.parse(stdout)).to.include({ run: null, journal: null })
    expect(await runs()).to.have.length(2)
  })

  it('tell where the journal is, where one stops half way', async () => {
    hub.cli.file('half.yaml', 'version: 1\ntags: {e: {}, f: {inheritance: [{parent: e, priority: 1}]}}\n')
    atMethod = ['setInheritanceData', () => ({ status: 413, headers: {}, body: '' })]
    const { stderr, code } = await apply('half.yaml')
    expect(code).to.equal(4)
    const [run] = await runs('--limit', '1')
    expect(run).to.include({ state: 'partial' }).and.to.have.deep.property('calls', {
      done: 2,
      failed: 0,
      unknown: 0,
      not_run: 1,
    })
    expect(stderr).to.contain(`run ${run.run}, its journal: ${run.journal}\n`)
    expect(readFileSync(run.journal, 'utf8')).to.contain('"outcome":"partial"')
  })

  it('tell of one that was killed: what of it is in doubt, and which run went on', async () => {
    hub.cli.file('long.yaml', 'version: 1\ntags: {g: {}, h: {inheritance: [{parent: g, priority: 1}]}}\n')
    const child = hub.cli.start(['tags', 'apply', '--yes', 'long.yaml', ...onHub])
    atMethod = [
      'setInheritanceData',
      () => {
        child.kill('SIGKILL')
        return { status: 200, headers: {}, body: '', delivery: 'drop' }
      },
    ]
    await outcomeOf(child)
    const [killed] = await runs('--limit', '1')
    expect(killed).to.include({ state: 'interrupted', ended: null, followed_by: null })

    const { stderr, stdout } = await apply('long.yaml')
    expect(stderr).to.match(
      new RegExp(
        `^run ${killed.run} \\(releng, .*, process ${child.pid} on .*, gone\\) was broken off: 2 of 3 calls done, 1 in doubt; see koji-releng tags runs show ${killed.run}\n`,
      ),
    )
    const [, next] = new RegExp(`in run (${id.source})`).exec(stdout) ?? []
    expect((await hub.cli.run('tags', 'runs')).stdout).to.contain(
      `interrupted, followed by ${next}: 2 of 3 calls done, 1 in doubt`,
    )
    expect((await apply('long.yaml')).stderr).to.equal('')
  })

  it('are one at a time', async () => {
    hub.cli.file('slow.yaml', 'version: 1\ntags: {i: {}, j: {inheritance: [{parent: i, priority: 1}]}}\n')
    hub.cli.file('other.yaml', 'version: 1\ntags: {k: {}}\n')
    const first = hub.cli.start(['tags', 'apply', '--yes', 'slow.yaml', ...onHub])
    const second = new Promise<Outcome>(resolve => {
      atMethod = [
        'setInheritanceData',
        () => {
          // The answer to this request is not lost: it is not waited for, either.
          process.kill(first.pid ?? 0, 'SIGSTOP')
          void apply('other.yaml').then(outcome => {
            first.kill('SIGCONT')
            resolve(outcome)
          })
          return undefined
        },
      ]
    })
    const { code, stderr } = await second
    expect(code).to.equal(3)
    expect(stderr).to.match(/^run \S+ \(releng, .*\) is under way: 2 of 3 calls done, 1 in doubt; see/)
    expect(stderr).to.match(
      new RegExp(
        `error: another apply to this hub is under way: run ${id.source}, process ${first.pid} on \\S+, since`,
      ),
    )
    expect((await outcomeOf(first)).code).to.equal(0)
    expect((await apply('other.yaml')).code).to.equal(0)
  })

  it('need a journal that can be written', async () => {
    hub.cli.file('new.yaml', 'version: 1\ntags: {l: {}}\n')
    hub.methods.splice(0)
    const { code, stderr } = await apply('new.yaml', '--journal', 'new.yaml/journal')
    expect(code).to.equal(3)
    expect(stderr).to.contain('ENOTDIR').and.to.contain('another folder by --journal')
    expect(hub.methods).not.to.include('createTag')
    expect((await apply('new.yaml', '--journal', 'mine')).code).to.equal(0)
    expect(readdirSync(path.join(hub.cli.home, 'mine'))).to.have.length(1)
  })
})
