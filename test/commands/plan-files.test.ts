import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { Session, webServerLogin } from '../../src/hub/index.js'
import { planFileSchema } from '../../src/report/index.js'
import { ServedHub } from './served-hub.js'

const made = `version: 1
tags:
  base: {arches: [x86_64], extra: {k: 1, other: 1}, groups: {build: [bash]}}
  old: {}
`
const wanted = `version: 1
tags:
  base: {arches: [x86_64, aarch64], manage: {extra: additive}, extra: {k: 2}}
  new: {inheritance: [base]}
`
const jdoe = { name: 'jdoe', permissions: ['tag'] }

describe('plan files, on the command line', () => {
  const hub = new ServedHub()
  let disturbance: (() => void) | undefined
  const plan = (...args: string[]) => hub.run('tags', 'plan', ...args)
  const apply = (...args: string[]) => hub.run('tags', 'apply', ...args)
  const inHome = (name: string) => path.join(hub.cli.home, name)
  const saved = (name: string) => JSON.parse(readFileSync(inHome(name), 'utf8'))
  const writes = () => hub.methods.splice(0).filter(method => /^(create|edit|delete|set|group)/.test(method))

  /** One call by a colleague. */
  async function byColleague(
    method: string,
    params: string[],
    named: { [name: string]: string | boolean | object },
  ) {
    const session = await Session.open(hub.clientOf('jdoe'), webServerLogin('the test', 'none'))
    await session.call({ method, params, named: JSON.parse(JSON.stringify(named)) })
    await session.close()
  }

  before(async () => {
    const interceptCall = ({ method }: { method: string }) => {
      if (method === 'login') disturbance?.()
      return undefined
    }
    await hub.start({ interceptCall }, [jdoe])
    hub.cli.file('made.yaml', made)
    hub.cli.file('wanted.yaml', wanted)
    expect(await apply('made.yaml', '--yes')).to.deep.include({ code: 0 })
    hub.methods.splice(0)
  })
  after(() => hub.stop())

  it('tags plan -o saves the plan that it shows', async () => {
    const { code, stdout, stderr } = await plan('wanted.yaml', '-o', 'f.plan.json', '--detailed-exitcode')
    expect(code).to.equal(2)
    expect(stdout).to.contain('1 tag to create, 1 tag to change, nothing to delete')
    const { digest, tool, desired, hub: of } = saved('f.plan.json')
    expect(stderr).to.equal(`saved as f.plan.json; digest ${digest}\n`)
    expect(tool).to.deep.equal({ name: 'koji-releng', version: '0.1.0' })
    expect(of).to.deep.equal({ profile: 'hub', url: hub.url, version: '1.35.3' })
    expect(desired.files.map(({ file }: { file: string }) => file)).to.deep.equal(['wanted.yaml'])
    const validate = new Ajv2020({ strict: false }).compile(planFileSchema)
    validate(saved('f.plan.json'))
    expect(validate.errors ?? []).to.deep.equal([])
    expect(readFileSync(inHome('f.plan.json'), 'utf8')).to.not.contain('secret-of-releng')
    expect(writes()).to.deep.equal([])
  })

  it('and the same again, byte for byte', async () => {
    const { stdout } = await plan('wanted.yaml', '-o', 'g.plan.json', '--json')
    expect(JSON.parse(stdout).digest).to.equal(saved('f.plan.json').digest)
    expect(readFileSync(inHome('g.plan.json'))).to.deep.equal(readFileSync(inHome('f.plan.json')))
  })

  it('tags plan -o overwrites no other file', async () => {
    const { code, stderr } = await plan('made.yaml', '-o', 'wanted.yaml')
    expect(code).to.equal(1)
    expect(stderr).to.contain(
      'error: there is a file of that name already, and it is no plan file\nwhere: wanted.yaml',
    )
    expect(readFileSync(inHome('wanted.yaml'), 'utf8')).to.equal(wanted)
  })

  it('tags plan --show shows it as any plan, without a hub', async () => {
    const fresh = await plan('wanted.yaml')
    const shown = await hub.cli.run('tags', 'plan', '--show', 'f.plan.json')
    const { digest } = saved('f.plan.json')
    const head = `Saved plan ${digest.slice(0, 12)}, made from wanted.yaml by koji-releng 0.1.0 at event 7\n\n`
    expect(shown).to.deep.equal({ code: 0, stdout: head + fresh.stdout, stderr: '' })
    const document = await hub.cli.run('tags', 'plan', '--show', 'f.plan.json', '--json')
    expect(JSON.parse(document.stdout)).to.deep.equal({
      ...JSON.parse((await plan('wanted.yaml', '--json')).stdout),
      digest,
    })
  })

  it('one whose bytes have changed is shown and applied by nobody', async () => {
    const text = readFileSync(inHome('f.plan.json'), 'utf8')
    writeFileSync(inHome('bad.plan.json'), text.replace('"x86_64 aarch64"', '"x86_64 ppc64le"'))
    for (const args of [
      ['plan', '--show', 'bad.plan.json'],
      ['apply', 'bad.plan.json', '--yes'],
    ]) {
      const { code, stderr } = await hub.run('tags', ...args)
      expect(code).to.equal(3)
      expect(stderr).to.equal(
        [
          'error: the plan file is not as it was written: its digest is not that of its content',
          'where: bad.plan.json',
          'next:  take the file as it was written, or make a new one: koji-releng tags plan -o FILE',
          '',
        ].join('\n'),
      )
    }
    const { stdout } = await apply('bad.plan.json', '--yes', '--json')
    expect(JSON.parse(stdout).error).to.include({ name: 'PlanFileError', exit_code: 3 })
  })

  it('one of another format is told with the release that can apply it', async () => {
    const { digest: _, ...content } = saved('f.plan.json')
    hub.cli.file('newer.json', JSON.stringify({ ...content, format: '2.0', digest: 'unknown' }))
    const { code, stderr } = await apply('newer.json', '--yes')
    expect(code).to.equal(3)
    expect(stderr).to.contain('the plan file has format 2.0, and this release reads 1.x')
    expect(stderr).to.contain('apply it with the release that wrote it (koji-releng 0.1.0)')
  })

  it('one for another hub is not applied', async () => {
    await hub.cli.run('sandbox', 'reset')
    const { code, stderr } = await hub.cli.run(
      'tags',
      'apply',
      'f.plan.json',
      '--profile',
      'sandbox',
      '--yes',
    )
    expect(code).to.equal(3)
    expect(stderr).to.contain(`error: the plan is for another hub: ${hub.url}\nwhere: sandbox:`)
    expect(stderr).to.contain('--profile hub')
  })

  it('is applied alone, and planned by nobody', async () => {
    const mixed = await apply('wanted.yaml', 'f.plan.json', '--yes')
    expect(mixed).to.deep.include({ code: 1, stdout: '' })
    expect(mixed.stderr).to.contain('error: a plan file is applied alone: it says all that shall be done')
    const two = await apply('g.plan.json', 'f.plan.json', '--yes')
    expect(two.stderr).to.contain('a plan file is applied alone')
    const planned = await plan('f.plan.json')
    expect(planned.stderr).to.contain('error: this is a plan file already')
    const shown = await plan('wanted.yaml', '--show', 'f.plan.json')
    expect(shown.stderr).to.contain('--show f.plan.json takes no other files')
  })

  describe('--digest', () => {
    it('refuses another plan with 3', async () => {
      const { code, stderr } = await apply('f.plan.json', '--digest', '0123456789ab')
      expect(code).to.equal(3)
      expect(stderr).to.contain(
        `this is not the plan that was reviewed: its digest is ${saved('f.plan.json').digest}`,
      )
    })

    it('takes no short one, and none for files', async () => {
      const short = await apply('f.plan.json', '--digest', saved('f.plan.json').digest.slice(0, 11))
      expect(short.code).to.equal(1)
      expect(short.stderr).to.contain('is no digest of a plan\nnext:  give all its 64 hexadecimal digits')
      const files = await apply('wanted.yaml', '--digest', saved('f.plan.json').digest)
      expect(files.code).to.equal(1)
      expect(files.stderr).to.contain('--digest is for plan files')
    })
  })

  it('asks before it applies one', async () => {
    const { code, stdout, stderr } = await apply('f.plan.json')
    expect(code).to.equal(3)
    expect(stdout).to.match(/^Saved plan [0-9a-f]{12}, made from wanted\.yaml /)
    expect(stderr).to.contain('nobody is there to ask')
    expect(writes()).to.deep.equal([])
  })

  it('tells what has changed since, and by whom, and writes nothing', async () => {
    await byColleague('editTag2', ['base'], { arches: 'ppc64le', extra: { k: 3, mine: true } })
    const { code, stdout, stderr } = await apply('f.plan.json', '--yes')
    expect({ code, stdout }).to.deep.equal({ code: 3, stdout: '' })
    expect(stderr.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME')).to.equal(
      [
        'error: the plan is stale: since it was made, 2 rows of it changed:',
        'tag base: arches "x86_64" → "ppc64le" (by jdoe, TIME, event 8)',
        'tag base: extra k: value 1 → 3 (by jdoe, TIME, event 8)',
        'nothing was written',
        `where: ${hub.url}`,
        'next:  plan again: what is there now has not been reviewed',
        '',
      ].join('\n'),
    )
    const { error } = JSON.parse((await apply('f.plan.json', '--yes', '--json')).stdout)
    expect(error).to.include({ name: 'StalePlanError', exit_code: 3 })
    expect(error.data.stale[0]).to.deep.include({
      row: { kind: 'setting', tag: 'base', field: 'arches' },
      before: 'x86_64',
      now: 'ppc64le',
      done: false,
    })
    expect(error.data.stale[0].by).to.include({ author: 'jdoe', event: 8 })
    await byColleague('editTag2', ['base'], { arches: 'x86_64', extra: { k: 1 } })
    hub.methods.splice(0)
  })

  it('does what it says, once it is as it was', async () => {
    const { digest } = saved('f.plan.json')
    const { code, stdout, stderr } = await apply('f.plan.json', '--digest', digest.slice(0, 12))
    expect(stderr).to.equal('rehearsal (2 calls): passed\ncreate (1 call): done\nswitch (1 call): done\n')
    expect(code).to.equal(0)
    expect(stdout).to.match(/Read back: the hub is as the plan says\.\n$/)
    expect(writes()).to.deep.equal(['createTag', 'editTag2'])
  })

  it('and not twice', async () => {
    const { code, stderr } = await apply('f.plan.json', '--yes')
    expect(code).to.equal(3)
    expect(stderr).to.contain('error: the plan is stale: 4 rows of it are already as planned:')
  })

  it('one without changes is saved, shown and applied, too', async () => {
    await plan('wanted.yaml', '-o', 'none.plan.json')
    const shown = await plan('--show', 'none.plan.json', '--detailed-exitcode')
    expect(shown.code).to.equal(0)
    expect(shown.stdout).to.match(/^Saved plan [\s\S]*\nNo changes: the plan holds none\.\n$/)
    const applied = await apply('none.plan.json')
    expect(applied).to.deep.include({ code: 0, stdout: shown.stdout })
  })

  it('keeps the findings of the guards: an apply needs the same leave', async () => {
    hub.cli.file('gone.yaml', "version: 1\nprofile: other\nprotect: ['o*']\ntags: {old: {absent: true}}\n")
    await plan('gone.yaml', '-o', 'gone.plan.json')
    const refused = await apply('gone.plan.json', '--yes')
    expect(refused.code).to.equal(3)
    expect(refused.stderr).to.contain(
      'next:  review the plan, then add --allow-profile hub --allow-delete old --allow-protected old\n',
    )
    const leaves = ['--allow-profile', 'hub', '--allow-delete', 'old', '--allow-protected', 'old']
    expect(await apply('gone.plan.json', '--yes', ...leaves)).to.deep.include({ code: 0 })
  })

  it('the rows of files are looked at once more after the login, too', async () => {
    hub.cli.file('lock.yaml', 'version: 1\ntags: {new: {locked: true}}\n')
    const session = await Session.open(hub.clientOf('jdoe'), webServerLogin('the test', 'none'))
    let done: Promise<unknown> | undefined
    disturbance = () => {
      done ??= session.call({ method: 'editTag2', params: ['new'], named: { locked: true } })
    }
    hub.methods.splice(0)
    const { code, stderr } = await apply('lock.yaml', '--yes')
    disturbance = undefined
    await done
    expect(code).to.equal(3)
    expect(stderr).to.match(
      /^rehearsal \(1 call\): passed\nerror: the plan is stale: one row of it is already as planned:\ntag new: locked false → true \(as planned, by jdoe, .*\)\nnothing was written\n/,
    )
    expect(hub.methods.slice(hub.methods.indexOf('login'))).to.include('logout')
  })
})
