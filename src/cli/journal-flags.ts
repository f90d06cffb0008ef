import path from 'node:path'
import { Flags } from '@oclif/core'
import { JournalFolder } from '../journal/index.js'
import { stateHome } from './state-home.js'

/** Where journals are; for every command that writes or reads them. */
export const journalFlags = {
  journal: Flags.string({
    description: 'the folder of journals; by default $XDG_STATE_HOME/koji-releng/journal',
    helpGroup: 'JOURNAL',
    helpValue: 'DIR',
  }),
}

/** For commands that write to a hub. */
export const recordFlags = {
  ...journalFlags,
  reason: Flags.string({
    description: 'why it is done, such as a ticket; the journal keeps it',
    helpGroup: 'JOURNAL',
    helpValue: 'TEXT',
  }),
}

export function journalFolder({ journal }: { readonly journal?: string | undefined }): JournalFolder {
  return new JournalFolder(journal || path.join(stateHome(), 'journal'))
}
