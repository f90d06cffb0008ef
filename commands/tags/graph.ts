import { Args, Flags } from '@oclif/core'
import { hubFlags } from '../../src/cli/connection.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { readGraph } from '../../src/hub/index.js'
import { inheritanceTrees } from '../../src/koji/inheritance-tree.js'
import { selectTags } from '../../src/koji/tag-selection.js'
import {
  drawingOf,
  type GraphDocument,
  graphDot,
  graphJson,
  graphMermaid,
  graphText,
} from '../../src/report/index.js'

export default class TagsGraph extends HubCommand {
  static override summary = 'draw what tags inherit from, or who inherits from them'
  static override description =
    'Reads the hub anonymously, in one request. A tag is drawn with all that is below it once; where it comes ' +
    'again, … stands for that.'
  static override strict = false
  static override args = {
    pattern: Args.string({
      description: 'names or globs of tags, such as f44-app or "f44-*"; none is all tags',
    }),
  }
  static override flags = {
    ...hubFlags,
    depth: Flags.integer({ description: 'draw so many generations', min: 1, helpValue: 'N' }),
    format: Flags.option({
      description: 'how to draw',
      options: ['tree', 'mermaid', 'dot'] as const,
      default: 'tree',
    })(),
    reverse: Flags.boolean({ char: 'r', description: 'draw who inherits from the tags' }),
    targets: Flags.boolean({ description: 'add the targets that build in the tags, and for them' }),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> f44-app-build --profile koji',
    {
      description: 'Who inherits from f44, directly or over one tag between?',
      command: '<%= config.bin %> <%= command.id %> f44 --reverse --depth 2 --profile koji',
    },
    {
      description: 'A picture of a release',
      command: '<%= config.bin %> <%= command.id %> "f44*" --targets --format dot | dot -Tsvg > f44.svg',
    },
  ]

  async run(): Promise<GraphDocument> {
    const { argv, flags } = await this.parse(TagsGraph)
    const live = await this.withHub(flags, ({ client, profile }) =>
      readGraph(client, profile, { withTargets: flags.targets }),
    )
    const { named, matched } = selectTags(argv.map(String), live.graph.tags, live.hub.url)
    const options = { way: flags.reverse ? 'down' : 'up', depth: flags.depth } as const
    const lines = inheritanceTrees({ roots: named, tags: matched }, live.graph, options)
    const drawing = drawingOf(live, lines, options)
    const formats = {
      tree: () => graphText(drawing, this.styleFor(process.stdout)),
      mermaid: () => graphMermaid(drawing),
      dot: () => graphDot(drawing),
    }
    this.print(formats[flags.format]())
    return graphJson(drawing, this.warnings)
  }
}
