import { execute } from '@oclif/core'

// Runs the command that the command line names; whatever goes wrong is told by oclif's own handler.
void execute({ dir: import.meta.url })
