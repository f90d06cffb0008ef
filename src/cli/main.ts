import { execute } from '@oclif/core'

/** Runs the command that the command line names. */
export async function main(): Promise<void> {
  await execute({ dir: import.meta.url })
}
