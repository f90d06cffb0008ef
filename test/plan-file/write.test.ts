import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'chai'
import { type PlanFile, planFileText, writePlanFile } from '../../src/plan-file/index.js'
import { desired, wanted } from '../builders.js'
import { SandboxHub } from '../sandbox-hub.js'
import { savedPlan } from './saved.js'

describe('a plan file is written', () => {
  let folder = ''
  let file: PlanFile
  const inFolder = (name: string) => path.join(folder, name)
  const message = (name: string) =>
    writePlanFile(inFolder(name), file).then(
      () => undefined,
      (error: unknown) => String(error),
    )

  before(async () => {
    file = await savedPlan(new SandboxHub(), desired([wanted('t')]))
  })
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-test-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('whole, with the mode that the umask leaves, and nothing beside it', async () => {
    await writePlanFile(inFolder('f.plan.json'), file)
    expect(readFileSync(inFolder('f.plan.json'), 'utf8')).to.equal(planFileText(file))
    expect(statSync(inFolder('f.plan.json')).mode & 0o777).to.equal(0o666 & ~process.umask())
    expect(readdirSync(folder)).to.deep.equal(['f.plan.json'])
  })

  it('over an older one, whatever it is called', async () => {
    await writePlanFile(inFolder('plan'), file)
    await writePlanFile(inFolder('plan'), { ...file, event: 7 })
    expect(readFileSync(inFolder('plan'), 'utf8')).to.contain('"event":7,')
  })

  for (const [what, content] of [
    ['a desired-state file', 'version: 1\n'],
    ['other JSON', '{"digest":"x"}'],
    ['an empty file', ''],
  ] as const) {
    it(`not over ${what}, though it is called so`, async () => {
      writeFileSync(inFolder('f.plan.json'), content)
      expect(await message('f.plan.json')).to.contain('it is no plan file')
      expect(readFileSync(inFolder('f.plan.json'), 'utf8')).to.equal(content)
      expect(readdirSync(folder)).to.deep.equal(['f.plan.json'])
    })
  }

  it('not over a folder', async () => {
    mkdirSync(inFolder('f.plan.json'))
    expect(await message('f.plan.json')).to.contain('the plan cannot be saved')
  })

  it('not where there is no folder', async () => {
    expect(await message('none/f.plan.json')).to.contain('the plan cannot be saved: ENOENT')
  })

  it('not where nobody may write', async function () {
    if (process.getuid?.() === 0) this.skip()
    chmodSync(folder, 0o500)
    expect(await message('f.plan.json')).to.contain('the plan cannot be saved: EACCES')
    chmodSync(folder, 0o700)
  })
})
