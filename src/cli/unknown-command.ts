import type { Interfaces } from '@oclif/core'
import { cleanJson } from '../koji/clean.js'
import { ExitCode, RelengError } from '../koji/error.js'
import { nearest } from '../koji/names.js'
import { errorJson, errorText } from '../report/index.js'

/** Tells which command was most likely meant; oclif would answer with exit code 2. */
export function tellUnknownCommand(
  id: string,
  { config, argv }: { readonly config: Interfaces.Config; readonly argv: readonly string[] },
): void {
  const words = (name: string) => name.replaceAll(':', ' ')
  const near = nearest(id, config.commandIDs)
  const error = new RelengError(
    `there is no command ${words(id)}${near ? `; did you mean ${words(near)}?` : ''}`,
    {
      next: 'koji-releng --help',
    },
  )
  process.exitCode = ExitCode.error
  if (argv.includes('--json')) process.stdout.write(`${cleanJson(errorJson(error), 2)}\n`)
  else process.stderr.write(errorText(error))
}
