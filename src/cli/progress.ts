import type { Run } from '../apply/index.js'
import type { StageRunner } from '../pipeline.js'
import type { Plan, Stage } from '../plan/index.js'

/** Runs a plan's stages and shows where it is: moving lines on a terminal, plain ones elsewhere. */
export function stageRunner({ silent, moving }: { silent: boolean; moving: boolean }): StageRunner {
  if (silent) return run => run.all()
  return moving ? runOnTerminal : runInLog
}

async function runInLog(run: Run, { stages }: Plan): Promise<void> {
  for (const stage of stages) {
    await run.stage(stage)
    process.stderr.write(`${title(stage)}: done\n`)
  }
}

// Loaded when needed: plans, and applies in pipes, do without.
async function runOnTerminal(run: Run, { stages }: Plan): Promise<void> {
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2')
  const logger = new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) })
  const tasks = stages.map(stage => ({ title: title(stage), task: () => run.stage(stage) }))
  // Ctrl-C is the apply's own: Listr would end the process at once.
  const options = { rendererOptions: { logger, showErrorMessage: false }, registerSignalListeners: false }
  await new Listr(tasks, options).run()
}

function title({ stage, calls }: Stage): string {
  return `${stage} (${calls.length} call${calls.length === 1 ? '' : 's'})`
}
