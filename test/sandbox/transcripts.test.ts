import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { isStruct, type RpcStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { kw, Rpc, testSandbox } from './rpc.js'

const directory = new URL('../transcripts/sandbox/', import.meta.url)

interface Recorded {
  readonly method: string
  readonly params: readonly RpcValue[]
  readonly named?: RpcStruct
  readonly answer: RpcValue
}

// Random calls, with the answers of a real Koji 1.35.3 hub. Its ids and events are other numbers, so each
// kind of them must map one to one; times are not compared. In parameters, `$tag` is the id of a tag and
// `$event` an event of that hub.
describe('the sandbox answers as a real hub did', () => {
  for (const file of readdirSync(directory)) {
    it(`to the calls of ${file}`, () => {
      const recorded: Recorded[] = JSON.parse(readFileSync(new URL(file, directory), 'utf8'))
      const numbers = new Numbers()
      const rpc = Rpc.as('kojiadmin', testSandbox({ hub: { enableMaven: true } }))
      recorded.forEach(({ method, params, named, answer }, line) => {
        const resolve = (value: RpcValue) => resolved(value, rpc, numbers)
        const sent = [...params.map(resolve), ...(named ? [kw(resolveStruct(named, resolve))] : [])]
        const what = `line ${line + 2}: ${method}(${JSON.stringify(sent)})`
        const got = method === 'multiCall' ? multiCall(rpc, sent) : asRecorded(rpc.call(method, ...sent))
        compare(numbers, answer, got, idKeys.get(method) ?? '', what)
      })
    })
  }
})

/** Which number of the sandbox stands for which of the recorded hub, by the kind of number. */
class Numbers {
  readonly #kinds = new Map<string, Map<number, number>>()

  expectSame(kind: string, theirs: number, ours: number, what: string): void {
    const known = this.#kinds.get(kind) ?? new Map<number, number>()
    this.#kinds.set(kind, known)
    if (!known.has(theirs)) {
      expect([...known.values()], `${what}: ${kind} ${theirs}`).not.to.include(ours)
      known.set(theirs, ours)
    }
    expect(ours, `${what}: ${kind} ${theirs}`).to.equal(known.get(theirs))
  }

  ourEvent(theirs: number): number {
    return this.#kinds.get('event')?.get(theirs) ?? 0
  }
}

const idKeys = new Map([
  ['createTag', 'tag_id'],
  ['getTagID', 'tag_id'],
])

function kindOf(key: string): string | undefined {
  if (key.endsWith('event')) return 'event'
  if (['tag_id', 'parent_id', 'child_id', 'build_tag', 'dest_tag'].includes(key)) return 'tag'
  if (['group_id', 'req_id'].includes(key)) return 'group'
  // of a tag or of a target; which of them shows only in the context
  if (key === 'id') return undefined
  return key.endsWith('_id') ? key : undefined
}

function compare(numbers: Numbers, theirs: RpcValue, ours: RpcValue, key: string, what: string): void {
  const kind = kindOf(key)
  if (key.endsWith('_ts') || key === 'ts' || key === 'id') return
  if (typeof theirs === 'number' && typeof ours === 'number' && kind !== undefined) {
    numbers.expectSame(kind, theirs, ours, what)
  } else if (Array.isArray(theirs) && Array.isArray(ours)) {
    expect(ours.length, what).to.equal(theirs.length)
    const isOrdered = /Inheritance/.test(what) || key === 'ordered'
    const [left, right] = isOrdered ? [theirs, ours] : [sorted(theirs), sorted(ours)]
    left.forEach((item, index) => {
      compare(numbers, item, right[index] ?? null, key === 'ordered' ? 'tag_id' : '', `${what}[${index}]`)
    })
  } else if (isStruct(theirs) && isStruct(ours)) {
    expect(Object.keys(ours).sort(), what).to.deep.equal(Object.keys(theirs).sort())
    for (const [name, value] of Object.entries(theirs)) {
      compare(numbers, value, ours[name] ?? null, name, `${what}.${name}`)
    }
  } else if (what.includes('$fault')) {
    expect(withoutNumbers(ours), what).to.deep.equal(withoutNumbers(theirs))
  } else expect(ours, what).to.deep.equal(theirs)
}

/** Texts of faults name ids. */
function withoutNumbers(value: RpcValue): RpcValue {
  return typeof value === 'string' ? value.replaceAll(/\d+/g, '#') : value
}

/** Rows have no order; what is no number, then the age, gives them one that both hubs share. */
function sorted(rows: readonly RpcValue[]): readonly RpcValue[] {
  if (!isStruct(rows[0])) return rows
  const keys = rows.map(row => ({
    row,
    text: textOf(row),
    age: isStruct(row) ? Number(row.create_event) : 0,
  }))
  return keys
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.age - b.age))
    .map(({ row }) => row)
}

function textOf(row: RpcValue): string {
  if (!isStruct(row)) return ''
  const plain = Object.entries(row).filter(
    ([key, value]) => !/(^id|_id|event|_ts|_tag)$/.test(key) && (value === null || typeof value !== 'object'),
  )
  return JSON.stringify(plain.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Texts of internal errors are not recorded. */
function asRecorded(answer: RpcValue): RpcValue {
  if (!isStruct(answer) || !Array.isArray(answer.fault)) return answer
  const [code, text] = answer.fault
  return { $fault: [code, code === 1 ? '' : text] }
}

function multiCall(rpc: Rpc, sent: readonly RpcValue[]): RpcValue {
  const answers = rpc.call('multiCall', ...sent)
  if (!Array.isArray(answers)) return asRecorded(answers)
  return answers.map(answer =>
    isStruct(answer) ? asRecorded({ fault: [answer.faultCode ?? null, answer.faultString ?? null] }) : answer,
  )
}

function resolved(value: RpcValue, rpc: Rpc, numbers: Numbers): RpcValue {
  if (Array.isArray(value)) return value.map(item => resolved(item, rpc, numbers))
  if (!isStruct(value)) return value
  if (typeof value.$event === 'number') return numbers.ourEvent(value.$event)
  if (typeof value.$tag === 'string') return rpc.call('getTagID', value.$tag) ?? 99999999
  return resolveStruct(value, item => resolved(item, rpc, numbers))
}

function resolveStruct(struct: RpcStruct, resolve: (value: RpcValue) => RpcValue): RpcStruct {
  return Object.fromEntries(Object.entries(struct).map(([key, value]) => [key, resolve(value)]))
}
