import type { Recorder } from '../journal/index.js'
import type { Plan } from '../plan/index.js'
import { errorText, runRow, unfinishedText } from '../report/index.js'

type Tell = (text: string) => void

/** Tells of runs on the hub that have not ended, and of journals that cannot be read. */
export function tellUnfinished(recorder: Recorder, plan: Plan, tell: Tell): void {
  const { open, damaged } = recorder.unfinished(plan)
  for (const { run, lives } of open) tell(unfinishedText(runRow(run, { lives }), run.opened.process))
  for (const error of damaged) tell(errorText(error).trimEnd())
}

/** Tells where the journal is, where the run did not end well, and what is wrong with the journal itself. */
export function tellJournal({ run, path, problem }: Recorder, tell: Tell): void {
  if (path === undefined) return
  if (problem !== undefined) tell(errorText(problem).trimEnd())
  tell(`run ${run}, its journal: ${path}`)
}
