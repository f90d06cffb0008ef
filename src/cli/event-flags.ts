import { Flags } from '@oclif/core'

/** For programs that want to follow what a command does. */
export const eventFlags = {
  'json-events': Flags.boolean({
    description: 'print what happens as it happens: one JSON object a line on standard output, nothing else',
    exclusive: ['json'],
    helpGroup: 'GLOBAL',
  }),
}
