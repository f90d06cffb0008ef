import { chownSync, existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import { Cli } from './cli.js'

describe('compiled code', () => {
  let cli: Cli
  let file: string
  beforeEach(() => {
    cli = new Cli()
    cli.env.XDG_CACHE_HOME = path.join(cli.home, 'cache')
    file = path.join(
      cli.home,
      `cache/koji-releng/node-${process.version}-${process.arch}/templates-list.code`,
    )
  })
  afterEach(() => cli.remove())

  const list = async () => {
    const { code, stdout, stderr } = await cli.run('templates', 'list')
    expect(stderr).to.equal('')
    expect(code).to.equal(0)
    expect(stdout).to.contain('fedora-release')
  }
  const made = () => statSync(file).mtimeMs

  it('is kept for the next run, for its user alone', async () => {
    await list()
    expect(statSync(file).mode & 0o777).to.equal(0o600)
    const before = made()
    await list()
    expect(made()).to.equal(before)
  })

  it('is made anew after a day', async () => {
    await list()
    const yesterday = Date.now() / 1000 - 25 * 60 * 60
    utimesSync(file, yesterday, yesterday)
    await list()
    expect(made() / 1000).to.be.greaterThan(yesterday + 60)
  })

  const others: readonly [what: string, change: (content: Buffer) => Buffer][] = [
    ['of another build', content => Buffer.concat([Buffer.from('0'), content.subarray(1)])],
    [
      'of another V8',
      content => Buffer.concat([content.subarray(0, 64), Buffer.alloc(64), content.subarray(128)]),
    ],
    ['cut off', content => content.subarray(0, 10)],
    ['empty', () => Buffer.alloc(0)],
  ]
  for (const [what, change] of others)
    it(`that is ${what} is passed over, and made anew`, async () => {
      await list()
      const content = readFileSync(file)
      writeFileSync(file, change(content))
      const spoilt = readFileSync(file)
      await list()
      expect(readFileSync(file).equals(spoilt)).to.equal(false)
    })

  it('is not kept where the command failed', async () => {
    expect((await cli.run('templates', 'list', '--nonsense')).code).to.equal(1)
    expect(existsSync(file)).to.equal(false)
  })

  it('is not kept where Node is told to keep none', async () => {
    cli.env.NODE_DISABLE_COMPILE_CACHE = '1'
    await list()
    expect(existsSync(path.join(cli.home, 'cache'))).to.equal(false)
  })

  it('is not missed where it cannot be written', async () => {
    cli.file('cache', 'a file, not a folder')
    await list()
  })

  it('is not used if somebody else wrote it', async function () {
    if (process.getuid?.() !== 0) this.skip()
    await list()
    chownSync(file, 12345, 12345)
    await list()
    expect(statSync(file).uid).to.equal(0)
  })
})
