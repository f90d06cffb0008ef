import { expect } from 'chai'
import { example, outcomeOf } from './cli.js'
import { ServedHub } from './served-hub.js'

const base = example('fedora-44-base.yaml')

describe('Ctrl-C', () => {
  const hub = new ServedHub()
  // Slow enough to be caught in the midst of a request.
  before(() => hub.start({}, [], { latency: 400 }))
  after(() => hub.stop())

  it('ends an apply after the request under way, and tells what was done', async () => {
    const args = ['tags', 'apply', base, '--yes', '--profile', 'hub', '--config', 'koji.conf']
    const child = hub.cli.start(args)
    child.stderr?.on('data', said => {
      if (String(said).includes('create (5 calls): done')) child.kill('SIGINT')
    })
    const { code, stderr } = await outcomeOf(child)
    expect(code).to.equal(4)
    expect(stderr).to.contain('interrupted: stopping after the request under way; Ctrl-C again ends at once')
    expect(stderr).to.contain(
      'error: interrupted\nstopped: 37 of 39 calls were done, 0 failed, 2 were not done',
    )
    expect(stderr).to.contain('next:  take your time, then plan and apply again')
    expect(hub.methods).to.include('logout').and.not.to.include('createBuildTarget')
  })

  it('leaves a state from which the next apply goes on', async () => {
    const { code, stdout } = await hub.run('tags', 'apply', base, '--yes')
    expect(stdout).to.contain('2 calls in 1 request')
    expect(code).to.equal(0)
  })
})
