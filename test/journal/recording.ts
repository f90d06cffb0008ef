import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type JournaledRun, JournalFolder, Recorder, type RecorderOptions } from '../../src/journal/index.js'
import type { DesiredState } from '../../src/koji/desired-state.js'
import { type Applied, type ApplyOptions, applyPlanned, planDesired } from '../../src/pipeline.js'
import type { Hooks } from '../../src/sandbox/index.js'
import { SandboxHub } from '../sandbox-hub.js'

/** A folder of journals that is removed after the tests of a suite. */
export function journals(): JournalFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-journal-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  return new JournalFolder(path.join(folder, 'journal'))
}

export interface Recorded {
  readonly hub: SandboxHub
  readonly recorder: Recorder
  readonly applied?: Applied
  readonly error?: unknown
  readonly run: JournaledRun | undefined
}

/** Applies to a hub in memory, with a journal. */
export async function record(
  folder: JournalFolder,
  state: DesiredState,
  {
    hooks = {},
    on,
    ...options
  }: Partial<RecorderOptions> & ApplyOptions & { hooks?: Hooks; on?: SandboxHub } = {},
): Promise<Recorded> {
  const hub = on ?? new SandboxHub(hooks)
  const recorder = new Recorder({ folder, tool: '0.0', ...options })
  const planned = await planDesired(state, hub.client, 'test')
  const told = () => (recorder.path === undefined ? undefined : folder.read(recorder.run))
  try {
    const applied = await applyPlanned(planned, hub.client, hub.login, { ...options, recorder })
    return { hub, recorder, applied, run: told() }
  } catch (error) {
    return { hub, recorder, error, run: told() }
  }
}
