import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import fc from 'fast-check'
import { RelengError } from '../../src/koji/error.js'
import { applyPlanned, planSaved } from '../../src/pipeline.js'
import {
  isPlanFile,
  type PlanFile,
  PlanFileError,
  planFileOf,
  planFileText,
  planOf,
  readPlanFile,
  refuseOtherDigest,
} from '../../src/plan-file/index.js'
import { planFileSchema } from '../../src/report/index.js'
import { desired, externalRepo, link, noTarget, set, target, use, wanted } from '../builders.js'
import { desiredStates, handCalls, makeCalls } from '../random-states.js'
import { anyLeave, planOrRefusal, SandboxHub } from '../sandbox-hub.js'
import { areTelling, runs, tries } from '../tries.js'
import { bytesOf, forged, made, savedPlan } from './saved.js'

const ajv = new Ajv2020({ allErrors: true, strict: false })
const fits = ajv.compile(planFileSchema)

function refusal(bytes: Uint8Array): RelengError | undefined {
  try {
    readPlanFile(bytes, 'f.plan.json')
    return undefined
  } catch (error) {
    if (error instanceof RelengError) return error
    throw error
  }
}

/** A plan with each kind of change but two. */
async function largePlan(): Promise<PlanFile> {
  const hub = new SandboxHub()
  await hub.call('createTag', ['old'])
  await hub.call('createTag', ['p'])
  await hub.call('createBuildTarget', ['gone', 'old', 'p'])
  const tags = Array.from({ length: 50 }, (_, index) =>
    wanted(`t${index}`, {
      extra: { k: set({ deep: ['ä', '\u202E', 1.5, null] }) },
      inheritance: [link('p')],
      groups: { build: ['bash'] },
      packages: { eog: 'releng' },
      external_repos: [use('r')],
    }),
  )
  const state = desired(
    [...tags, wanted('old', { absent: true })],
    [noTarget('gone'), target('new', 't1', 't2')],
    [],
    [externalRepo('r', 'http://r/$arch')],
  )
  return savedPlan(hub, state)
}

describe('plan files', () => {
  it('hold any plan: the same bytes for the same input, which are read back, planned and applied', async () => {
    let saved = 0
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const planned = await planOrRefusal(hub, state)
        if (planned === undefined) return
        saved += 1
        const file = planFileOf(planned.plan, made)
        const bytes = bytesOf(file)
        expect((await savedPlan(hub, state)).digest).to.equal(file.digest)
        fits(JSON.parse(bytes.toString()))
        expect(fits.errors ?? []).to.deep.equal([])

        const read = readPlanFile(bytes, 'f.plan.json')
        expect(planFileText(read)).to.equal(bytes.toString())
        const again = await planSaved(read, hub.client, 'test')
        expect(planFileText(planFileOf(again.plan, made))).to.equal(bytes.toString())
        const { remaining } = await applyPlanned(again, hub.client, hub.login, anyLeave)
        expect(remaining).to.deep.equal([])
      }),
      tries(),
    )
    if (areTelling) expect(saved, 'runs that were not refused').to.be.above(runs / 4)
  })

  it('tell each bit that is flipped in a small one', async () => {
    const bytes = bytesOf(await savedPlan(new SandboxHub(), desired([wanted('t')])))
    expect(refusal(bytes)).to.equal(undefined)
    for (let at = 0; at < bytes.length * 8; at += 1) {
      expect(refusal(flipped(bytes, at)), `bit ${at}`).to.be.instanceOf(PlanFileError)
    }
  })

  it('tell any bit that is flipped in a large one', async () => {
    const bytes = bytesOf(await largePlan())
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length * 8 - 1 }), at => {
        expect(refusal(flipped(bytes, at))).to.be.instanceOf(PlanFileError)
      }),
      tries(),
    )
  })

  it('tell what is cut off, and what is added', async () => {
    const bytes = bytesOf(await savedPlan(new SandboxHub(), desired([wanted('t')])))
    for (let length = 0; length < bytes.length; length += 1) {
      expect(refusal(bytes.subarray(0, length)), `${length} bytes`).to.be.instanceOf(PlanFileError)
    }
    for (const more of [' ', '\n', '\0', '{}']) {
      expect(refusal(Buffer.concat([bytes, Buffer.from(more)])), more).to.be.instanceOf(PlanFileError)
    }
  })

  it('hide nothing from who reads them as they are', async () => {
    const sneaky = wanted('t', { groups: { 'a\u202Eb': [] }, extra: { k: set('\u200B\u009B2J') } })
    const bytes = bytesOf(await savedPlan(new SandboxHub(), desired([sneaky])))
    expect(bytes.toString()).to.contain('a\\u202eb').and.to.contain('\\u200b\\u009b2J')
    expect(bytes.toString().slice(0, -1)).to.not.match(/[\p{Cc}\p{Cf}]/u)
    expect(refusal(bytes)).to.equal(undefined)
  })

  it('hold no ids', async () => {
    const keys = new Set<string>()
    JSON.parse(planFileText(await largePlan()), (key, value) => {
      keys.add(key)
      return value
    })
    expect([...keys].filter(key => /(^|_)id$/.test(key))).to.deep.equal([])
  })
})

describe('a plan file', () => {
  const state = desired([wanted('t', { inheritance: [link('p')], settings: { perm: 'admin' } }), wanted('p')])
  let file: PlanFile
  before(async () => {
    file = await savedPlan(new SandboxHub(), state)
  })

  describe('is refused with 3', () => {
    const text = (change: (text: string) => string) => () => Buffer.from(change(planFileText(file)))
    const with_ = (more: object) => () => forged(file, content => ({ ...content, ...more }))
    const withChange = (number: number, more: object) => () =>
      forged(file, content => ({
        ...content,
        changes: file.changes.map((change, index) => (index === number ? { ...change, ...more } : change)),
      }))
    const cases: readonly (readonly [string, () => Buffer, RegExp])[] = [
      [
        'that is formatted anew',
        text(json => `${JSON.stringify(JSON.parse(json), null, 2)}\n`),
        /formatted anew/,
      ],
      ['with other ends of lines', text(json => json.replace('\n', '\r\n')), /formatted anew/],
      ['with a mark at its beginning', text(json => `\uFEFF${json}`), /no JSON/],
      ['with a key twice', text(json => json.replace('{', '{"event":1,')), /formatted anew/],
      [
        'with a name written otherwise',
        text(json => json.replace('"admin"', '"\\u0061dmin"')),
        /formatted anew/,
      ],
      ['that is empty', text(() => ''), /no JSON/],
      ['that is JSON of another kind', text(() => '[]'), /no JSON object/],
      ['that is not UTF-8', () => Buffer.from([0x7b, 0xff]), /not UTF-8/],
      ['with another digest', text(json => json.replace(file.digest, '0'.repeat(64))), /digest is not that/],
      [
        'without a digest',
        text(json => json.replace(/"digest":"[0-9a-f]{64}","event"/, '"event"')),
        /digest is not that/,
      ],
      ['without a format', text(json => json.replace('"format":"1.0",', '')), /names no format/],
      ['of a format that is none', with_({ format: '1' }), /names no format/],
      ['with a key that no plan has', with_({ more: 1 }), /must NOT have additional properties/],
      ['with __proto__ for a key', text(proto), /must NOT have additional properties/],
      ['without its changes', with_({ changes: null }), /\/changes must be array/],
      ['with a value of another type', withChange(1, { after: 1 }), /no plan has this form/],
      ['with a lock that is no boolean', withChange(0, setting('locked', 'yes')), /no plan has this form/],
      ['with a kind that there is not', withChange(0, { kind: 'repo' }), /no plan has this form/],
      [
        'with an action that its halves are not',
        withChange(0, { action: 'delete' }),
        /\["tag","p"\] is no delete/,
      ],
      ['with a change of nothing', withChange(0, { after: null }), /\["tag","p"\] does not change/],
      ['with a row twice', withChange(1, { tag: 'p' }), /\["tag","p"\] stands there twice/],
      [
        'with a parent of another name',
        withChange(2, { parent: 'q' }),
        /\["inheritance","t","q"\] has a value of another name/,
      ],
      ['that is nested too deep', text(() => nested(100_000)), /nested too deep/],
    ]
    for (const [what, bytes, message] of cases) {
      it(what, () => {
        const error = refusal(bytes())
        expect(error).to.be.instanceOf(PlanFileError)
        expect(error?.message).to.match(message)
        expect(error).to.include({ exitCode: 3, where: 'f.plan.json' })
        expect(error?.next).to.contain('koji-releng tags plan -o FILE')
        expect({}).to.not.have.property('polluted')
      })
    }
  })

  it('of another major format is refused with the release that wrote it', () => {
    const tool = { name: 'koji-releng', version: '9.1.0' }
    const error = refusal(
      forged(file, content => ({ ...content, format: '2.0', tool, changes: 'elsewhere' })),
    )
    expect(error).to.be.instanceOf(PlanFileError).and.to.include({
      message: 'the plan file has format 2.0, and this release reads 1.x',
      next: 'apply it with the release that wrote it (koji-releng 9.1.0), or make a new one: koji-releng tags plan -o FILE',
    })
  })

  it('of a newer minor format may hold more, if its digest holds', () => {
    const newer = (content: object) => ({
      ...content,
      format: '1.7',
      reviewer: 'jdoe',
      changes: file.changes.map(change => ({ ...change, comment: { because: 'new' } })),
    })
    const bytes = forged(file, newer)
    expect(readPlanFile(bytes, 'f').changes).to.have.length(file.changes.length)
    expect(refusal(Buffer.from(bytes.toString().replace('jdoe', 'asdf')))?.message).to.match(/digest/)
    expect(refusal(forged(file, content => ({ ...newer(content), event: undefined })))?.message).to.match(
      /must have required property 'event'/,
    )
  })

  it('is applied to no other hub', async () => {
    const hub = new SandboxHub()
    const other = { ...file, hub: { ...file.hub, url: 'https://other.test/kojihub' } }
    const error: unknown = await planSaved(other, hub.client, 'here').catch((caught: unknown) => caught)
    expect(error).to.be.instanceOf(PlanFileError).and.to.include({
      message: 'the plan is for another hub: https://other.test/kojihub',
      where: 'sandbox:memory',
    })
    expect(hub.takeRequests()).to.deep.equal([])
  })

  it('whose calls are not those of its changes is refused, though its digest is right', async () => {
    const hub = new SandboxHub()
    const evil = [
      { stage: 'create', requests: 1, calls: [{ method: 'deleteTag', params: ['f44'], changes: [0] }] },
    ]
    const read = readPlanFile(
      forged(file, content => ({ ...content, stages: evil })),
      'f',
    )
    const error: unknown = await planSaved(read, hub.client, 'test').catch((caught: unknown) => caught)
    expect(String(error))
      .to.contain('planned: create: deleteTag("f44")')
      .and.to.contain('now:     create: createTag("p")')
  })

  it('shows what its plan brings now, whatever it says itself', async () => {
    const hub = new SandboxHub()
    const quiet = readPlanFile(
      forged(file, content => ({ ...content, repos: { tags: [], tasks: 7 } })),
      'f',
    )
    const { plan } = await planSaved(quiet, hub.client, 'test')
    expect(plan.repos.tasks).to.equal(0)
    expect(planOf(quiet).repos.tasks).to.equal(7)
  })

  describe('is known by what it holds, or else by its name', () => {
    const cases: readonly (readonly [string, string, boolean])[] = [
      ['f.json', '{"format":"1.0","digest":"x"}', true],
      ['f.yaml', ' \n{"digest":"x","format":"1.0"}', true],
      ['f.plan.json', 'version: 1', true],
      ['f.plan.json', '', true],
      ['f.yaml', '{"version":1}', false],
      ['f.yaml', '{version: 1}', false],
      ['f.yaml', '{"format":"1.0"', false],
      ['f.yaml', 'version: 1 # {"format":"1.0","digest":"x"}', false],
      ['f.yaml', '{"__proto__":{"format":"1.0","digest":"x"}}', false],
      ['f.yaml', '', false],
    ]
    for (const [name, text, expected] of cases) {
      it(`${name}: ${JSON.stringify(text)}`, () => {
        expect(isPlanFile(name, Buffer.from(text))).to.equal(expected)
      })
    }
  })

  describe('is the one that was reviewed', () => {
    const digests: readonly (readonly [string, (digest: string) => string, RegExp | undefined])[] = [
      ['by all digits', digest => digest, undefined],
      ['by the first 12', digest => digest.slice(0, 12), undefined],
      ['by capitals', digest => digest.toUpperCase(), undefined],
      ['not by 11', digest => digest.slice(0, 11), /is no digest of a plan/],
      ['not by 65', digest => `${digest}0`, /is no digest of a plan/],
      ['not by others', digest => digest.slice(1), /not the plan that was reviewed/],
      ['not by nothing', () => '', /is no digest of a plan/],
    ]
    for (const [what, given, message] of digests) {
      it(what, () => {
        const check = () => refuseOtherDigest(file, given(file.digest))
        if (message === undefined) check()
        else expect(check).to.throw(RelengError, message)
      })
    }
  })
})

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  const index = at >> 3
  copy.writeUInt8(copy.readUInt8(index) ^ (1 << (at & 7)), index)
  return copy
}

function setting(field: string, after: unknown): object {
  return { kind: 'setting', field, before: false, after, action: 'update' }
}

function nested(depth: number): string {
  return `{"format":"1.0","changes":${'['.repeat(depth)}${']'.repeat(depth)}}\n`
}

/** A key that JSON.parse makes an own one, with the digest that belongs to it. */
function proto(json: string): string {
  const { digest: _, ...content } = JSON.parse(json)
  const bytes = forged(content, () =>
    JSON.parse(`{"__proto__":{"polluted":true},${JSON.stringify(content).slice(1)}`),
  )
  return bytes.toString()
}
