export {
  type AnswerEntry,
  type ClosedEntry,
  type Entry,
  journalFormat,
  type NotedResult,
  type OpenedEntry,
  type Outcome,
  type RequestEntry,
} from './entry.js'
export { entrySchema } from './entry-schema.js'
export type { JournaledRun, NotedRequest } from './journaled-run.js'
export type { ProcessMark } from './process-mark.js'
export { readJournal } from './read.js'
