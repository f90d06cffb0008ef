export { JournalError, type WriteThrough, writeThrough } from './disk.js'
export {
  type AnswerEntry,
  type ClosedEntry,
  type Entry,
  journalFormat,
  type OpenedEntry,
  type Outcome,
  outcomes,
  type RequestEntry,
} from './entry.js'
export { entrySchema } from './entry-schema.js'
export { JournalFolder, type OpenRun, type OpenRuns, settledBy } from './folder.js'
export { Journal } from './journal.js'
export { changesMade, type JournaledRun, type NotedRequest } from './journaled-run.js'
export { type LastRuns, lastRuns } from './last-runs.js'
export { Lock, LockedError } from './lock.js'
export { isAlive, type ProcessMark, thisProcess } from './process-mark.js'
export { readJournal } from './read.js'
export { Recorder, type RecorderOptions, type RunEnd, type RunSubject } from './recorder.js'
export { newRunId } from './run-id.js'
