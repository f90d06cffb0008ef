import { expect } from 'chai'
import { Cli } from './cli.js'

const sandbox = ['--profile', 'sandbox']

const first = `version: 1
tags:
  f44: {arches: [x86_64]}
  f44-build: {inheritance: [f44]}
targets:
  f44: {build_tag: f44-build, dest_tag: f44}
`
const second = first.replace('[x86_64]', '[x86_64, aarch64]')

describe('tags history', () => {
  const cli = new Cli()
  before(async () => {
    cli.file('first.yaml', first)
    cli.file('second.yaml', second)
    await cli.run('sandbox', 'reset')
    await cli.run('tags', 'apply', 'first.yaml', '--yes', '--reason', 'releng#1', ...sandbox)
    await cli.run('tags', 'apply', 'second.yaml', '--yes', ...sandbox)
  })
  after(() => cli.remove())

  const run = (...args: string[]) => cli.run('tags', 'history', ...args, ...sandbox)
  const masked = (text: string) =>
    text
      .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME')
      .replace(/\d{8}-\d{6}-\w{4}/g, 'RUN')
      .replace(/sandbox:\S+/, 'HUB')

  it('tells what became of tags, by event and by run', async () => {
    const { code, stdout, stderr } = await run('f44*')
    expect([code, stderr]).to.deep.equal([0, ''])
    expect(masked(stdout)).to.equal(`History of sandbox · HUB · Koji 1.35.3 · events 1 to 5

events 2 to 4 · TIME · kojiadmin · run RUN (releng#1)
+ tag f44                                                                                    event:2
    arches        x86_64
+ tag f44-build                                                                              event:3
    inheritance   + f44 (0)
+ target f44                                                                                 event:4
    build tag     f44-build
    destination   f44

event 5 · TIME · kojiadmin · run RUN
~ tag f44
    arches        x86_64 → x86_64 aarch64

5 changes in 4 events, by kojiadmin
`)
  })

  it('tells one event, a target, or what came after an event', async () => {
    expect(masked((await run('--event', '5')).stdout)).to.contain('· event 5\n\nevent 5 · ')
    expect((await run('--target', 'f44')).stdout).to.contain('\n1 change in 1 event, by kojiadmin\n')
    const { stdout } = await run('--since', '4', '--by', 'kojiadmin')
    expect(masked(stdout)).to.contain('Koji 1.35.3 · event 5\n\nevent 5 · ')
    expect((await run('f44', '--since', '5')).stdout).to.contain(
      '\nNothing happened there that this tool manages.\n',
    )
  })

  it('is a table for spreadsheets', async () => {
    const { stdout } = await run('f44', '--since', '4', '--format', 'csv')
    const [head, line, end] = stdout.split('\r\n')
    expect(head).to.equal('event,time,author,run,kind,name,facet,entry,action,before,after')
    expect(line).to.match(
      /^5,\d{4}-\S+Z,kojiadmin,\d{8}-\d{6}-\w{4},tag,f44,settings,arches,update,x86_64,x86_64 aarch64$/,
    )
    expect(end).to.equal('')
  })

  it('does not know what nobody made', async () => {
    const { code, stderr } = await run('f45', '--by', 'kojiadmin')
    expect(code).to.equal(1)
    expect(stderr).to.contain('error: there never was a tag f45\n').and.to.contain('\nnext:  mend the names')
    expect((await run()).stderr).to.contain(
      'next:  name tags, or --target, --repo, --by, --since or --event\n',
    )
  })
})
