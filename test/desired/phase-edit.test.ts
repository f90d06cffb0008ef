import { expect } from 'chai'
import fc from 'fast-check'
import { type PhaseOptions, phaseEdit } from '../../src/desired/index.js'
import { memoryIo } from './helpers.js'

const phases = ['rawhide', 'branched', 'active', 'released', 'eol'] as const
const layout = `description: one
parameters:
  release: {type: integer}
  phase: {enum: [${phases.join(', ')}], default: rawhide}
  arches: {type: array, default: []}
tags: {'f\${release}': {}}
`
const plain = 'description: without phases\nparameters: {release: {type: integer}}\n'

async function edited(text: string, phase: string, options: PhaseOptions = {}): Promise<string> {
  const io = memoryIo({
    'f.yaml': text,
    '../templates/layout.yaml': layout,
    '../templates/plain.yaml': plain,
  })
  return (await phaseEdit('f.yaml', phase, options, io)).text
}

/** A file with one use of the template, written in this way. */
const file = (use: string) => `# ours\nversion: 1   # the first\nuse:\n${use}\n# the end\n`

const layouts: [what: string, before: string, after: string][] = [
  ['a plain word', '  - {template: layout, with: {release: 44, phase: rawhide}}', 'phase: active'],
  [
    'one in quotes, which stay',
    '  - {template: layout, with: {phase: "rawhide", release: 44}}',
    'phase: "active"',
  ],
  [
    'one in single quotes',
    "  - {template: layout, with: {phase: 'rawhide', release: 44}}",
    "phase: 'active'",
  ],
  [
    'a block, with comments',
    '  - template: layout\n    with:\n      # where it is\n      phase: rawhide   # so far\n      release: 44',
    'phase: active',
  ],
].map(([what = '', use = '', words = '']) => [
  what,
  file(use),
  file(use.replace(/phase: \S*rawhide['"]?/, words)),
])

const additions: [what: string, use: string, after: string][] = [
  [
    'in braces',
    '  - {template: layout, with: {release: 44}}',
    '  - {template: layout, with: {release: 44, phase: active}}',
  ],
  [
    'in braces over lines, behind the release',
    '  - template: layout\n    with: {\n      release: 44,   # ours\n      arches: [x86_64],\n    }',
    '  - template: layout\n    with: {\n      release: 44, phase: active,   # ours\n      arches: [x86_64],\n    }',
  ],
  [
    'in empty braces',
    '  - {template: layout, with: {}, for: {release: [44]}}',
    '  - {template: layout, with: {phase: active}, for: {release: [44]}}',
  ],
  [
    'in a block, behind the release',
    '  - template: layout\n    with:\n      release: 44   # ours\n      arches: [x86_64]',
    '  - template: layout\n    with:\n      release: 44   # ours\n      phase: active\n      arches: [x86_64]',
  ],
  [
    'in a block without release',
    '  - template: layout\n    for: {release: [44]}\n    with:\n      arches:\n        - x86_64',
    '  - template: layout\n    for: {release: [44]}\n    with:\n      phase: active\n      arches:\n        - x86_64',
  ],
  [
    'where there is no with, in a block',
    '  - template: layout\n    for: {release: [44]}',
    '  - template: layout\n    with: { phase: active }\n    for: {release: [44]}',
  ],
  [
    'where there is no with, in braces',
    '  - {template: layout, for: {release: [44]}}',
    '  - {template: layout, with: { phase: active }, for: {release: [44]}}',
  ],
]

describe('another phase in a file', () => {
  for (const [what, before, after] of layouts) {
    it(`replaces ${what}`, async () => {
      expect(before).to.not.equal(after)
      expect(await edited(before, 'active')).to.equal(after)
    })
  }

  for (const [what, before, after] of additions) {
    it(`is added ${what}`, async () => expect(await edited(file(before), 'active')).to.equal(file(after)))
  }

  it('is added to the last line, with the ends that lines have', async () => {
    const crlf = 'version: 1\r\nuse:\r\n  - template: layout\r\n    with:\r\n      release: 44'
    expect(await edited(crlf, 'active')).to.equal(`${crlf}\r\n      phase: active`)
    expect(await edited(`${crlf}\r\n`, 'active')).to.equal(`${crlf}\r\n      phase: active\r\n`)
  })

  it('is no edit where the file says so already, or by the default', async () => {
    for (const use of ['{release: 44}', '{release: 44, phase: rawhide}']) {
      const text = file(`  - {template: layout, with: ${use}}`)
      expect(await edited(text, 'rawhide')).to.equal(text)
    }
  })

  it('is for all entries of a release: its families may be used one by one', async () => {
    const text = file(
      '  - {template: layout, with: {release: 44, phase: rawhide}}\n  - {template: plain, with: {release: 44}}\n' +
        '  - {template: layout, with: {release: 44, phase: branched, arches: [x86_64]}}',
    )
    expect(await edited(text, 'active')).to.equal(text.replace(/rawhide|branched/g, 'active'))
  })

  it('is for the release that is meant, where there are several', async () => {
    const text = file(
      '  - {template: layout, with: {release: 44, phase: active}}\n  - {template: layout, with: {release: 45, phase: rawhide}}',
    )
    expect(await edited(text, 'branched', { release: '45' })).to.equal(text.replace('rawhide', 'branched'))
  })

  it('is for all that `for` lists', async () => {
    const text = file('  - {template: layout, for: {release: [43, 44]}, with: {phase: active}}')
    expect(await edited(text, 'released')).to.equal(text.replace('active', 'released'))
  })

  it('changes no byte but the word, however a file is written', async () => {
    const spaces = fc.stringMatching(/^ {0,3}$/)
    const comment = fc.constantFrom('', ' # said', ' # phase: eol', '   #', ' # → ü')
    const quote = fc.constantFrom('', '"', "'")
    const written = fc.record({ before: spaces, comment, quote, end: fc.constantFrom('\n', '\r\n') })
    const any = fc.constantFrom(...phases)
    await fc.assert(
      fc.asyncProperty(written, any, any, fc.boolean(), async (form, from, to, isBlock) => {
        const { before, comment: said, quote: mark, end } = form
        const word = (phase: string) => `${mark}${phase}${mark}`
        const text = (phase: string) =>
          [
            `# head${said}`,
            'version: 1',
            'use:',
            ...(isBlock
              ? [
                  `  - template: layout${said}`,
                  '    with:',
                  `      ${'release'}:${before} 44${said}`,
                  `      phase:${before} ${word(phase)}${said}`,
                ]
              : [
                  `  - {template: layout,${before} with: {phase:${before} ${word(phase)}, release: 44}}${said}`,
                ]),
            `protect: [f44]${said}`,
          ].join(end)
        expect(await edited(text(from), to)).to.equal(text(to))
      }),
    )
  })

  const refusals: [what: string, text: string, phase: string, release: string | undefined, RegExp][] = [
    [
      'a phase that there is not',
      file('  - {template: layout, with: {release: 44}}'),
      'activ',
      undefined,
      /no phase activ; did you mean active\?/,
    ],
    [
      'a file without phases',
      file('  - {template: plain, with: {release: 44}}'),
      'active',
      undefined,
      /no template that has phases/,
    ],
    [
      'a release that is not there',
      file('  - {template: layout, with: {release: 44}}'),
      'active',
      '45',
      /no release 45 with a phase/,
    ],
    [
      'several releases, and none named',
      file('  - {template: layout, with: {release: 44}}\n  - {template: layout, with: {release: 45}}'),
      'active',
      undefined,
      /about several releases: 44; 45/,
    ],
    [
      'one of those that `for` lists',
      file('  - {template: layout, for: {release: [43, 44]}}'),
      'active',
      '44',
      /shares its phase with others: 43, 44/,
    ],
    [
      'a list of phases',
      file('  - {template: layout, with: {release: 44}, for: {phase: [active, eol]}}'),
      'active',
      undefined,
      /the phase is a list here/,
    ],
    [
      'a word that has an anchor',
      file('  - {template: layout, with: {release: 44, phase: &p rawhide}}'),
      'active',
      undefined,
      /without changing something else/,
    ],
    [
      'what other places refer to',
      file('  - {template: layout, with: &a {release: 44}}\n  - {template: layout, with: *a}'),
      'active',
      undefined,
      /without changing something else/,
    ],
  ]
  for (const [what, text, phase, release, message] of refusals) {
    it(`is refused for ${what}`, async () => {
      const error = await edited(text, phase, { release }).catch((error: unknown) => error)
      expect(error).to.be.an('error')
      expect(String(error)).to.match(message)
    })
  }
})
