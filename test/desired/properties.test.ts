import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { desiredStateSchema, InputError, loadDesired } from '../../src/desired/index.js'
import { canonicalJson, type Json } from '../../src/koji/json.js'
import { desiredYaml } from '../../src/report/index.js'
import { anyFile } from './any-file.js'
import { memoryIo, withoutSources } from './helpers.js'

describe('desired state, whatever the input', () => {
  it('is the same for any order of keys', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, fc.func(fc.integer()), async (file, rank) => {
        const shuffled = reorder(file, key => rank(key))
        expect(await stateOf([stringify(shuffled)])).to.equal(await stateOf([stringify(file)]))
      }),
    )
  })

  it('is the same for any order of what is a set', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, fc.func(fc.integer()), async (file, rank) => {
        const shuffled = reorderSets(file, item => rank(canonicalJson(item)))
        expect(await stateOf([stringify(shuffled)])).to.equal(await stateOf([stringify(file)]))
      }),
    )
  })

  it('is the same for any order of files, and however resources are spread over them', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, fc.array(fc.boolean(), { minLength: 6 }), async (file, sides) => {
        const half = (resources: object, side: boolean) =>
          Object.fromEntries(Object.entries(resources).filter((_, at) => sides[at % 6] === side))
        const [left, right] = [true, false].map(side => ({
          version: 1,
          tags: half(file.tags, side),
          external_repos: half(file.external_repos, side),
          protect: file.protect,
        }))
        const { profile, targets, requires } = file
        const rest = { version: 1, profile, targets, requires }
        const parts = [left, right, rest].map(part => stringify(part))
        const whole = await stateOf([stringify(file)])
        expect(await stateOf(parts)).to.equal(whole)
        expect(await stateOf(parts.reverse())).to.equal(whole)
      }),
    )
  })

  it('is the same where two files say all of it', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, async file => {
        const text = stringify(file)
        expect(await stateOf([text, text])).to.equal(await stateOf([text]))
      }),
    )
  })

  it('is the same when it is written out and read again', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, async file => {
        const state = await loadDesired(['f.yaml'], memoryIo({ 'f.yaml': stringify(file) }))
        expect(await stateOf([desiredYaml(state).text])).to.equal(canonicalJson(withoutSources(state)))
      }),
    )
  })

  it('is said in a way that the published schema takes', () => {
    const validate = new Ajv2020({ allowUnionTypes: true }).compile({ ...desiredStateSchema })
    fc.assert(
      fc.property(anyFile, file => {
        expect(validate(file), JSON.stringify(validate.errors)).to.equal(true)
      }),
    )
  })

  it('reports two files that disagree the same way in either order', async () => {
    const io = memoryIo({
      'a.yaml': 'version: 1\ntags: {f44: {perm: admin}}\n',
      'b.yaml': 'version: 1\ntags: {f44: {perm: autosign}}\n',
    })
    expect(await errorOf(['a.yaml', 'b.yaml'], io)).to.equal(await errorOf(['b.yaml', 'a.yaml'], io))
  })

  const word = fc.constantFrom(
    ...[
      'version',
      '1',
      'tags',
      'targets',
      'use',
      'template',
      'flatpak',
      './f.yaml',
      'with',
      'for',
      'when',
      '- ',
      ': ',
    ],
    ...[
      '\n',
      '\n  ',
      '\n    ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '&a ',
      '*a',
      '!!binary ',
      '!x ',
      '"',
      "'",
      '|',
      '>',
      '---\n',
    ],
    ...[
      '${',
      '}',
      '$${',
      '${release+1}',
      '__proto__',
      'constructor',
      'null',
      '~',
      '.nan',
      '0x1F',
      '1e999',
      '\t',
    ],
    ...[
      'inheritance',
      'parent',
      'groups',
      'extra',
      'arches',
      'overlays',
      'parameters',
      '<<',
      '? ',
      '%YAML 1.1\n',
      '\u0000',
    ],
    ...['tags: {f44: {', 'version: 1\n', 'default', 'type', 'integer', '\uD800', '\u202E', '#', '%TAG ! x\n'],
  )
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(word, { maxLength: 40 }).map(words => words.join('')),
    fc.jsonValue({ maxDepth: 4 }).map(value => stringify(value)),
    desiredLike().map(value => stringify(value)),
  )
  it('is refused with an InputError, or accepted; nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (file, template) => {
        const io = memoryIo({
          'f.yaml': file,
          'user.yaml': `version: 1\nuse: [{template: ./t.yaml}]\n`,
          't.yaml': template,
        })
        try {
          await loadDesired(['f.yaml', 'user.yaml'], io)
        } catch (error) {
          if (!(error instanceof InputError)) throw error
          expect(error.message).not.to.match(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/)
          expect(error.problems).not.to.have.length(0)
        }
      }),
      { numRuns: 1500 },
    )
  })

  const bombs: [string, string][] = [
    ['brackets without end', '['.repeat(200_000)],
    ['mappings without end', '{a: '.repeat(50_000)],
    ['deep blocks', Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['an alias of itself', 'version: 1\ntags: &a {f44: *a}'],
    ['a long chain of parents', chain(20_000)],
    [
      'ten thousand unknown keys',
      `version: 1\n${Array.from({ length: 10_000 }, (_, at) => `k${at}: 1`).join('\n')}`,
    ],
    [
      'templates that multiply',
      'version: 1\nuse: [{template: ./t.yaml, for: {a: &n [1,2,3,4,5,6,7,8,9,10], b: *n, c: *n}}]',
    ],
  ]
  for (const [what, text] of bombs) {
    it(`survives ${what}`, async () => {
      const ten = '[1,2,3,4,5,6,7,8,9,10]'
      const io = memoryIo({
        'f.yaml': text,
        't.yaml': `parameters: {a: {}, b: {}, c: {}}\nuse: [{template: ./u.yaml, for: {a: ${ten}, b: ${ten}, c: ${ten}}}]`,
        'u.yaml':
          'parameters: {a: {}, b: {}, c: {}}\ntags: {"t${a}${b}${c}": {extra: {a: [1,2,3,4,5,6,7,8,9]}}}',
      })
      const error = await errorOf(['f.yaml'], io)
      if (error !== undefined) expect(error.split('\n')[0]).to.match(/^The input has/)
    })
  }
})

async function stateOf(texts: readonly string[]): Promise<string> {
  const files = Object.fromEntries(texts.map((text, at) => [`${at}.yaml`, text]))
  return canonicalJson(withoutSources(await loadDesired(Object.keys(files), memoryIo(files))))
}

async function errorOf(
  files: readonly string[],
  io: ReturnType<typeof memoryIo>,
): Promise<string | undefined> {
  try {
    await loadDesired(files, io)
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
  return undefined
}

function reorder(value: unknown, rank: (key: string) => number): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b))
  return Object.fromEntries(entries.map(([key, inner]) => [key, reorder(inner, rank)]))
}

// Lists in which no order counts: all but those of priorities and of architectures.
function reorderSets(value: unknown, rank: (item: unknown) => number, key = ''): unknown {
  if (Array.isArray(value)) {
    const isOrdered = ['inheritance', 'external_repos', 'arches', 'package_arches', 'extra'].includes(key)
    return isOrdered ? value : [...value].sort((a, b) => rank(a) - rank(b))
  }
  if (typeof value !== 'object' || value === null) return value
  const isArches = key === 'package_arches' || key === 'extra'
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, reorderSets(inner, rank, isArches ? key : name)]),
  )
}

// Files of the right keys and any values.
function desiredLike(): fc.Arbitrary<unknown> {
  const any: fc.Arbitrary<unknown> = fc.jsonValue({ maxDepth: 2 })
  const some = (...keys: string[]) => fc.dictionary(fc.constantFrom(...keys), any)
  const group = some('packages', 'blocked', 'requires', 'absent', 'description')
  const manage = fc.constantFrom({ packages: 'additive' }, { groups: 'additive' }, { extra: 'additive' })
  const tag = fc.oneof(
    any,
    some('arches', 'extra', 'inheritance', 'groups', 'dist_tag', 'absent', 'manage', 'remove_extra'),
    some('packages', 'package_arches', 'blocked_packages', 'absent_packages', 'external_repos'),
    fc.record({ groups: fc.dictionary(fc.string(), group), manage }),
    fc.record({ external_repos: fc.array(some('repo', 'priority', 'merge_mode', 'arches', 'absent')) }),
  )
  return fc.record({
    version: fc.oneof(fc.constant<Json>(1), any),
    tags: fc.oneof(any, fc.dictionary(fc.string(), tag)),
    external_repos: fc.oneof(any, fc.dictionary(fc.string(), some('url', 'absent'))),
    use: fc.oneof(any, fc.array(some('template', 'with', 'for'))),
    overlays: fc.oneof(any, fc.array(some('when', 'tags', 'use'))),
    parameters: fc.oneof(any, fc.dictionary(fc.string(), any)),
  })
}

function chain(length: number): string {
  const tags = Array.from({ length }, (_, at) => `  t${at}: {inheritance: [t${at + 1}]}`)
  return `version: 1\ntags:\n${tags.join('\n')}\n`
}
