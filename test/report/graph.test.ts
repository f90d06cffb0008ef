import { expect } from 'chai'
import type { LiveGraph } from '../../src/koji/inheritance-graph.js'
import { inheritanceTrees, type Way } from '../../src/koji/inheritance-tree.js'
import type { Target } from '../../src/koji/tag.js'
import {
  drawingOf,
  graphDot,
  graphJson,
  graphMermaid,
  graphText,
  terminalStyle,
} from '../../src/report/index.js'
import { link } from '../builders.js'
import { expectGolden } from '../golden.js'
import { graphOf, type Parents } from '../graph-of.js'

const hub = { profile: 'test', url: 'http://hub.test/kojihub', version: '1.35.3' }

const flatpak: Parents = {
  'f44-app-build': [link('f44-app', 0), link('f44-flatpak-runtime', 10), link('f44-build', 20)],
  'f44-app': [link('f44', 0, { intransitive: true })],
  'f44-flatpak-runtime': [link('f44', 0, { noconfig: true, maxdepth: 3 })],
  'f44-build': [link('f44-override', 0, { pkg_filter: '^k' })],
  'f44-override': ['f44'],
  f44: ['everything'],
  loop: ['other'],
  other: ['loop'],
}
const targets: Target[] = [
  { name: 'elsewhere', build_tag: 'x', dest_tag: 'y' },
  { name: 'f44-app', build_tag: 'f44-app-build', dest_tag: 'f44-app' },
  { name: 'half', build_tag: 'x', dest_tag: 'f44-app' },
]

function drawn(parents: Parents, options: { way: Way; depth?: number } = { way: 'up' }, all = targets) {
  const live: LiveGraph = { hub, event: 47, graph: graphOf(parents), targets: all }
  return drawingOf(live, inheritanceTrees({ tags: live.graph.tags }, live.graph, options), options)
}

describe('inheritance drawn', () => {
  it('as text', () => {
    const texts = [drawn(flatpak), drawn(flatpak, { way: 'down' }), drawn(flatpak, { way: 'up', depth: 1 })]
    expectGolden('report/graph.txt', texts.map(drawing => graphText(drawing)).join('\n'))
  })

  it('as text with colours: the same text', () => {
    const coloured = graphText(drawn(flatpak), terminalStyle)
    expect(coloured).to.contain('\u001b[1mf44-app-build\u001b[22m')
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).to.equal(graphText(drawn(flatpak)))
  })

  it('for Mermaid', () => expectGolden('report/graph.mermaid', graphMermaid(drawn(flatpak))))
  it('for Graphviz', () => expectGolden('report/graph.dot', graphDot(drawn(flatpak))))

  it('as data', () => {
    const { tags, links, ...rest } = graphJson(drawn({ b: ['a'] }, { way: 'down', depth: 3 }, []))
    expect(rest).to.deep.equal({
      hub,
      event: 47,
      reverse: true,
      depth: 3,
      roots: ['a'],
      targets: [],
      warnings: [],
    })
    expect({ tags, links }).to.deep.equal({ tags: ['a', 'b'], links: [{ ...link('a'), child: 'b' }] })
  })

  it('names many targets in short', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({
      name: `t${index}`,
      build_tag: 'a',
      dest_tag: 'x',
    }))
    expect(graphText(drawn({ a: [] }, { way: 'up' }, many))).to.contain(
      '\na  builds of t0, t1, t2, t3, t4, t5 and 3 more run here\n',
    )
  })
})

describe('hostile names', () => {
  const evil = 'a"] --> b["\\\u001b]0;owned\u0007\u202e`**x**`<b>&#35;|\n'
  const drawing = drawn({ [evil]: [link(evil, 0, { pkg_filter: evil })] }, { way: 'up' }, [
    { name: evil, build_tag: evil, dest_tag: evil },
  ])

  for (const [format, draw] of Object.entries({ graphText, graphMermaid, graphDot })) {
    it(`send nothing to a terminal: ${format}`, () => {
      expect(draw(drawing)).to.not.match(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/)
    })
  }

  it('stay inside their quotes for Mermaid', () => {
    const lines = graphMermaid(drawing).trimEnd().split('\n').slice(1)
    for (const line of lines) {
      expect(line).to.match(/^ {2}(tag0|target0)(\["[^"]*"\]|\(\["[^"]*"\]\)| --+>\|"[^"]*"\| tag0)$/)
      for (const text of line.match(/(?<=")[^"]*(?=")/g) ?? [])
        expect(text).to.match(/^([\w ,.+=/-]|#\d+;)*$/)
    }
  })

  it('stay inside their quotes for Graphviz', () => {
    const string = '"([^"\\\\]|\\\\.)*"'
    const line = new RegExp(`^  ${string}( -> ${string})?( \\[(label=${string}|shape=ellipse)\\])?$`)
    for (const text of graphDot(drawing).split('\n').slice(3, -2)) expect(text).to.match(line)
  })
})
