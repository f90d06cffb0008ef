import { Args } from '@oclif/core'
import { BaseCommand } from '../src/cli/base-command.js'
import { desiredStateSchema, templateSchema, waiversSchema } from '../src/desired/index.js'
import { RelengError } from '../src/koji/error.js'
import { nearest } from '../src/koji/names.js'
import { outputSchemas, planFileSchema } from '../src/report/index.js'

const schemas: ReadonlyMap<string, object> = new Map<string, object>([
  ['desired-state', desiredStateSchema],
  ['template', templateSchema],
  ['waivers', waiversSchema],
  ['plan-file', planFileSchema],
  ...outputSchemas,
])

export default class Schema extends BaseCommand {
  static override summary =
    'print the JSON Schema of desired-state files, of plan files, or of what a command prints with --json'
  static override description =
    'Save the first and name it in the first line of a file, so that editors check and complete it.\n' +
    `There are: ${[...schemas.keys()].join(', ')}.`
  static override strict = false
  static override args = {
    name: Args.string({
      description: 'which one; the words of a command name what it prints',
      default: 'desired-state',
    }),
  }
  static override examples = [
    '<%= config.bin %> <%= command.id %> > desired-state.v1.json',
    '<%= config.bin %> <%= command.id %> tags plan',
  ]

  async run(): Promise<object> {
    const { argv } = await this.parse(Schema)
    const name = argv.join(' ')
    const schema = schemas.get(name)
    if (schema === undefined) {
      const near = nearest(name, schemas.keys())
      throw new RelengError(
        `there is no schema ${name}${near === undefined ? '' : `; did you mean ${near}?`}`,
        {
          next: `name one of: ${[...schemas.keys()].join(', ')}`,
        },
      )
    }
    this.print(JSON.stringify(schema, null, 2))
    return schema
  }
}
