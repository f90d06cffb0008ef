import type { Recorder } from '../journal/index.js'
import type { Plan } from '../plan/index.js'
import { errorText, runRow, unfinishedText } from '../report/index.js'

type Tell = (text: string) => void
/** Warns of something, in short for programs, and in a text for people. */
type Caution = (message: string, text?: string) => void

/** Tells of runs on the hub that have not ended, and of journals that cannot be read. */
export function tellUnfinished(recorder: Recorder, plan: Plan, caution: Caution): void {
  const { open, damaged } = recorder.unfinished(plan)
  for (const { run, lives } of open) {
    const text = unfinishedText(runRow(run, { lives }), run.opened.process)
    caution(text, text)
  }
  for (const error of damaged) caution(error.message, errorText(error).trimEnd())
}

/** Tells where the journal is, where the run did not end well, and what is wrong with the journal itself. */
export function tellJournal({ run, path, problem }: Recorder, tell: Tell, caution: Caution): void {
  if (path === undefined) return
  if (problem !== undefined) caution(problem.message, errorText(problem).trimEnd())
  tell(`run ${run}, its journal: ${path}`)
}
